using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;
using Timeline.Service.Views.Pages;
using Timeline.Service.Views.Terms;
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
        ("a tag", Page() with { Filter = new TimelineFilter { Tags = ["none-has-it"] } }),
        ("a window", Page() with { Filter = new TimelineFilter { Occurred = new OccurredWindow(Edtf("2020-03"), Edtf("2020-03")) } }),
    ];

    private const string PlanOnce = "set plan_cache_mode = force_generic_plan";

    private static readonly ZoneOptions Zones = new();

    public static async Task PrintAsync(BenchmarkServer server, Regime regime, long events)
    {
        await using var source = NpgsqlDataSource.Create(await GeneratedLog.OfAsync(server, regime, events));
        var set = await new ViewSets(source).CurrentAsync(CancellationToken.None);
        await using var version = source.CreateCommand("select split_part(version(), ' ', 2)");
        Console.WriteLine($"Plans of a page of 50 in {events:N0} events ({regime}), PostgreSQL {await version.ExecuteScalarAsync()}");
        foreach (var (name, question) in Questions)
        {
            foreach (var (how, settings, statement) in Statements(question, set))
                await PrintAsync(source, settings, $"{name}: {how}", question, parameters => set.In(statement(parameters)));
        }
    }

    /// <summary>Each adds its parameters after the common ones, and gives its text.</summary>
    private static IEnumerable<(string How, string Settings, Func<NpgsqlParameterCollection, string> Statement)> Statements(PageQuestion question, ViewSet set)
    {
        yield return ("among the next segments", PlanOnce, parameters => Text(parameters).Near(question.IsSeen));
        yield return ("by zones", PlanOnce, parameters =>
        {
            TimelinePages.AddZones(parameters, question, Zones);
            return Text(parameters).Jump();
        });
        if (question.After is null && !question.Filter.HasConditions)
        {
            yield return ("with the knowledge times for which it holds", PlanOnce, parameters =>
            {
                TimelinePages.AddHeld(parameters, set);
                return Text(parameters).Held(question.IsSeen);
            });
            yield return ("what is left of one whose items are held", PlanOnce, parameters =>
            {
                TimelinePages.AddHeld(parameters, set);
                return Text(parameters).State(question.IsSeen);
            });
        }
        if (FilterTerms.Of(question.Filter) is { Count: > 0 } asked)
        {
            yield return ("by blocks of terms", $"{PlanOnce}; set enable_seqscan = off; set jit = off", parameters =>
            {
                var first = TimelinePages.AddTerms(parameters, question, new TermOptions(), set, asked);
                return Text(parameters).Terms(first, asked.Count);
            });
        }

        PageSql Text(NpgsqlParameterCollection parameters) => new(question, Zones.FewSegments, parameters);
    }

    private static async Task PrintAsync(NpgsqlDataSource source, string settings, string name, PageQuestion question, Func<NpgsqlParameterCollection, string> statement)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var once = new NpgsqlCommand(settings, connection))
            await once.ExecuteNonQueryAsync();
        await using var command = connection.CreateCommand();
        TimelinePages.AddCommon(command.Parameters, Sql.Value(question.KnownAt!.Value), Sql.Value(question.Basis!.Value), question);
        command.CommandText = $"explain (costs off) {statement(command.Parameters)}";
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
