using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>What a replay in the order of the log finds beside the rows that it makes: faults of the log's index, and events that cannot be read.</summary>
internal sealed class ReplayNotes(OperationWork work)
{
    private IndexCheck? _index;
    private bool _isFromStart;

    private Operation Operation => work.Operation;

    private OperationProgress Progress => work.Progress;

    private CancellationToken Stop => work.Stop;

    /// <summary>Goes on where the replay stands.</summary>
    public async Task BeginAsync(NpgsqlConnection connection)
    {
        if (_index is not null)
            return;
        _index = new IndexCheck(await NewestAsync(connection));
        _isFromStart = Progress.Position == 0;
    }

    /// <summary>After a step that was undone.</summary>
    public void Forget() => _index = null;

    /// <summary>What a page tells beside its rows.</summary>
    public async Task NoteAsync(NpgsqlConnection connection, FoldedPage page)
    {
        if (Operation.OnTimeline)
        {
            _index!.Add(page);
            await _index.SaveAsync(connection, Operation, Progress, Stop);
        }
        if (page.Unreadable.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(
                "Rebuilding/unreadable_save.sql",
                Sql.Value(Operation.Id),
                Sql.Longs(page.Unreadable.Select(row => row.Position)), Sql.TextArray(page.Unreadable.Select(row => row.Type)), Sql.TextArray(page.Unreadable.Select(row => row.Reason)));
            await batch.ExecuteNonQueryAsync(Stop);
            Progress.Unreadable += page.Unreadable.Count;
        }
        Progress.Events += page.Count;
        Progress.Position = page.Page.UpTo;
    }

    /// <summary>Looks for rows of the index whose events are not there, when all of the log is read.</summary>
    public async Task CheckSurplusAsync(NpgsqlConnection connection)
    {
        if (!Operation.OnTimeline || (_isFromStart && await CountAsync(connection) == _index!.Rows))
            return;
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/index_surplus.sql"), connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Value(Progress.Position));
        await using (var reader = await command.ExecuteReaderAsync(Stop))
        {
            while (await reader.ReadAsync(Stop))
                _index!.AddSurplus(reader.GetInt64(0), reader.GetString(1));
        }
        await _index!.SaveAsync(connection, Operation, Progress, Stop);
    }

    private async Task<long> CountAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {LogPages.Index} where position <= $1", connection) { CommandTimeout = 0, Parameters = { Sql.Value(Progress.Position) } };
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    private async Task<Instant> NewestAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/index_newest.sql").Replace("{built}", Operation.Schema, StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Value(Progress.Position));
        await using var reader = await command.ExecuteReaderAsync(Stop);
        return await reader.ReadAsync(Stop) ? reader.GetInstant(0) : Instant.MinValue;
    }
}
