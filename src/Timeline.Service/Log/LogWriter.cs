using System.Threading.Channels;
using Npgsql;
using Timeline.Domain;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>
/// Appends to the log by group commit: one committer takes whatever waits and writes it in one transaction under the ordering lock. Nobody
/// waits on purpose: a lone command goes alone. Any number of processes may do this on one database, because all of a group is read and
/// decided under the lock.
/// </summary>
internal sealed class LogWriter : BackgroundService
{
    /// <summary>Commands that share a commit at the most.</summary>
    private const int GroupSize = 256;

    private static readonly Refusal Stopping = new(RefusalCode.Unavailable, "The service is stopping. Send the same request again.");

    private readonly Channel<Waiting> _queue;
    private readonly GroupCommitter _committer;
    private readonly ILogger<LogWriter> _logger;

    public LogWriter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger<LogWriter> logger, int capacity = 10_000, ViewSets? views = null)
    {
        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });
        _committer = new GroupCommitter(dataSource, watchdog, logger, views);
        _logger = logger;
    }

    /// <summary>After each commit, before its writers are answered. For what takes no time and never throws.</summary>
    public event Action? Committed;

    /// <summary>Appends one command. The answer comes when it is durable and visible to every later read.</summary>
    /// <returns>The answer or a refusal; <see cref="RefusalCode.Unavailable"/> at once where the queue is full.</returns>
    public Task<AppendOutcome> AppendAsync(Append append)
    {
        var waiting = new Waiting(append);
        return _queue.Writer.TryWrite(waiting)
            ? waiting.Outcome.Task
            : Task.FromResult<AppendOutcome>(new Refusal(RefusalCode.Unavailable, "Too many writers are waiting: try again shortly."));
    }

    /// <summary>Like <see cref="AppendAsync"/>, but waits for a place in the queue; the inner task is the outcome.</summary>
    public async ValueTask<Task<AppendOutcome>> EnqueueAsync(Append append, CancellationToken cancellation)
    {
        var waiting = new Waiting(append);
        try
        {
            await _queue.Writer.WriteAsync(waiting, cancellation);
            return waiting.Outcome.Task;
        }
        catch (ChannelClosedException)
        {
            return Task.FromResult<AppendOutcome>(Stopping);
        }
    }

    /// <summary>Finishes the group at hand, and refuses what waits. A stop right after the start may come before the first group.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var waiting))
            waiting.Outcome.TrySetResult(Stopping);
    }

    public override void Dispose()
    {
        _committer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>(GroupSize);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (group.Count < GroupSize && _queue.Reader.TryRead(out var waiting))
                    group.Add(waiting);
                await CommitAsync(group);
                group.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // What still waits is refused by StopAsync.
        }
    }

    private async Task CommitAsync(IReadOnlyList<Waiting> group)
    {
        try
        {
            var outcomes = await _committer.CommitAsync([.. group.Select(waiting => waiting.Append)]);
            Committed?.Invoke();
            for (var i = 0; i < group.Count; i++)
                group[i].Outcome.TrySetResult(outcomes[i]);
        }
        catch (Exception exception) when (group.Count > 1 && GroupCommitter.IsOneCommandsFault(exception))
        {
            // Nothing of the group was written. Alone, only the command at fault fails.
            _logger.LogWarning(exception, "A group of {Count} commands failed; committing them one by one", group.Count);
            foreach (var waiting in group)
                await CommitAsync([waiting]);
        }
        catch (Exception exception)
        {
            foreach (var waiting in group)
                waiting.Outcome.TrySetException(exception);
        }
    }

    private sealed record Waiting(Append Append)
    {
        public TaskCompletionSource<AppendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
