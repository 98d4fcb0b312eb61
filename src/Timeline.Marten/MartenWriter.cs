using Npgsql;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Wolverine.Runtime;

namespace Timeline.Marten;

/// <summary>
/// Brings commands to their handler, one at a time in this process: they would wait for each other at the ordering lock anyway, and here they do
/// so without a connection each.
/// </summary>
public sealed class MartenWriter : IDisposable
{
    /// <summary>How long a command waits for its turn before its writer is told to come back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Above what any of the handler's statements may take: those end by themselves, and say why.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly IWolverineRuntime _runtime;
    private readonly NpgsqlDataSource _dataSource;
    private readonly LockWatchdog _watchdog;
    private readonly ILogger _logger;

    internal MartenWriter(IWolverineRuntime runtime, NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger<MartenWriter> logger)
    {
        (_runtime, _dataSource, _watchdog, _logger) = (runtime, dataSource, watchdog, logger);
        Log = new LogPart(this);
        Import = new ImportPart(this);
    }

    internal ILogWriter Log { get; }

    internal IBatchWriter Import { get; }

    private event Action? Committed;

    public Task<AppendOutcome> AppendAsync(Append append) => AppendAsync(append, Patience);

    public void Dispose() => _turn.Dispose();

    private async Task<AppendOutcome> AppendAsync(Append append, TimeSpan patience)
    {
        if (!await _turn.WaitAsync(patience))
            return new Refusal(RefusalCode.Unavailable, "Too many writers are waiting: try again shortly.");
        try
        {
            var decided = await WatchedAsync(new MessageBus(_runtime).InvokeAsync<Decided>(append, timeout: Longest));
            Committed?.Invoke();
            return decided.Outcome;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>While a command takes long, ends sessions that sit idle on what it needs.</summary>
    private async Task<T> WatchedAsync<T>(Task<T> command)
    {
        while (await Task.WhenAny(command, Task.Delay(WatchEvery)) != command)
        {
            try
            {
                await _watchdog.EndIdleHoldersAsync(_dataSource, waitingBackendPid: null, CancellationToken.None);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                _logger.LogWarning(exception, "Could not look for sessions that hold up writers");
            }
        }
        return await command;
    }

    private async Task<IReadOnlyList<AppendOutcome?>> AppendAllAsync(IReadOnlyList<Append> batch)
    {
        var outcomes = new List<AppendOutcome?>(batch.Count);
        foreach (var append in batch)
        {
            try
            {
                outcomes.Add(await AppendAsync(append, Timeout.InfiniteTimeSpan));
            }
            catch (Exception exception) when (exception is TimeoutException || DatabaseAway.Explains(exception))
            {
                throw new ImportInterruptedException($"The database does not take any more: {exception.Message}", exception);
            }
            catch (Exception exception)
            {
                _logger.LogError(exception, "A command cannot be stored");
                outcomes.Add(null);
            }
        }
        return outcomes;
    }

    private sealed class LogPart(MartenWriter writer) : ILogWriter
    {
        public event Action? Committed
        {
            add => writer.Committed += value;
            remove => writer.Committed -= value;
        }

        public Task<AppendOutcome> AppendAsync(Append append) => writer.AppendAsync(append);
    }

    private sealed class ImportPart(MartenWriter writer) : IBatchWriter
    {
        public async Task<Task<IReadOnlyList<AppendOutcome?>>> StartAsync(IReadOnlyList<Append> batch, Task? before, CancellationToken cancellation)
        {
            if (before is not null)
                await before;
            return Task.FromResult(await writer.AppendAllAsync(batch));
        }
    }
}
