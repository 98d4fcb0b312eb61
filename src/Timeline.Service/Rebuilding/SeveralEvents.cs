using System.Globalization;
using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// The developments of several events, which are folded as wholes. Before the log is read they are looked up in its index, so that nothing is built of their
/// reports alone; and again when it was read, because meanwhile some may have been followed, or the index have been found to be wrong.
/// </summary>
internal sealed class SeveralEvents(OperationWork work)
{
    private OperationProgress Progress => work.Progress;

    /// <summary>Looks them up as of the newest position, once.</summary>
    /// <returns>The positions of their events.</returns>
    public async Task<PositionSet> ForeseeAsync(NpgsqlConnection reader)
    {
        if (Progress.Position == 0 && Progress.Resume is null)
        {
            await work.StepAsync(async connection =>
            {
                var head = await LogPages.HeadAsync(connection, work.Stop);
                await ExecuteAsync(connection, "Rebuilding/several_events.sql", LogPages.Index, Sql.Value(head));
                Progress.Resume = head.ToString(CultureInfo.InvariantCulture);
            });
        }
        var positions = new PositionSet();
        await using var command = Command(reader, "Rebuilding/several_positions.sql", "");
        await using var rows = await command.ExecuteReaderAsync(work.Stop);
        while (await rows.ReadAsync(work.Stop))
            positions.Add(rows.GetInt64(0));
        return positions;
    }

    /// <summary>Looks them up as of the position that was come to, and removes what was built of their reports alone, in the caller's transaction.</summary>
    /// <param name="index">The table or view that says which events a development has.</param>
    /// <returns>How many there are.</returns>
    public async Task<long> CompleteAsync(NpgsqlConnection connection, string index)
    {
        // Nothing was foreseen by a version that did not look ahead.
        var foreseen = Progress.Resume is { } resume ? long.Parse(resume, CultureInfo.InvariantCulture) : 0;
        Progress.Resume = null;
        if (index != LogPages.Index)
        {
            // What was foreseen by a wrong index stays: to fold a development as a whole is always right.
            await ExecuteAsync(connection, "Rebuilding/several_events.sql", index, Sql.Value(Progress.Position));
            await ExecuteAsync(connection, "Rebuilding/several_forget.sql", index);
        }
        else if (foreseen < Progress.Position)
        {
            await ExecuteAsync(connection, "Rebuilding/several_late.sql", index, Sql.Value(Progress.Position), Sql.Value(foreseen));
        }
        await using var count = new NpgsqlCommand($"select count(*) from {work.Operation.Schema}.several_events", connection);
        return (long)(await count.ExecuteScalarAsync(work.Stop))!;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string file, string index, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, file, index);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(work.Stop);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string file, string index) =>
        new(Sql.Text(file).Replace("{built}", work.Operation.Schema, StringComparison.Ordinal).Replace("{index}", index, StringComparison.Ordinal), connection) { CommandTimeout = 0 };
}
