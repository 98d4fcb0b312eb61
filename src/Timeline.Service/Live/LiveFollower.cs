using Npgsql;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>
/// Reads the log once for all readers, as long as there are any: at once after this process has written, and every now and then for what others
/// write. Nothing is queued for a reader: each takes from the ring at its own pace, and goes to the database for what has fallen out of it.
/// </summary>
internal sealed class LiveFollower : BackgroundService
{
    private const int MostBytesARead = 1024 * 1024;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly LivePages _pages;
    private readonly TimelineView _timeline;
    private readonly LiveOptions _options;
    private readonly ILogger<LiveFollower> _logger;
    private readonly Signal _wake = new();
    private readonly Signal _more = new();
    private int _readers;

    public LiveFollower(LiveView view, TimelineView timeline, ILogWriter writer, LiveOptions options, ILogger<LiveFollower> logger)
    {
        (_timeline, _options, _logger) = (timeline, options, logger);
        _pages = new LivePages(view.StepsAsync, MostBytesARead);
        Ring = new LiveRing(options.BufferSteps, options.BufferBytes);
        writer.Committed += _wake.Raise;
    }

    public LiveRing Ring { get; }

    /// <summary>How many follow at the moment.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Completes when there is more to read; take it before looking.</summary>
    public Task More => _more.Next;

    /// <summary>Counts a reader until it is disposed.</summary>
    public IDisposable Join()
    {
        Interlocked.Increment(ref _readers);
        _wake.Raise();
        return new Membership(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var position = (long?)null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                position = await FollowAsync(position, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                _logger.LogWarning(exception, "Could not read the log for live readers; trying again");
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>One look at the log.</summary>
    /// <returns>Up to where it has been read; null while nobody wants to know.</returns>
    private async Task<long?> FollowAsync(long? position, CancellationToken stopping)
    {
        var wake = _wake.Next;
        if (Readers == 0)
        {
            Ring.Restart(long.MaxValue);
            await wake.WaitAsync(stopping);
            return null;
        }
        if (position is not { } last)
        {
            var newest = (await _timeline.HeadAsync(basis: null, stopping)).Position;
            Ring.Restart(newest);
            _more.Raise();
            return newest;
        }
        var steps = await _pages.AfterAsync(last, stopping);
        if (steps.Count == 0)
        {
            await wake.WaitAsync(_options.Poll, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return last;
        }
        Ring.Add(steps);
        _more.Raise();
        return steps[^1].Position;
    }

    private sealed class Membership(LiveFollower follower) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref follower._readers);
    }

    /// <summary>Tells any number of waiters that something has happened.</summary>
    private sealed class Signal
    {
        private TaskCompletionSource _next = New();

        /// <summary>Completes when it is raised next; take it before looking, so that nothing is missed.</summary>
        public Task Next => Volatile.Read(ref _next).Task;

        public void Raise() => Interlocked.Exchange(ref _next, New()).SetResult();

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
