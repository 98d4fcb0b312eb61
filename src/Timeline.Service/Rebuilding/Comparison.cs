using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>A table of a view, as a comparison sees it. Every one has <c>recorded_from</c>.</summary>
/// <param name="Subject">The column that says what a row is about.</param>
internal sealed record ComparedTable(string Name, string Subject, IReadOnlyList<string> Key, bool Ends)
{
    public static readonly ComparedTable Segments = new("segments", "development", ["development", "recorded_from", "known_from"], Ends: true);
    public static readonly ComparedTable SegmentActors =
        new("segment_actors", "development", ["actor", "occurred_from", "development", "known_from", "recorded_from"], Ends: false);

    public static readonly ComparedTable Actors = new("actors", "actor", ["actor", "recorded_from"], Ends: true);
    public static readonly ComparedTable ActorKeys = new("actor_keys", "actor", ["key", "recorded_from"], Ends: true);
}

/// <summary>
/// Compares live tables with those beside them, in the database: first by the sums of the hashes of buckets of rows, then row by row where these differ.
/// The rows of a log position are the same for ever but for when they end, so what was written since makes no difference.
/// </summary>
internal sealed class Comparison(OperationWork work, ViewSet live, ViewSet built)
{
    /// <summary>How many differences are written down; all are counted.</summary>
    public const long MostKept = 10_000;

    /// <summary>All rows of a table as of a position.</summary>
    public async Task WholeAsync(NpgsqlConnection connection, ComparedTable table, long position)
    {
        var columns = await ShadowTables.ColumnsAsync(connection, SchemaOf(table, built), table.Name, work.Stop);
        var buckets = new List<int>();
        await using (var command = new NpgsqlCommand(Fill(Sql.Text("Rebuilding/compare_buckets.sql"), table, columns, Tables(table)), connection) { CommandTimeout = 0 })
        {
            command.Parameters.Add(Sql.Value(position));
            await using var reader = await command.ExecuteReaderAsync(work.Stop);
            while (await reader.ReadAsync(work.Stop))
                buckets.Add(reader.GetInt32(0));
        }
        if (buckets.Count > 0)
            await RowsAsync(connection, table, columns, $"(hashtext(t.{table.Subject}) & 1023) = any ($2)", new NpgsqlParameter<int[]> { TypedValue = [.. buckets] }, position, Tables(table));
    }

    /// <summary>The rows of some developments or actors as of a position.</summary>
    public async Task OfAsync(NpgsqlConnection connection, ComparedTable table, IReadOnlyCollection<string> subjects, long position)
    {
        if (subjects.Count == 0)
            return;
        var columns = await ShadowTables.ColumnsAsync(connection, SchemaOf(table, built), table.Name, work.Stop);
        await RowsAsync(connection, table, columns, $"t.{table.Subject} = any ($2)", Sql.TextArray(subjects), position, table == ComparedTable.SegmentActors ? Pairs() : Tables(table));
    }

    private static string SchemaOf(ComparedTable table, ViewSet set) => table.Subject == "actor" ? set.ActorsSchema : set.TimelineSchema;

    private (string Live, string Built) Tables(ComparedTable table) => ($"{SchemaOf(table, live)}.{table.Name}", $"{SchemaOf(table, built)}.{table.Name}");

    /// <summary>No index leads from a development to its rows here, so they are found by the actors and dates that either view has for it.</summary>
    private (string Live, string Built) Pairs()
    {
        var keys = $"""
            (select unnest(s.actors) as actor, s.occurred_from, s.development from {live.TimelineSchema}.segments s where s.development = any ($2)
             union select unnest(s.actors), s.occurred_from, s.development from {built.TimelineSchema}.segments s where s.development = any ($2))
            """;
        return (Found(live.TimelineSchema), Found(built.TimelineSchema));

        string Found(string schema) => $"(select a.* from {keys} k join {schema}.segment_actors a on (a.actor, a.occurred_from, a.development) = (k.actor, k.occurred_from, k.development))";
    }

    private async Task RowsAsync(
        NpgsqlConnection connection, ComparedTable table, IReadOnlyList<string> columns, string scope, NpgsqlParameter subjects, long position, (string Live, string Built) tables)
    {
        var sql = Fill(Sql.Text("Rebuilding/compare_rows.sql"), table, columns, tables).Replace("{scope}", scope, StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(new[] { Sql.Value(position), subjects, Sql.Value(work.Operation.Id), Sql.Value(MostKept) });
        await using var reader = await command.ExecuteReaderAsync(work.Stop);
        while (await reader.ReadAsync(work.Stop))
            Count(work.Progress, reader.GetString(0), reader.GetInt64(1));
    }

    private static void Count(OperationProgress progress, string kind, long rows)
    {
        if (kind == "missing")
            progress.Missing += rows;
        else if (kind == "surplus")
            progress.Surplus += rows;
        else
            progress.Different += rows;
    }

    private static string Fill(string sql, ComparedTable table, IReadOnlyList<string> columns, (string Live, string Built) tables)
    {
        var key = string.Join(", ", table.Key);
        var onKey = string.Join(" and ", table.Key.Select(column => $"x.{column} = t.{column}"));
        var differing = string.Join(", ", columns.Except(table.Key).Select(column => $"case when {(column == "recorded_to" ? AsOf("l.recorded_to") : $"l.{column}")} is distinct from b.{column} then '{column}' end"));
        var different = differing.Length == 0
            ? "array[]::text[]"
            : $"case when t.kind <> 'different' then array[]::text[] else (select array_remove(array[{differing}], null) from "
                + $"(select x.* from {tables.Live} x where {onKey}) l cross join (select x.* from {tables.Built} x where {onKey}) b) end";
        return sql
            .Replace("{live_columns}", string.Join(", ", columns.Select(column => column == "recorded_to" ? AsOf("t.recorded_to") : $"t.{column}")), StringComparison.Ordinal)
            .Replace("{different_columns}", different, StringComparison.Ordinal)
            .Replace("{columns}", string.Join(", ", columns.Select(column => $"t.{column}")), StringComparison.Ordinal)
            .Replace("{key_object}", string.Join(", ", table.Key.Select(column => $"'{column}', t.{column}")), StringComparison.Ordinal)
            .Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{subject}", table.Subject, StringComparison.Ordinal)
            .Replace("{ends}", table.Ends ? AsOf("t.recorded_to") : "null::bigint", StringComparison.Ordinal)
            .Replace("{built_ends}", table.Ends ? "t.recorded_to" : "null::bigint", StringComparison.Ordinal)
            .Replace("{table}", table.Name, StringComparison.Ordinal)
            .Replace("{live}", tables.Live, StringComparison.Ordinal)
            .Replace("{built}", tables.Built, StringComparison.Ordinal);
    }

    private static string AsOf(string end) => $"case when {end} > $1 then {Sql.Open} else {end} end";
}
