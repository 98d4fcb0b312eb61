using System.Globalization;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>A table of a view, as a comparison sees it. Every one has <c>recorded_from</c>.</summary>
/// <param name="Subject">The column that says what a row is about.</param>
internal sealed record ComparedTable(string Name, string Subject, IReadOnlyList<string> Key)
{
    public static readonly ComparedTable Segments = new("segments", "development", ["development", "recorded_from", "known_from"]);
    public static readonly ComparedTable SegmentActors = new("segment_actors", "development", ["actor", "occurred_from", "development", "known_from", "recorded_from"]);
    public static readonly ComparedTable Actors = new("actors", "actor", ["actor", "recorded_from"]);
    public static readonly ComparedTable ActorKeys = new("actor_keys", "actor", ["key", "recorded_from"]);
}

/// <summary>
/// Compares live tables with those beside them, in the database and column by column. Rows are the same for ever but for where they end, so the live ones
/// are seen as of the position that the others have come to, and what is written meanwhile makes no difference.
/// </summary>
/// <param name="progress">Where the differences are counted.</param>
internal sealed class Comparison(long operation, ViewSet live, ViewSet built, Func<OperationProgress> progress, CancellationToken stop)
{
    /// <summary>How many differences are written down; all are counted.</summary>
    public const long MostKept = 10_000;

    private const string Ends = "recorded_to";

    /// <summary>All rows of a narrow table as of a position.</summary>
    public async Task WholeAsync(NpgsqlConnection connection, ComparedTable table, long position)
    {
        var missing = progress().Missing;
        var rows = await GivenAsync(connection, table, "true", position);
        await SurplusAsync(connection, table, rows - (progress().Missing - missing), position);
    }

    /// <summary>The rows beside a wide table in some of their blocks: each is looked up, in about the order in which both tables are stored; a join would carry them all about.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <returns>How many there are.</returns>
    public async Task<long> BlocksAsync(NpgsqlConnection connection, ComparedTable table, long from, long to, long position)
    {
        await ShadowTables.ExecuteAsync(connection, "set local enable_hashjoin = off; set local enable_mergejoin = off", stop);
        var rows = await GivenAsync(connection, table, $"b.ctid >= '({Text(from)},0)' and b.ctid < '({Text(to)},0)'", position);
        await ShadowTables.ExecuteAsync(connection, "set local enable_hashjoin = on; set local enable_mergejoin = on", stop);
        return rows;
    }

    /// <summary>The rows of the live table that are not beside it. If every row that should be there is, only a greater number tells of others.</summary>
    /// <param name="expected">How many rows beside it the live table has.</param>
    public async Task SurplusAsync(NpgsqlConnection connection, ComparedTable table, long expected, long position)
    {
        var counts = await CountAsync(connection, "Rebuilding/compare_counts.sql", table, "true", position);
        if (counts[0] != expected)
            await RunAsync(connection, "Rebuilding/compare_surplus.sql", table, "true", new NpgsqlParameter<string[]> { TypedValue = [] }, position, Tables(table));
    }

    /// <summary>The rows of some developments or actors as of a position.</summary>
    public async Task OfAsync(NpgsqlConnection connection, ComparedTable table, IReadOnlyCollection<string> subjects, long position)
    {
        if (subjects.Count == 0)
            return;
        var tables = table == ComparedTable.SegmentActors ? Pairs() : Tables(table);
        await RunAsync(connection, "Rebuilding/compare_given.sql", table, $"b.{table.Subject} = any ($2)", Sql.TextArray(subjects), position, tables);
        await RunAsync(connection, "Rebuilding/compare_surplus.sql", table, $"l.{table.Subject} = any ($2)", Sql.TextArray(subjects), position, tables);
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

    /// <returns>How many rows there are beside the live table.</returns>
    private async Task<long> GivenAsync(NpgsqlConnection connection, ComparedTable table, string scope, long position)
    {
        var counts = await CountAsync(connection, "Rebuilding/compare_check.sql", table, scope, position);
        if (counts[1] > 0)
            await RunAsync(connection, "Rebuilding/compare_given.sql", table, scope, new NpgsqlParameter<string[]> { TypedValue = [] }, position, Tables(table));
        return counts[0];
    }

    private async Task RunAsync(
        NpgsqlConnection connection, string file, ComparedTable table, string scope, NpgsqlParameter subjects, long position, (string Live, string Built) tables)
    {
        var columns = await ShadowTables.ColumnsAsync(connection, SchemaOf(table, built), table.Name, stop);
        await using var command = new NpgsqlCommand(Fill(Sql.Text(file), table, columns, tables).Replace("{scope}", scope, StringComparison.Ordinal), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(new[] { Sql.Value(position), subjects, Sql.Value(operation), Sql.Value(MostKept) });
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            Count(progress(), reader.GetString(0), reader.GetInt64(1));
    }

    private async Task<IReadOnlyList<long>> CountAsync(NpgsqlConnection connection, string file, ComparedTable table, string scope, long position)
    {
        var columns = await ShadowTables.ColumnsAsync(connection, SchemaOf(table, built), table.Name, stop);
        // A literal, because segment_actors has nothing to compare with it but the positions.
        var sql = Fill(Sql.Text(file), table, columns, Tables(table)).Replace("$1", Text(position), StringComparison.Ordinal).Replace("{scope}", scope, StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
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
        var rest = columns.Except(table.Key).ToList();
        var ends = rest.Contains(Ends);
        return sql
            .Replace("{keys_of_b}", List(table.Key, column => $"b.{column}"), StringComparison.Ordinal)
            .Replace("{keys_of_l}", List(table.Key, column => $"l.{column}"), StringComparison.Ordinal)
            .Replace("{key_object}", List(table.Key, column => $"'{column}', f.{column}"), StringComparison.Ordinal)
            .Replace("{same_key}", string.Join(" and ", table.Key.Select(column => $"l.{column} = b.{column}")), StringComparison.Ordinal)
            .Replace("{same_rest}", string.Join(" and ", rest.Select(column => $"{OfLive(column)} is not distinct from b.{column}").DefaultIfEmpty("true")), StringComparison.Ordinal)
            .Replace("{differing}", List(rest, column => $"case when {OfLive(column)} is distinct from b.{column} then '{column}' end"), StringComparison.Ordinal)
            .Replace("{end_of_b}", ends ? $"b.{Ends}" : "null::bigint", StringComparison.Ordinal)
            .Replace("{end_of_l}", ends ? OfLive(Ends) : "null::bigint", StringComparison.Ordinal)
            .Replace("{subject}", table.Subject, StringComparison.Ordinal)
            .Replace("{table}", table.Name, StringComparison.Ordinal)
            .Replace("{live}", tables.Live, StringComparison.Ordinal)
            .Replace("{built}", tables.Built, StringComparison.Ordinal);
    }

    /// <summary>A column of a live row as of position <c>$1</c>.</summary>
    private static string OfLive(string column) => column == Ends ? $"case when l.{Ends} > $1 then {Sql.Open} else l.{Ends} end" : $"l.{column}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string List(IEnumerable<string> columns, Func<string, string> write) => string.Join(", ", columns.Select(write));
}
