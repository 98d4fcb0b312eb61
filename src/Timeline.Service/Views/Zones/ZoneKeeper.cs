using Npgsql;
using Timeline.Service.Log;

namespace Timeline.Service.Views.Zones;

/// <summary>
/// Keeps the zones of the timeline's order up with the log, in the background and in one process at a time. Readers do not depend on it: what the
/// zones do not know yet, they read one by one.
/// </summary>
internal sealed class ZoneKeeper : BackgroundService
{
    /// <summary>So many positions are worth a run while more keep coming.</summary>
    private const long WorthARun = 2_000;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Other processes write, too.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _dataSource;
    private readonly ViewSets _sets;
    private readonly ZoneOptions _options;
    private readonly ILogger<ZoneKeeper> _logger;
    private readonly SemaphoreSlim _written = new(0, 1);
    private long _lastWrite;

    public ZoneKeeper(NpgsqlDataSource dataSource, ViewSets sets, ILogWriter writer, ZoneOptions options, ILogger<ZoneKeeper> logger)
    {
        (_dataSource, _sets, _options, _logger) = (dataSource, sets, options, logger);
        writer.Committed += Wake;
    }

    /// <summary>Lets the zones know everything that is in the log by now, unless another process is at it.</summary>
    public static async Task CatchUpAsync(NpgsqlDataSource dataSource, ZoneOptions options, CancellationToken cancellation)
    {
        var sets = new ViewSets(dataSource);
        while (await AdvanceAsync(dataSource, sets, options, 1, cancellation))
        {
        }
    }

    public override void Dispose()
    {
        _written.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isQuiet = Environment.TickCount64 - Volatile.Read(ref _lastWrite) >= Quiet.TotalMilliseconds;
                if (!await AdvanceAsync(_dataSource, _sets, _options, isQuiet ? 1 : WorthARun, stoppingToken))
                    await _written.WaitAsync(LookEvery, stoppingToken);
                await Task.Delay(Quiet, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                _logger.LogWarning(exception, "Could not bring the timeline's zones up to date; trying again");
                await Task.Delay(LookEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Wake()
    {
        Volatile.Write(ref _lastWrite, Environment.TickCount64);
        if (_written.CurrentCount == 0)
        {
            try
            {
                _written.Release();
            }
            catch (SemaphoreFullException)
            {
                // Woken already.
            }
        }
    }

    /// <returns>Whether there was enough to do, and it was ours to do.</returns>
    private static async Task<bool> AdvanceAsync(NpgsqlDataSource dataSource, ViewSets sets, ZoneOptions options, long atLeast, CancellationToken cancellation)
    {
        var live = (await sets.RefreshAsync(cancellation))[0];
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var run = new ZoneRun(connection, options, cancellation, live);
        if (await run.LagAsync() is not var (upto, newest) || newest - upto < atLeast)
            return false;
        // Made anew at a tenth of the cost of a piece at a time.
        var anew = newest - upto > Math.Max(options.MostAtOnce, upto / 4) || upto == 0;
        var until = anew ? newest : Math.Min(newest, upto + options.MostAtOnce);
        if (anew)
            await run.MakeAsync(until);
        else
            await run.WidenAsync(upto, until);
        await run.DoneAsync(until);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
