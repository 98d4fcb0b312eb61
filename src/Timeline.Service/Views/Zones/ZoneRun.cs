using Npgsql;
using NpgsqlTypes;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Zones;

/// <summary>The statements of one transaction that brings zones up to date.</summary>
/// <param name="set">Whose zones; the first set's without it.</param>
internal sealed class ZoneRun(NpgsqlConnection connection, ZoneOptions options, CancellationToken cancellation, ViewSet? set = null)
{
    private const short Zone = 1;
    private const short Region = 2;

    private long SegmentsOfRegion => options.ZonesOfRegion * options.SegmentsOfZone;

    /// <summary>How far the zones know the segments, and how far they could; null where another process is at it.</summary>
    public async Task<(long Upto, long Newest)?> LagAsync()
    {
        await using var command = Command("Views/Zones/zones_lag.sql");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    /// <summary>Makes all zones anew.</summary>
    public async Task MakeAsync(long until)
    {
        await RunAsync("Views/Zones/zones_clear.sql");
        // It sorts all that there is, once.
        await using (var settings = new NpgsqlCommand("set local work_mem = '64MB'; set local hash_mem_multiplier = 1", connection))
            await settings.ExecuteNonQueryAsync(cancellation);
        await MakeAsync(Zone, "Views/Zones/zones_made_of_segments.sql", options.SegmentsOfZone);
        await MakeAsync(Region, "Views/Zones/zones_made_of_zones.sql", SegmentsOfRegion);
        // Everybody has zones even where there is nothing.
        await RunAsync("Views/Zones/zones_begin.sql", Sql.Value(until), Sql.Value(until));
        await using var analyze = new NpgsqlCommand(In("analyze timeline.segment_zones"), connection);
        await analyze.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Lets the zones know the segments recorded after a position up to another.</summary>
    public async Task WidenAsync(long after, long until)
    {
        await using (var settings = new NpgsqlCommand("set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off", connection))
            await settings.ExecuteNonQueryAsync(cancellation);
        await RunAsync("Views/Zones/zones_begin.sql", Sql.Value(after), Sql.Value(until));
        await DivideAsync(Zone, await WidenedAsync(after, until, Zone, 2 * options.SegmentsOfZone));
        await DivideAsync(Region, await WidenedAsync(after, until, Region, 2 * SegmentsOfRegion));
    }

    public Task DoneAsync(long until) => RunAsync("Views/Zones/zones_done.sql", Sql.Value(until));

    private async Task<Given> WidenedAsync(long after, long until, short level, long most)
    {
        await using var command = Command("Views/Zones/zones_widen.sql", Sql.Value(after), Sql.Value(until), Level(level), Sql.Value(most));
        return await ReadAsync(command);
    }

    private async Task MakeAsync(short level, string content, long size)
    {
        await using var command = CommandOn("Views/Zones/zones_make.sql", content, Level(level), Sql.Value(size));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task DivideAsync(short level, Given zones)
    {
        if (level == Region)
        {
            await DivideAsync(level, zones, "Views/Zones/zones_content_zones.sql", SegmentsOfRegion, _ => true);
            return;
        }
        await DivideAsync(level, zones, "Views/Zones/zones_content_everybody.sql", options.SegmentsOfZone, actor => actor.Length == 0);
        await DivideAsync(level, zones, "Views/Zones/zones_content_actor.sql", options.SegmentsOfZone, actor => actor.Length > 0);
    }

    private async Task DivideAsync(short level, Given zones, string content, long size, Func<string, bool> isOf)
    {
        var chosen = Enumerable.Range(0, zones.Actors.Count).Where(i => isOf(zones.Actors[i])).ToList();
        if (chosen.Count == 0)
            return;
        await using var command = CommandOn(
            "Views/Zones/zones_divide.sql",
            content,
            Level(level),
            Sql.TextArray(chosen.Select(i => zones.Actors[i])),
            new NpgsqlParameter { Value = chosen.Select(i => zones.ToOccurred[i]).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            Sql.TextArray(chosen.Select(i => zones.ToDevelopment[i])),
            Sql.Value(size));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<Given> ReadAsync(NpgsqlCommand command)
    {
        var given = new Given([], [], []);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            given.Actors.Add(reader.GetString(0));
            given.ToOccurred.Add(reader.GetFieldValue<long>(1));
            given.ToDevelopment.Add(reader.GetString(2));
        }
        return given;
    }

    private async Task RunAsync(string file, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(file, parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string file, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(In(Sql.Text(file)), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <param name="content">The file of what it goes through.</param>
    private NpgsqlCommand CommandOn(string file, string content, params NpgsqlParameter[] parameters)
    {
        var command = Command(file, parameters);
        command.CommandText = In(command.CommandText.Replace("{content}", Sql.Text(content), StringComparison.Ordinal));
        return command;
    }

    private string In(string sql) => set?.In(sql) ?? sql;

    private static NpgsqlParameter<short> Level(short level) => new NpgsqlParameter<short> { TypedValue = level };

    /// <summary>Zones, by actor and to key, side by side.</summary>
    private sealed record Given(List<string> Actors, List<long> ToOccurred, List<string> ToDevelopment);
}
