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
internal sealed class LogWriter : BackgroundService, ILogWriter
{
    /// <summary>Commands that share a commit at the most.</summary>
    private const int GroupSize = 256;

    private static readonly Refusal Stopping = new(RefusalCode.Unavailable, "The service is stopping. Send the same request again.");

    private readonly Channel<Waiting> _queue;
    private readonly GroupCommitter _committer;
    private readonly ILogger<LogWriter> _logger;
    private Task? _wait;

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
        var previous = new NextGroup(_committer);
        var inFlight = Task.FromResult(Sent.Done);
        try
        {
            while (true)
            {
                // Decided while the group before it is being written.
                var next = await GatherAsync(inFlight, stoppingToken);
                var sent = await inFlight;
                if (sent != Sent.Done)
                {
                    _committer.Forget();
                    next.Decided = null;
                }
                if (sent == Sent.Again)
                    await CommitAsync(previous.Waiting);
                if (next.Decided is { HasWrites: true } decided)
                {
                    inFlight = SendAsync(next, decided);
                }
                else
                {
                    await CommitAsync(next.Waiting);
                    inFlight = Task.FromResult(Sent.Done);
                }
                previous = next;
            }
        }
        catch (OperationCanceledException)
        {
            // What still waits is refused by StopAsync.
            if (await inFlight == Sent.Again)
            {
                _committer.Forget();
                await CommitAsync(previous.Waiting);
            }
        }
    }

    /// <summary>Takes what waits, until the group in flight is done and there is something. A lone command goes alone, at once.</summary>
    private async Task<NextGroup> GatherAsync(Task<Sent> inFlight, CancellationToken stopping)
    {
        var next = new NextGroup(_committer);
        try
        {
            while (true)
            {
                var takesMore = true;
                while (takesMore && _queue.Reader.TryPeek(out var waiting))
                {
                    takesMore = next.Count < GroupSize && next.TryAdd(waiting);
                    if (takesMore)
                        _queue.Reader.TryRead(out _);
                }
                // What was decided on top of a group that failed is void, and that group's writers wait for us.
                if (inFlight.IsCompleted && (next.Count > 0 || !takesMore || await inFlight != Sent.Done))
                    break;
                stopping.ThrowIfCancellationRequested();
                if (!takesMore)
                    await inFlight;
                else if (inFlight.IsCompleted)
                    await _queue.Reader.WaitToReadAsync(stopping);
                else
                    await Task.WhenAny(inFlight, WaitToReadAsync(stopping));
            }
        }
        catch (OperationCanceledException)
        {
            next.Refuse(Stopping);
            throw;
        }
        // What the next command looks at is not remembered: a group that reads first takes all that waits.
        if (next.Count == 0)
            next.Decided = null;
        while (next.Decided is null && next.Count < GroupSize && _queue.Reader.TryRead(out var waiting))
            next.Waiting.Add(waiting);
        return next;
    }

    /// <summary>One wait at a time: those that a group in flight outruns would pile up.</summary>
    private Task WaitToReadAsync(CancellationToken stopping) =>
        _wait is { IsCompleted: false } ? _wait : _wait = _queue.Reader.WaitToReadAsync(stopping).AsTask();

    private async Task<Sent> SendAsync(NextGroup group, Group decided)
    {
        try
        {
            if (!await _committer.SendAsync(decided))
                return Sent.Again;
            Committed?.Invoke();
            for (var i = 0; i < group.Count; i++)
                group.Waiting[i].Outcome.TrySetResult(group.Outcomes[i]);
            return Sent.Done;
        }
        catch (Exception exception) when (GroupCommitter.IsOneCommandsFault(exception))
        {
            // Nothing of the group was written.
            return Sent.Again;
        }
        catch (Exception exception)
        {
            foreach (var waiting in group.Waiting)
                waiting.Outcome.TrySetException(exception);
            return Sent.Failed;
        }
    }

    private async Task CommitAsync(IReadOnlyList<Waiting> group)
    {
        if (group.Count == 0)
            return;
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

    /// <summary>What became of a group: committed and answered; not written, and to be committed again by reading first; answered with an error.</summary>
    private enum Sent
    {
        Done,
        Again,
        Failed,
    }

    private sealed class NextGroup(GroupCommitter committer)
    {
        /// <summary>Null where the commands are still to be decided, by a group that reads.</summary>
        public Group? Decided { get; set; }

        public List<Waiting> Waiting { get; } = [];

        public List<AppendOutcome> Outcomes { get; } = [];

        public int Count => Waiting.Count;

        public bool TryAdd(Waiting waiting)
        {
            try
            {
                if (Count == 0)
                    Decided = committer.Begin();
                if (Decided is null || !committer.TryDecide(Decided, waiting.Append, out var outcome))
                    return false;
                Waiting.Add(waiting);
                Outcomes.Add(outcome);
                return true;
            }
            catch (Exception)
            {
                // A command that cannot be decided is found out when the group is committed by reading, and then alone.
                Decided = null;
                return false;
            }
        }

        public void Refuse(Refusal refusal)
        {
            foreach (var waiting in Waiting)
                waiting.Outcome.TrySetResult(refusal);
        }
    }

    private sealed record Waiting(Append Append)
    {
        public TaskCompletionSource<AppendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
