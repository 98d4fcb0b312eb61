using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>
/// Commits groups of commands, one at a time, on a connection of its own. A group that touches only what the committer remembers takes one
/// round trip: check that the memory still holds, write, commit. Any other takes two: lock and read; write and commit.
/// </summary>
internal sealed class GroupCommitter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger, ViewSets? views = null) : IDisposable
{
    private const int Attempts = 3;

    private readonly ViewSets _views = views ?? new ViewSets(dataSource);
    private readonly LogMemory _memory = new();
    private readonly WatchedConnection _connection = new(dataSource, watchdog, logger);

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
                group = new Group(await _connection.RunAsync(() => GroupStatements.LoadAsync(connection, set, appends)));
                var outcomes = appends.Select(group.Decide).ToList();
                await _connection.RunAsync(() => GroupStatements.FinishAsync(connection, group));
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

    public void Dispose() => _connection.Dispose();

    /// <summary>A new connection begins with no memory: what broke the one before may have changed the log.</summary>
    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (!_connection.IsReady)
            _memory.Forget();
        return await _connection.ConnectAsync();
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
        _connection is { IsOpen: true, IsFresh: true } && _memory.NewState() is { } state ? new Group(state) : null;

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
        if (!_connection.IsOpen || !(isInFlight || _connection.IsFresh) || !_memory.KnowsHead)
            return null;
        var keys = await GroupStatements.ReadKeysAsync(dataSource, appends);
        var toDecide = appends.Where(append => append.Key is not { } key || !keys.ContainsKey((key.Scope, key.Key))).ToList();
        var (actors, developments) = _memory.Missing(toDecide);
        var state = await GroupStatements.ReadAsync(dataSource, _memory.Views!, actors, developments);
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
            if (await _connection.RunAsync(() => GroupStatements.WriteAsync(_connection.Current, group)) is not { } clock)
                return false;
            _memory.SetClock(clock);
            return true;
        }
        catch
        {
            await _connection.DropAsync();
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
        if (await _connection.RunAsync(() => GroupStatements.WriteAsync(connection, group)) is { } clock)
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

    private Task DropAsync()
    {
        _memory.Forget();
        return _connection.DropAsync();
    }
}
