using System.Diagnostics;
using Npgsql;
using Timeline.Service.Log;

namespace Timeline.Service.States;

/// <summary>
/// Keeps the summaries in the background: catches up when the service starts, and then now and then, when there is something new. While others
/// write, it leaves them most of the time.
/// </summary>
internal sealed class StateWorker : BackgroundService
{
    /// <summary>For how many times as long as a step took, it rests after it while something is being written.</summary>
    private const int Rest = 2;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly StateKeeper _keeper;
    private readonly StateOptions _options;
    private readonly ILogger<StateWorker> _logger;
    private long _commits;

    public StateWorker(StateKeeper keeper, LogWriter writer, StateOptions options, ILogger<StateWorker> logger)
    {
        (_keeper, _options, _logger) = (keeper, options, logger);
        writer.Committed += () => Interlocked.Increment(ref _commits);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = 0L;
        while (_options.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var watch = Stopwatch.StartNew();
                var isMore = await _keeper.StepAsync(stoppingToken);
                var commits = Interlocked.Read(ref _commits);
                var isBusy = commits != seen;
                seen = commits;
                if (!isMore)
                    await Task.Delay(_options.Poll, stoppingToken);
                else if (isBusy)
                    await Task.Delay(watch.Elapsed * Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                _logger.LogWarning(exception, "Could not summarise actors; trying again");
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
