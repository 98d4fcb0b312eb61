using Npgsql;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Keeps the views of a serving process: works on operations that are asked for, and takes up those that another process has left; builds a new version
/// of the views beside the old one, which serves until then; notices what others have switched to; drops what was replaced.
/// </summary>
internal sealed class ViewKeeper(NpgsqlDataSource dataSource, ViewSets sets, Operations operations, RebuildSettings settings, ILogger<ViewKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly Dictionary<long, Task> _work = [];
    private bool _hasAskedForVersion;
    private DateTime _cleaned = DateTime.MinValue;

    /// <summary>Looks at once.</summary>
    public void Wake() => _wake.Release();

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                logger.LogWarning("Could not look after the views: {Reason}", exception.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            await ((Task)_wake.WaitAsync(LookEvery, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // What is left is taken up by another process, or by the next start.
        await Task.WhenAll(_work.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var live = (await sets.RefreshAsync(stopping))[0];
        if (!_hasAskedForVersion)
            await AskForVersionAsync(live, stopping);
        foreach (var ended in _work.Where(work => work.Value.IsCompleted).Select(work => work.Key).ToList())
            _work.Remove(ended);
        foreach (var operation in await operations.RunningAsync(Projections.All, stopping))
        {
            // Of a version that is unknown here, a newer binary knows what to do.
            if (!_work.ContainsKey(operation.Id) && (operation.IsCancelled || sets.Versions.Find(operation.Version) is not null))
                _work[operation.Id] = Task.Run(() => WorkAsync(operation.Id, stopping), CancellationToken.None);
        }
        if (DateTime.UtcNow - _cleaned > CleanEvery)
        {
            _cleaned = DateTime.UtcNow;
            await new ReplacedSets(dataSource, sets, settings).DropAsync(stopping);
            await operations.ForgetAsync(stopping);
        }
    }

    /// <summary>Once a start, so that whoever switches later on purpose has his way.</summary>
    private async Task AskForVersionAsync(ViewSet live, CancellationToken stopping)
    {
        var wanted = settings.Wanted(sets.Versions);
        // An older binary that starts beside a newer one does not take the views back, unless it is told to.
        if (wanted > live.Number || (wanted < live.Number && settings.ViewVersion is not null))
        {
            var options = new OperationOptions(new Selection());
            var (operation, isNew) = await operations.StartAsync(new OperationRequest(OperationKind.Rebuild, Projections.All, options, "start-up", wanted), stopping);
            if (!isNew && operation.Version != wanted)
                return;
            logger.LogWarning("The views are of version {Live}; version {Wanted} is built beside them, see {Location}", live.Number, wanted, operation.Location);
        }
        else if (live.Version is null)
        {
            logger.LogError(
                "The views are of version {Live}, which this binary does not know: it answers for older permalinks only. Run a newer one, or go back by 'timeline rebuild all --version {Wanted}'",
                live.Number, wanted);
        }
        _hasAskedForVersion = true;
    }

    private async Task WorkAsync(long id, CancellationToken stopping)
    {
        try
        {
            await new OperationRunner(dataSource, sets, logger).RunAsync(id, new Pace(settings.Rest), isAbandoned: false, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It goes on elsewhere, or at the next start.
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException or OperationCanceledException || DatabaseAway.Explains(exception))
        {
            logger.LogWarning("Operation {Id} goes on when the database is back: {Reason}", id, exception.Message);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Operation {Id} could not be ended", id);
        }
    }
}
