using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>
/// Commits groups of commands, one at a time, on a connection of its own, in two round trips: lock and read; write and commit.
/// </summary>
internal sealed class GroupCommitter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger, ViewSets? views = null) : IDisposable
{
    /// <summary>How long a group waits for the ordering lock before its writers are told to come back.</summary>
    private const int PatienceSeconds = 15;

    private const int Attempts = 3;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private readonly ViewSets _views = views ?? new ViewSets(dataSource);
    private NpgsqlConnection? _connection;

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
                var set = await _views.CurrentAsync(CancellationToken.None);
                var connection = await ConnectAsync();
                group = new Group(await WatchedAsync(connection, () => LoadAsync(connection, set, appends)));
                var outcomes = appends.Select(group.Decide).ToList();
                await WatchedAsync(connection, () => FinishAsync(connection, group));
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

    public void Dispose() => _connection?.Dispose();

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
    private async Task<T> WatchedAsync<T>(NpgsqlConnection connection, Func<Task<T>> statements)
    {
        using var done = new CancellationTokenSource();
        var watch = WatchAsync(connection.ProcessID, done.Token);
        try
        {
            return await statements();
        }
        finally
        {
            await done.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(int waitingProcess, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(WatchEvery, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            try
            {
                await watchdog.EndIdleHoldersAsync(dataSource, waitingProcess, done);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
            {
                if (!done.IsCancellationRequested)
                    logger.LogWarning(exception, "Could not look for sessions that hold up writers");
            }
        }
    }

    private async Task DropAsync()
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
