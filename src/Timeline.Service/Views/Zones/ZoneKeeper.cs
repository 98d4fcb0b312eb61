using System.Diagnostics;
using Npgsql;
using Timeline.Service.Log;
using Timeline.Service.Serving;
using Timeline.Service.Views.Terms;

namespace Timeline.Service.Views.Zones;

/// <summary>
/// Keeps the zones of the timeline's order, and the blocks of terms, up with the log, in the background and in one process at a time. Readers do not
/// depend on it: what these do not know yet, they read one by one.
/// </summary>
internal sealed class ZoneKeeper : BackgroundService
{
    /// <summary>So many positions are worth a run while more keep coming.</summary>
    private const long WorthARun = 2_000;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Other processes write, too.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _dataSource;
    private readonly ViewSets _sets;
    private readonly ZoneOptions _options;
    private readonly TermOptions _termOptions;
    private readonly TermRun _terms;
    private readonly Traffic _traffic;
    private readonly ILogger<ZoneKeeper> _logger;
    private readonly SemaphoreSlim _written = new(0, 1);
    private long _lastWrite;

    public ZoneKeeper(NpgsqlDataSource dataSource, ViewSets sets, ILogWriter writer, ZoneOptions options, TermOptions terms, Traffic traffic, ILogger<ZoneKeeper> logger)
    {
        (_dataSource, _sets, _options, _termOptions, _traffic, _logger) = (dataSource, sets, options, terms, traffic, logger);
        _terms = new TermRun(dataSource, terms);
        writer.Committed += Wake;
    }

    /// <summary>Lets the zones, and the blocks, know everything that is in the log by now, unless another process is at it.</summary>
    public static async Task CatchUpAsync(NpgsqlDataSource dataSource, ZoneOptions options, TermOptions terms, CancellationToken cancellation)
    {
        var sets = new ViewSets(dataSource);
        var run = new TermRun(dataSource, terms);
        while (await AdvanceAsync(dataSource, (await sets.RefreshAsync(cancellation))[0], options, 1, cancellation))
        {
        }
        while (await run.AdvanceAsync((await sets.RefreshAsync(cancellation))[0], 1, cancellation))
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
                var (started, requests) = (Stopwatch.GetTimestamp(), _traffic.Requests);
                var live = (await _sets.RefreshAsync(stoppingToken))[0];
                var isMoved = await AdvanceAsync(_dataSource, live, _options, isQuiet ? 1 : WorthARun, stoppingToken);
                var isBehind = await _terms.AdvanceAsync(live, isQuiet ? 1 : _termOptions.WorthARun, stoppingToken);
                if (!isMoved && !isBehind)
                    await _written.WaitAsync(LookEvery, stoppingToken);
                // A long log takes many blocks; whoever writes or asks meanwhile goes first.
                var rest = !isBehind || !isQuiet ? Quiet : _traffic.Requests == requests ? Pause : Stopwatch.GetElapsedTime(started) * Traffic.Rest;
                await Task.Delay(rest, stoppingToken);
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
    private static async Task<bool> AdvanceAsync(NpgsqlDataSource dataSource, ViewSet live, ZoneOptions options, long atLeast, CancellationToken cancellation)
    {
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
