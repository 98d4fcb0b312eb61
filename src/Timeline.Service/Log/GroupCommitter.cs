using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>
/// Commits groups of commands, one at a time, on a connection of its own. A group that touches only what the committer remembers takes one
/// round trip: check that the memory still holds, write, commit. Any other takes two: lock and read; write and commit.
/// </summary>
internal sealed class GroupCommitter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger) : IDisposable
{
    /// <summary>How long a group waits for the ordering lock before its writers are told to come back.</summary>
    private const int PatienceSeconds = 15;

    private const int Attempts = 3;

    /// <summary>What <c>timeline.begin_group</c> raises where the memory is not right any more.</summary>
    private const string MemoryIsStale = "TL001";

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private readonly LogMemory _memory = new();
    private readonly CancellationTokenSource _disposed = new();
    private NpgsqlConnection? _connection;
    private Task? _watch;
    private long _waitingSince;

    /// <summary>Whether a failure is due to what a command holds, so that the others of its group may well succeed without it.</summary>
    public static bool IsOneCommandsFault(Exception exception) => exception is not NpgsqlException || exception is PostgresException { IsTransient: false } postgres
        && !postgres.SqlState.StartsWith("57", StringComparison.Ordinal) && !postgres.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>The outcomes, in the order of the commands.</summary>
    /// <exception cref="NpgsqlException">Nothing was acknowledged; the database is away, or refused the group.</exception>
    public async Task<IReadOnlyList<AppendOutcome>> CommitAsync(IReadOnlyList<Append> appends)
    {
        for (var attempt = 1; ; attempt++)
        {
            Group? group = null;
            try
            {
                var connection = await ConnectAsync();
                if (await TryCommitFromMemoryAsync(connection, appends, recalled => group = recalled) is { } early)
                    return early;
                group = new Group(await WatchedAsync(() => LoadAsync(connection, appends)));
                var outcomes = appends.Select(group.Decide).ToList();
                await WatchedAsync(() => FinishAsync(connection, group));
                _memory.Keep(group, group.Head.Now);
                return outcomes;
            }
            catch (NpgsqlException exception) when (IsDeadlock(exception) ? attempt < Attempts : attempt == 1 && group is null && IsLostConnection(exception))
            {
                logger.LogInformation(exception, "Committing a group of {Count} again", appends.Count);
                await DropAsync();
                // What broke this connection may well have broken those that wait in the pool.
                dataSource.Clear();
            }
            catch
            {
                // What the transaction's state is, is unknown: a new connection is cheaper than finding out.
                await DropAsync();
                throw;
            }
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        _connection?.Dispose();
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open })
            return _connection;
        await DropAsync();
        return _connection = await dataSource.OpenConnectionAsync();
    }

    /// <summary>The server undid the transaction, because a foreign writer waits for us while it holds what we need.</summary>
    private static bool IsDeadlock(NpgsqlException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static bool IsLostConnection(NpgsqlException exception) =>
        exception.InnerException is IOException || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;

    /// <returns>Null where something is not remembered, or is not as remembered: nothing was written then.</returns>
    private async Task<IReadOnlyList<AppendOutcome>?> TryCommitFromMemoryAsync(NpgsqlConnection connection, IReadOnlyList<Append> appends, Action<Group?> sent)
    {
        if (_memory.Recall(appends) is not { } state)
            return null;
        var group = new Group(state);
        var outcomes = appends.Select(group.Decide).ToList();
        // What is only refused, or done already, is decided on what the log says now.
        if (!group.HasWrites)
            return null;
        try
        {
            sent(group);
            _memory.Keep(group, await WatchedAsync(() => WriteAsync(connection, group, state.Expectation!)));
            return outcomes;
        }
        catch (PostgresException exception) when (exception.SqlState == MemoryIsStale)
        {
            sent(null);
            _memory.Forget();
            return null;
        }
    }

    /// <summary>Checks, writes and commits in one round trip: a batch is a transaction of its own.</summary>
    /// <returns>The database's clock.</returns>
    private static async Task<Instant> WriteAsync(NpgsqlConnection connection, Group group, Expectation expectation)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = PatienceSeconds };
        batch.Add(
            "Log/begin_group.sql",
            Sql.Value(expectation.Position),
            Sql.Value(group.First.Position),
            Sql.Value(group.Head.Position),
            Sql.Value(group.First.RecordedAt),
            Sql.TextArray(expectation.Developments),
            Sql.TextArray(expectation.Keys.Select(key => key.Scope)),
            Sql.TextArray(expectation.Keys.Select(key => key.Key)));
        group.AddTo(batch);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var clock = reader.GetInstant(0);
        while (await reader.NextResultAsync())
        {
        }
        return clock;
    }

    private static async Task<GroupState> LoadAsync(NpgsqlConnection connection, IReadOnlyList<Append> appends)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = PatienceSeconds };
        batch.Add("Log/begin.sql");
        batch.Add("Log/lock.sql");
        GroupState.AddQueries(batch, appends);
        await using var reader = await batch.ExecuteReaderAsync();
        // The first result set is the lock's own.
        await reader.NextResultAsync();
        return await GroupState.ReadAsync(reader, appends, CancellationToken.None);
    }

    private static async Task<int> FinishAsync(NpgsqlConnection connection, Group group)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (group.HasWrites)
            group.AddTo(batch);
        batch.Add("Log/commit.sql");
        return await batch.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// While statements run, ends sessions that sit idle on what they need: the ordering lock, but also a row or a table that only the
    /// later statements touch.
    /// </summary>
    private async Task<T> WatchedAsync<T>(Func<Task<T>> statements)
    {
        _watch ??= Task.Run(WatchAsync);
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        try
        {
            return await statements();
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchEvery);
        while (await TickAsync(timer))
        {
            if (Volatile.Read(ref _waitingSince) is var since && (since == 0 || Environment.TickCount64 - since < WatchEvery.TotalMilliseconds))
                continue;
            try
            {
                await watchdog.EndIdleHoldersAsync(dataSource, _connection?.ProcessID, _disposed.Token);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException)
            {
                if (!_disposed.IsCancellationRequested)
                    logger.LogWarning(exception, "Could not look for sessions that hold up writers");
            }
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_disposed.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task DropAsync()
    {
        if (_connection is null)
            return;
        var dropped = _connection;
        _connection = null;
        _memory.Forget();
        try
        {
            await dropped.CloseAsync();
            await dropped.DisposeAsync();
        }
        catch (NpgsqlException exception)
        {
            logger.LogDebug(exception, "A broken connection did not close");
        }
    }
}
