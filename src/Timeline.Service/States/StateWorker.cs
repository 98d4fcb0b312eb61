using System.Diagnostics;
using Timeline.Service.Serving;

namespace Timeline.Service.States;

/// <summary>
/// Keeps the summaries in the background: catches up when the service starts, and then now and then, when there is something new. While somebody
/// writes, whichever process that is, or asks this one, it leaves the machine to them most of the time.
/// </summary>
internal sealed class StateWorker(StateKeeper keeper, StateOptions options, Traffic traffic, ILogger<StateWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private long _lookedAt;
    private long? _newest;
    private bool _isBusy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (started, requests) = (Stopwatch.GetTimestamp(), traffic.Requests);
                if (!await keeper.StepAsync(stoppingToken))
                    await Task.Delay(options.Poll, stoppingToken);
                else if (traffic.Requests != requests || await IsBusyAsync(stoppingToken))
                    await Task.Delay(Stopwatch.GetElapsedTime(started) * Traffic.Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Answers do not need it, so no failure of it may end the service.
                logger.LogWarning(exception, "Could not summarise actors; trying again");
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Whether the log has grown between the last two looks.</summary>
    private async Task<bool> IsBusyAsync(CancellationToken cancellation)
    {
        if (_newest is not null && Stopwatch.GetElapsedTime(_lookedAt) < LookEvery)
            return _isBusy;
        var newest = await keeper.NewestAsync(cancellation);
        (_isBusy, _newest, _lookedAt) = (_newest is not null && newest != _newest, newest, Stopwatch.GetTimestamp());
        return _isBusy;
    }
}
