using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Terms;

/// <summary>Brings the blocks of terms up to date, a transaction at a time and in one process at a time.</summary>
internal sealed class TermRun(NpgsqlDataSource dataSource, TermOptions options)
{
    /// <param name="atLeast">How many positions are worth it.</param>
    /// <returns>Whether there was enough to do, and it was ours to do.</returns>
    public async Task<bool> AdvanceAsync(ViewSet live, long atLeast, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await LagAsync(connection, live, cancellation) is not (var upto, var newest, true, var areOfIt))
            return false;
        var complete = newest / options.PositionsOfBlock * options.PositionsOfBlock;
        if (!areOfIt)
            await RunAsync(connection, Sql.Text("Views/Terms/terms_discard.sql"), cancellation, Number(live.Id), Number(live.Revision));
        else if (complete > upto && newest - upto >= atLeast)
            await AddAsync(connection, live, upto, Math.Min(complete, upto + (options.BlocksAtOnce * options.PositionsOfBlock)), cancellation);
        else
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task<(long Upto, long Newest, bool IsLive, bool AreOfIt)?> LagAsync(NpgsqlConnection connection, ViewSet set, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Views/Terms/terms_lag.sql"), connection) { Parameters = { Number(set.Id), Number(set.Revision) } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetBoolean(3)) : null;
    }

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private async Task AddAsync(NpgsqlConnection connection, ViewSet live, long upto, long until, CancellationToken cancellation)
    {
        // The position decides, whatever the planner makes of it.
        await using (var settings = new NpgsqlCommand("set local enable_seqscan = off; set local jit = off", connection))
            await settings.ExecuteNonQueryAsync(cancellation);
        await RunAsync(connection, live.In(Sql.Text("Views/Terms/terms_add.sql")), cancellation, Sql.Value(upto), Sql.Value(until), Sql.Value(options.PositionsOfBlock));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
