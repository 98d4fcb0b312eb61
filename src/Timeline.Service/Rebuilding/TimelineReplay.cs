using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>Folds whole developments and writes their rows into tables beside the live ones.</summary>
internal sealed class TimelineReplay(OperationWork work, ViewSet built)
{
    private readonly SegmentCopy[] _buffers = [new(), new()];

    /// <summary>Which events a development has: the log's own index, or that with corrections where it was found to be wrong.</summary>
    public string Index { get; private set; } = LogPages.Index;

    public async Task ChooseIndexAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"select exists (select from {work.Operation.Schema}.index_corrections)", connection);
        Index = await command.ExecuteScalarAsync(work.Stop) is true ? $"{work.Operation.Schema}.development_index" : LogPages.Index;
    }

    /// <summary>Folds some developments as of a position, in the caller's transaction.</summary>
    public async Task FoldAsync(NpgsqlConnection connection, IReadOnlyCollection<string> developments, long upTo)
    {
        await WriteAsync(connection, await ReadAsync(connection, developments, upTo));
    }

    /// <summary>The histories of some developments as of a position.</summary>
    public Task<IReadOnlyList<DevelopmentHistory>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<string> developments, long upTo) =>
        LogPages.HistoriesAsync(connection, Index, built.KnownVersion().Events, developments, upTo, work.Stop);

    /// <summary>Folds histories and writes their rows, in the caller's transaction.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<DevelopmentHistory> histories)
    {
        Encode(histories);
        await SegmentCopy.SendAsync(connection, built, _buffers, work.Stop);
        work.Progress.Rows += _buffers.Sum(buffer => buffer.Rows);
        work.Progress.Folds += histories.Count;
        work.Progress.Events += histories.Sum(history => history.Events.Count);
    }

    /// <summary>Some of the developments that are to be folded as a whole, after one; about so many events of them.</summary>
    public static async Task<List<string>> SeveralAsync(NpgsqlConnection connection, string schema, string after, int events, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/several_page.sql").Replace("{built}", schema, StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Value(after));
        command.Parameters.Add(Sql.Value(events));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var developments = new List<string>();
        while (await reader.ReadAsync(cancellation))
            developments.Add(reader.GetString(0));
        return developments;
    }

    /// <summary>Removes what was built of some developments.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection, IReadOnlyCollection<string> developments)
    {
        await using var command = new NpgsqlCommand(built.In(Sql.Text("Rebuilding/segments_forget.sql")), connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.TextArray(developments));
        await command.ExecuteNonQueryAsync(work.Stop);
    }

    private void Encode(IReadOnlyList<DevelopmentHistory> histories)
    {
        foreach (var buffer in _buffers)
            buffer.Clear();
        var projector = built.KnownVersion().Timeline;
        if (histories.Count < 32)
        {
            foreach (var history in histories)
                _buffers[0].Add(projector.Rows(history));
            return;
        }
        // By events, not by developments: some have a thousand.
        var half = histories.Sum(history => history.Events.Count) / 2;
        var (middle, events) = (0, 0);
        while (events < half)
            events += histories[middle++].Events.Count;
        Parallel.For(0, 2, part =>
        {
            for (var i = part == 0 ? 0 : middle; i < (part == 0 ? middle : histories.Count); i++)
                _buffers[part].Add(projector.Rows(histories[i]));
        });
    }
}
