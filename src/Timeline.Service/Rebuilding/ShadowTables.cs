using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>An index to be built.</summary>
internal sealed record ShadowIndex(string Name, string Table, string Definition, bool IsPrimary);

/// <summary>
/// Tables beside the live ones, in a schema of their own and of the same shape: made after the live tables as the catalog has them, so that migrations
/// are the one place where their shape is written down.
/// </summary>
/// <param name="live">After whose tables they are made.</param>
internal sealed class ShadowTables(string schema, ViewSet live)
{
    public static readonly string[] OfTimeline = ["segment_actors", "segments"];
    public static readonly string[] OfActors = ["actor_keys", "actors"];

    /// <summary>What the live timeline has beside its rows, made of them in the background: a set that is new begins with none, or with the replaced one's.</summary>
    public static readonly string[] OfZones = ["segment_zones", "segment_zone_head"];

    /// <summary>Drops what an earlier attempt has left, and begins anew.</summary>
    /// <param name="isKept">Whether they may become the live ones, and so have to survive a crash of the server.</param>
    public async Task CreateAsync(NpgsqlConnection connection, bool onTimeline, bool onActors, bool isKept, CancellationToken cancellation)
    {
        await DropAsync(connection, schema, cancellation);
        await ExecuteAsync(connection, $"create schema {schema}", cancellation);
        await ExecuteAsync(connection, Sql.Text("Rebuilding/shadow_workings.sql").Replace("{built}", schema, StringComparison.Ordinal), cancellation);
        if (onTimeline)
            await CreateAsync(connection, live.TimelineSchema, OfTimeline, isKept, cancellation);
        if (onTimeline && isKept)
            await CreateZonesAsync(connection, cancellation);
        if (!onActors)
            return;
        await CreateAsync(connection, live.ActorsSchema, OfActors, isKept, cancellation);
        // Few rows, which are closed one by one while they are built: with their indexes from the start.
        foreach (var index in await IndexesAsync(connection, live.ActorsSchema, OfActors, cancellation))
            await BuildConstrainedAsync(connection, index, live.ActorsSchema, cancellation);
    }

    /// <summary>Takes the zones of the live tables over, which have the same rows.</summary>
    public Task CopyZonesAsync(NpgsqlConnection connection, CancellationToken cancellation) => ExecuteAsync(connection, Of("Rebuilding/zones_copy.sql"), cancellation);

    /// <summary>Begins without zones: until the server has made them, readers do without.</summary>
    public Task ForgetZonesAsync(NpgsqlConnection connection, CancellationToken cancellation) => ExecuteAsync(connection, Of("Rebuilding/zones_forget.sql"), cancellation);

    private string Of(string file) =>
        Sql.Text(file).Replace("{built}", schema, StringComparison.Ordinal).Replace("{live}", live.TimelineSchema, StringComparison.Ordinal);

