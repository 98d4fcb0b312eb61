using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>What a group of commands says to the database: in one round trip where it was decided from memory, else in two.</summary>
internal static class GroupStatements
{
    /// <summary>How long a group waits for the ordering lock before its writers are told to come back.</summary>
    private const int PatienceSeconds = 15;

    /// <summary>What <c>timeline.begin_group</c> raises where the memory is not right any more.</summary>
    private const string MemoryIsStale = "TL001";

    /// <summary>Checks, writes and commits in one round trip: a batch is a transaction of its own. A large group copies its rows in, and needs more.</summary>
    /// <returns>The database's clock; null where the log is not as remembered, or the session had ended: nothing was written then.</returns>
    public static async Task<Instant?> WriteAsync(NpgsqlConnection connection, Group group)
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

    /// <summary>Takes the ordering lock, and reads everything that the commands look at.</summary>
    public static async Task<GroupState> LoadAsync(NpgsqlConnection connection, ViewSet set, IReadOnlyList<Append> appends)
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

    /// <summary>Writes and commits a group that was decided under the lock, on what <see cref="LoadAsync"/> has read.</summary>
    public static async Task<int> FinishAsync(NpgsqlConnection connection, Group group)
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

    /// <summary>Which of some keys are used already, without the lock.</summary>
    public static async Task<Dictionary<(string Scope, string Key), UsedKey>> ReadKeysAsync(NpgsqlDataSource dataSource, IReadOnlyList<Append> appends)
    {
        var keys = appends.Select(append => append.Key).OfType<CommandKey>().ToList();
        await using var batch = dataSource.CreateBatch();
        batch.Add("Log/look_up.sql");
        batch.Add("Log/group_keys.sql", Sql.TextArray(keys.Select(key => key.Scope)), Sql.TextArray(keys.Select(key => key.Key)));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await GroupState.ReadKeysAsync(reader, CancellationToken.None);
    }

    /// <summary>Some actors and developments, without the lock.</summary>
    public static async Task<GroupState> ReadAsync(NpgsqlDataSource dataSource, ViewSet set, IReadOnlyCollection<string> actors, IReadOnlyCollection<string> developments)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add("Log/look_up.sql");
        GroupState.AddQueries(batch, set, actors, developments);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await GroupState.ReadAsync(reader, set, [], CancellationToken.None);
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
}
