using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Zones;

namespace Timeline.Benchmarks.Plans;

/// <summary>
/// The plans of the pages' statements in a history of so many events, as text without costs, to be kept and compared: a server or an index that makes
/// another plan of them shows as a difference.
/// </summary>
internal static class PagePlans
{
    private static readonly PageStart Somewhere = new(Histories.Start.PlusMicroseconds(2_000 * Instant.MicrosecondsPerDay), "d-1");

    private static readonly (string Name, PageQuestion Question)[] Questions =
    [
        ("first page", Page()),
        ("first page, newest first", Page() with { IsDescending = true }),
        ("next page", Page() with { After = Somewhere }),
        ("next page, newest first", Page() with { After = Somewhere, IsDescending = true }),
        ("one actor", Page() with { Filter = OfActor() }),
        ("one actor, next page, newest first", Page() with { Filter = OfActor(), After = Somewhere, IsDescending = true }),
        ("a window", Page() with { Filter = new TimelineFilter { Occurred = new OccurredWindow(Edtf("2020-03"), Edtf("2020-03")) } }),
    ];

    public static async Task PrintAsync(BenchmarkServer server, Regime regime, long events)
    {
        await using var source = NpgsqlDataSource.Create(await GeneratedLog.OfAsync(server, regime, events));
        var zones = new ZoneOptions();
        await using var version = source.CreateCommand("select split_part(version(), ' ', 2)");
        Console.WriteLine($"Plans of a page of 50 in {events:N0} events ({regime}), PostgreSQL {await version.ExecuteScalarAsync()}");
        foreach (var (name, question) in Questions)
        {
            await PrintAsync(source, $"{name}: among the next segments", question, sql => sql.Near(question.IsSeen), zones, withZones: false);
            await PrintAsync(source, $"{name}: by zones", question, sql => sql.Jump(), zones, withZones: true);
        }
    }

    private static async Task PrintAsync(NpgsqlDataSource source, string name, PageQuestion question, Func<PageSql, string> text, ZoneOptions zones, bool withZones)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var once = new NpgsqlCommand("set plan_cache_mode = force_generic_plan", connection))
            await once.ExecuteNonQueryAsync();
        await using var command = connection.CreateCommand();
        TimelinePages.AddCommon(command.Parameters, Sql.Value(question.KnownAt!.Value), Sql.Value(question.Basis!.Value), question);
        if (withZones)
            TimelinePages.AddZones(command.Parameters, question, zones);
        command.CommandText = $"explain (costs off) {text(new PageSql(question, zones.FewSegments, command.Parameters))}";
        // Prepared, so that the plan is the one for all values.
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        Console.WriteLine($"\n## {name}\n");
        while (await reader.ReadAsync())
            Console.WriteLine(reader.GetString(0));
    }

    private static PageQuestion Page() => new(Histories.AfterAll, 1_000_000, IsSeen: true, new TimelineFilter(), IsDescending: false, null, 51);

    private static TimelineFilter OfActor() => new() { Actors = ["actor-0"] };

    private static EdtfValue Edtf(string text) => EdtfValue.TryParse(text, out var value, out var problem) ? value : throw new ArgumentException(problem, nameof(text));
}