    private async Task CreateZonesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await CreateAsync(connection, live.TimelineSchema, OfZones, isKept: true, cancellation);
        foreach (var index in await IndexesAsync(connection, live.TimelineSchema, OfZones, cancellation))
            await BuildConstrainedAsync(connection, index, live.TimelineSchema, cancellation);
        await ExecuteAsync(connection, $"insert into {schema}.segment_zone_head values (0)", cancellation);
    }

    /// <summary>The indexes that the timeline's tables still lack.</summary>
    public async Task<IReadOnlyList<ShadowIndex>> MissingIndexesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var there = await IndexesAsync(connection, schema, OfTimeline, cancellation);
        return [.. (await IndexesAsync(connection, live.TimelineSchema, OfTimeline, cancellation)).Where(index => !there.Any(same => same.Name == index.Name && same.Table == index.Table))];
    }

    public Task BuildAsync(NpgsqlConnection connection, ShadowIndex index, CancellationToken cancellation) => BuildAsync(connection, index, live.TimelineSchema, cancellation);

    /// <summary>Makes the indexes that are primary keys of the live tables so here: apart from building them, because readers of a table have to wait.</summary>
    public async Task ConstrainAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var there = await IndexesAsync(connection, schema, OfTimeline, cancellation);
        foreach (var key in (await IndexesAsync(connection, live.TimelineSchema, OfTimeline, cancellation)).Where(index => index.IsPrimary))
        {
            if (!there.Any(same => same.IsPrimary && same.Table == key.Table))
                await ConstrainAsync(connection, key, cancellation);
        }
    }

    private Task BuildAsync(NpgsqlConnection connection, ShadowIndex index, string from, CancellationToken cancellation) =>
        ExecuteAsync(connection, index.Definition.Replace($" ON {from}.{index.Table} ", $" ON {schema}.{index.Table} ", StringComparison.Ordinal), cancellation);

    private async Task BuildConstrainedAsync(NpgsqlConnection connection, ShadowIndex index, string from, CancellationToken cancellation)
    {
        await BuildAsync(connection, index, from, cancellation);
        if (index.IsPrimary)
            await ConstrainAsync(connection, index, cancellation);
    }

    private Task ConstrainAsync(NpgsqlConnection connection, ShadowIndex key, CancellationToken cancellation) =>
        ExecuteAsync(connection, $"alter table {schema}.{key.Table} add constraint {key.Name} primary key using index {key.Name}", cancellation);

    /// <summary>Tells the planner what the tables hold; nobody else does before they are live.</summary>
    public async Task AnalyzeAsync(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
            await ExecuteAsync(connection, $"analyze {schema}.{table}", cancellation);
    }

    /// <summary>From now on the server maintains them like any table.</summary>
    public async Task ReleaseAsync(NpgsqlConnection connection, bool onTimeline, bool onActors, CancellationToken cancellation)
    {
        var tables = (onTimeline ? OfTimeline.Concat(OfZones) : []).Concat(onActors ? OfActors : []);
        foreach (var table in tables)
            await ExecuteAsync(connection, $"alter table {schema}.{table} reset (autovacuum_enabled)", cancellation);
        await ExecuteAsync(connection, $"drop view {schema}.development_index; drop table {schema}.index_corrections, {schema}.several_events", cancellation);
    }

    public static Task DropAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation) =>
        ExecuteAsync(connection, $"drop schema if exists {schema} cascade", cancellation);

    /// <summary>The columns of a table, in order.</summary>
    public static async Task<IReadOnlyList<string>> ColumnsAsync(NpgsqlConnection connection, string schema, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/shadow_columns.sql"), connection);
        command.Parameters.Add(Sql.Value(schema));
        command.Parameters.Add(Sql.Value(table));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new List<string>();
        while (await reader.ReadAsync(cancellation))
            columns.Add(reader.GetString(0));
        return columns;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task CreateAsync(NpgsqlConnection connection, string from, string[] tables, bool isKept, CancellationToken cancellation)
    {
        var statements = new List<string>();
        await using (var command = new NpgsqlCommand(Sql.Text("Rebuilding/shadow_tables.sql"), connection))
        {
            command.Parameters.Add(Sql.Value(from));
            command.Parameters.Add(Sql.TextArray(tables));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (table, settings) = (reader.GetString(0), reader.GetString(1));
                // Cleaning up behind the load would be done twice.
                var with = string.Join(", ", new[] { settings, "autovacuum_enabled = off" }.Where(text => text.Length > 0 && text != "autovacuum_enabled=false"));
                statements.Add($"create {(isKept ? "" : "unlogged ")}table {schema}.{table} (like {from}.{table} including all excluding indexes) with ({with})");
            }
        }
        foreach (var statement in statements)
            await ExecuteAsync(connection, statement, cancellation);
    }

    private static async Task<List<ShadowIndex>> IndexesAsync(NpgsqlConnection connection, string schema, string[] tables, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/shadow_indexes.sql"), connection);
        command.Parameters.Add(Sql.Value(schema));
        command.Parameters.Add(Sql.TextArray(tables));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var indexes = new List<ShadowIndex>();
        while (await reader.ReadAsync(cancellation))
            indexes.Add(new ShadowIndex(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)));
        return indexes;
    }
}
