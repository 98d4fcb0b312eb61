using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>
/// Commits groups of commands, one at a time, on a connection of its own, in two round trips: lock and read; write and commit.
/// </summary>
internal sealed class GroupCommitter(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger) : IDisposable
{
    /// <summary>How long a group waits for the ordering lock before its writers are told to come back.</summary>
    private const int PatienceSeconds = 15;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private NpgsqlConnection? _connection;

    /// <summary>Whether a failure is due to what a command holds, so that the others of its group may well succeed without it.</summary>
    public static bool IsOneCommandsFault(Exception exception) => exception is not NpgsqlException || exception is PostgresException { IsTransient: false } postgres
        && !postgres.SqlState.StartsWith("57", StringComparison.Ordinal) && !postgres.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>The outcomes, in the order of the commands.</summary>
    /// <exception cref="NpgsqlException">Nothing was acknowledged; the database is away, or refused the group.</exception>
    public async Task<IReadOnlyList<AppendOutcome>> CommitAsync(IReadOnlyList<Append> appends)
    {
        try
        {
            var connection = await ConnectAsync();
            var state = await LoadAsync(connection, appends);
            var group = new Group(state);
            var outcomes = appends.Select(group.Decide).ToList();
            await FinishAsync(connection, group);
            return outcomes;
        }
        catch
        {
            // What the transaction's state is, is unknown: a new connection is cheaper than finding out.
            await DropAsync();
            throw;
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

    private async Task<GroupState> LoadAsync(NpgsqlConnection connection, IReadOnlyList<Append> appends)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = PatienceSeconds };
        batch.Add("Log/begin.sql");
        batch.Add("Log/lock.sql");
        GroupState.AddQueries(batch, appends);
        using var acquired = new CancellationTokenSource();
        var watch = WatchAsync(connection.ProcessID, acquired.Token);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync();
            await acquired.CancelAsync();
            // The first result set is the lock's own.
            await reader.NextResultAsync();
            return await GroupState.ReadAsync(reader, appends, CancellationToken.None);
        }
        finally
        {
            await acquired.CancelAsync();
            await watch;
        }
    }

    private static async Task FinishAsync(NpgsqlConnection connection, Group group)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (group.HasWrites)
            group.AddTo(batch);
        batch.Add("Log/commit.sql");
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>While the lock is waited for, ends sessions that sit idle on what writers need.</summary>
    private async Task WatchAsync(int waitingProcess, CancellationToken acquired)
    {
        while (true)
        {
            await Task.Delay(WatchEvery, acquired).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (acquired.IsCancellationRequested)
                return;
            try
            {
                await watchdog.EndIdleHoldersAsync(dataSource, waitingProcess, acquired);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
            {
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
