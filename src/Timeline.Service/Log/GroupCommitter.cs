using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>
/// Commits groups of commands, one at a time, on a connection of its own. A group that touches only what the committer remembers takes one
/// round trip: check that the memory still holds, write, commit. Any other takes two: lock and read; write and commit.
/// </summary>
internal sealed class GroupCommitter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger, ViewSets? views = null) : IDisposable
{
    /// <summary>How long a group waits for the ordering lock before its writers are told to come back.</summary>
    private const int PatienceSeconds = 15;

    private const int Attempts = 3;

    /// <summary>A connection that was idle for longer may be gone; a group that reads first finds that out before anything is at stake.</summary>
    private const int IdleMilliseconds = 1_000;

    /// <summary>What <c>timeline.begin_group</c> raises where the memory is not right any more.</summary>
    private const string MemoryIsStale = "TL001";

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private readonly ViewSets _views = views ?? new ViewSets(dataSource);
    private readonly LogMemory _memory = new();
    private readonly CancellationTokenSource _disposed = new();
    private NpgsqlConnection? _connection;
    private Task? _watch;
    private long _waitingSince;
    private long _usedAt;
    private bool _isDisposed;

    /// <summary>Whether a failure is due to what a command holds, so that the others of its group may well succeed without it.</summary>
    public static bool IsOneCommandsFault(Exception exception) => exception is not (NpgsqlException or UnknownViewVersionException) || exception is PostgresException { IsTransient: false } postgres
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
                if (await TryCommitFromMemoryAsync(await ConnectAsync(), appends, recalled => group = recalled) is { } early)
                    return early;
                var set = await _views.CurrentAsync(CancellationToken.None);
                var connection = await ConnectAsync();
                group = new Group(await WatchedAsync(() => LoadAsync(connection, set, appends)));
                var outcomes = appends.Select(group.Decide).ToList();
                await WatchedAsync(() => FinishAsync(connection, group));
                Remember(group, group.Head.Now);
                return outcomes;
            }
            catch (NpgsqlException exception) when (IsDeadlock(exception) ? attempt < Attempts : attempt == 1 && group is null && IsLostConnection(exception))
            {
                logger.LogInformation(exception, "Committing a group of {Count} again", appends.Count);
                await DropAsync();
                // What broke this connection may well have broken those that wait in the pool.
                dataSource.Clear();
            }
            catch (PostgresException exception) when (ExpectedViews.IsBroken(exception) && attempt < Attempts)
            {
                // Another process has switched, or repaired rows, since this one looked; nothing was written.
                await DropAsync();
                await _views.RefreshAsync(CancellationToken.None);
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
        if (_isDisposed)
            return;
        _isDisposed = true;
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

    /// <summary>
    /// A group to <see cref="TryDecide"/> commands in, as they come, on what is remembered; null where the next group has to read. Whatever was
    /// sent before counts as committed.
    /// </summary>
    public Group? Begin() =>
        _connection is { State: System.Data.ConnectionState.Open } && Environment.TickCount64 - _usedAt < IdleMilliseconds && _memory.NewState() is { } state
            ? new Group(state)
            : null;

    /// <summary>Decides a command; false, and nothing is changed, where it looks at something that is not remembered.</summary>
    public bool TryDecide(Group group, Append append, out AppendOutcome outcome)
    {
        outcome = default;
        if (!_memory.Recall(append, group.State))
            return false;
        outcome = group.Decide(append);
        return true;
    }

    /// <summary>
    /// Decides many commands at once, on what is remembered and, where that is not enough, on what is read without the lock: nothing of it can
    /// have changed if the head has not, and that is checked when the group is written. A group in flight counts as committed.
    /// </summary>
    /// <param name="isInFlight">Whether an earlier group is.</param>
    /// <returns>Null where the group has to be committed by reading.</returns>
    public async Task<(Group Group, IReadOnlyList<AppendOutcome> Outcomes)?> DecideAsync(IReadOnlyList<Append> appends, bool isInFlight)
    {
        var isFresh = isInFlight || Environment.TickCount64 - _usedAt < IdleMilliseconds;
        if (_connection is not { State: System.Data.ConnectionState.Open } || !isFresh || !_memory.KnowsHead)
            return null;
        var keys = await ReadKeysAsync(appends);
        var toDecide = appends.Where(append => append.Key is not { } key || !keys.ContainsKey((key.Scope, key.Key))).ToList();
        var (actors, developments) = _memory.Missing(toDecide);
        var state = await ReadAsync(actors, developments);
        foreach (var (key, used) in keys)
            state.Keys[key] = used;
        _memory.RecallAll(toDecide, state);
        var group = new Group(state);
        var outcomes = appends.Select(group.Decide).ToList();
        if (group.HasWrites)
            group.Batch = new GroupBatch(group);
        return (group, outcomes);
    }

    /// <summary>
    /// Writes and commits a group that has writes. From the call on, before the task has ended, the next group is decided on what this one
    /// writes; if it ends with false or an exception, that next group is void, and <see cref="Forget"/> is to be called.
    /// </summary>
    /// <returns>False where the log is not as remembered; nothing was written then.</returns>
    public async Task<bool> SendAsync(Group group)
    {
        _memory.Keep(group);
        try
        {
            if (await WatchedAsync(() => WriteAsync(_connection!, group)) is not { } clock)
                return false;
            _memory.SetClock(clock);
            return true;
        }
        catch
        {
            await DropConnectionAsync();
            throw;
        }
    }

    /// <summary>Forgets what is remembered: the next group reads.</summary>
    public void Forget() => _memory.Forget();

    /// <returns>Null where something is not remembered, or is not as remembered: nothing was written then.</returns>
    private async Task<IReadOnlyList<AppendOutcome>?> TryCommitFromMemoryAsync(NpgsqlConnection connection, IReadOnlyList<Append> appends, Action<Group?> sent)
    {
        if (_memory.NewState() is not { } state || !appends.All(append => _memory.Recall(append, state)))
            return null;
        var group = new Group(state);
        var outcomes = appends.Select(group.Decide).ToList();
        // What is only refused, or done already, is decided on what the log says now.
        if (!group.HasWrites)
            return null;
        sent(group);
        if (await WatchedAsync(() => WriteAsync(connection, group)) is { } clock)
        {
            Remember(group, clock);
            return outcomes;
        }
        sent(null);
        _memory.Forget();
        return null;
    }

    private void Remember(Group group, Instant clock)
    {
        _memory.Keep(group);
        _memory.SetClock(clock);
    }

    /// <summary>Checks, writes and commits in one round trip: a batch is a transaction of its own. A large group copies its rows in, and needs more.</summary>
    /// <returns>The database's clock; null where the log is not as remembered, or the session had ended: nothing was written then.</returns>
    private static async Task<Instant?> WriteAsync(NpgsqlConnection connection, Group group)
    {
        using var batch = group.Batch ?? new GroupBatch(group);
        Instant clock;
        await using (var reader = await BeginAsync(batch, connection))
        {
            if (reader is null)
                return batch.Copies ? await UndoAsync(connection) : null;
            await reader.ReadAsync();
            clock = reader.GetInstant(0);
            while (await reader.NextResultAsync())
            {
            }
        }
        if (batch.Copies)
        {
            await batch.CopyAsync(connection);
            await ExecuteAsync(connection, "Log/commit.sql");
        }
        return clock;
    }

    private static async Task<Instant?> UndoAsync(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
            await ExecuteAsync(connection, "Log/rollback.sql");
        return null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string file)
    {
        await using var command = new NpgsqlCommand(Sql.Text(file), connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Null where the first statement did not run: what comes instead of its result, comes before anything was written.</summary>
    private static async Task<NpgsqlDataReader?> BeginAsync(GroupBatch batch, NpgsqlConnection connection)
    {
        try
        {
            return await batch.ExecuteAsync(connection, PatienceSeconds);
        }
        catch (PostgresException exception) when (exception.SqlState is MemoryIsStale or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown)
        {
            return null;
        }
    }

    private async Task<Dictionary<(string Scope, string Key), UsedKey>> ReadKeysAsync(IReadOnlyList<Append> appends)
    {
        var keys = appends.Select(append => append.Key).OfType<CommandKey>().ToList();
        await using var batch = dataSource.CreateBatch();
        batch.Add("Log/look_up.sql");
        batch.Add("Log/group_keys.sql", Sql.TextArray(keys.Select(key => key.Scope)), Sql.TextArray(keys.Select(key => key.Key)));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await GroupState.ReadKeysAsync(reader, CancellationToken.None);
    }

    private async Task<GroupState> ReadAsync(IReadOnlyCollection<string> actors, IReadOnlyCollection<string> developments)
    {
        var set = _memory.Views!;
        await using var batch = dataSource.CreateBatch();
        batch.Add("Log/look_up.sql");
        GroupState.AddQueries(batch, set, actors, developments);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await GroupState.ReadAsync(reader, set, [], CancellationToken.None);
    }

    private static async Task<GroupState> LoadAsync(NpgsqlConnection connection, ViewSet set, IReadOnlyList<Append> appends)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = PatienceSeconds };
        batch.Add("Log/begin.sql");
        batch.Add("Log/lock.sql");
        ExpectedViews.AddTo(batch, set);
        GroupState.AddQueries(batch, set, appends);
        await using var reader = await batch.ExecuteReaderAsync();
        // The first two result sets are the lock's own, and the check's.
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        return await GroupState.ReadAsync(reader, set, appends, CancellationToken.None);
    }

    private static async Task<int> FinishAsync(NpgsqlConnection connection, Group group)
    {
        var batch = new NpgsqlBatch(connection);
        using var writes = new Writes(batch);
        if (group.HasWrites)
            group.AddTo(writes);
        if (writes.Copies.Count == 0)
        {
            batch.Add("Log/commit.sql");
            return await batch.ExecuteNonQueryAsync();
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync();
        await writes.CopyAsync(connection);
        await ExecuteAsync(connection, "Log/commit.sql");
        return writes.Copies.Count;
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
            _usedAt = Environment.TickCount64;
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

    private Task DropAsync()
    {
        _memory.Forget();
        return DropConnectionAsync();
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is null)
            return;
        var dropped = _connection;
        _connection = null;
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
