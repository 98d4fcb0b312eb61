using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Timeline.Service.Tests.Hosting;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;
using Xunit.Abstractions;

namespace Timeline.Service.Tests.Durability;

[Collection(DurabilityRuns.Name)]
public class KilledRebuildTests(ITestOutputHelper output)
{
    private const int Streams = 4;
    private const string Whole = "/api/timeline?limit=1000&tag=seeded";
    private static readonly int Moments = Nightly.Or(20, 4);
    private static readonly int Developments = Nightly.Or(20_000, 4_000);

    /// <summary>Every other kill waits for one of these, so that the short ones are met too.</summary>
    private static readonly string[] Phases = ["switching", "folding", "indexing", "comparing", "reading", "switching", "catchingUp"];

    [UnixFact]
    public async Task After_kill_9_at_any_moment_of_a_rebuild_the_view_is_whole_and_the_next_start_finishes_the_work()
    {
        var random = new Random(Environment.TickCount);
        await using var folder = new DataFolder();
        var service = await ServiceProcess.StartAsync(folder);
        try
        {
            await DescribeAsync(service.Client);
            var permalinks = await PermalinksAsync(service.Client);
            var longest = await TimeAsync(service.Client);
            await using var database = await PostgresProcess.ConnectAsync(folder);
            for (var moment = 0; moment < Moments; moment++)
            {
                var operation = await StartAsync(service.Client);
                if (moment % 2 == 0)
                    await UntilPhaseAsync(database, operation, Phases[moment / 2 % Phases.Length]);
                else
                    await Task.Delay(random.Next((int)longest.TotalMilliseconds));
                await service.KillAsync();
                var told = await ScalarAsync<string>(database, $"select state || ', ' || phase from timeline.operations where id = {operation}");
                (await WholeAsync(database)).ShouldBe(Developments, told);

                await service.DisposeAsync();
                service = await ServiceProcess.StartAsync(folder);
                await ShouldStillAnswerAsync(service.Client, permalinks, told);
                (await EndAsync(service.Client, operation)).ShouldBe("succeeded", told);
                await ShouldStillAnswerAsync(service.Client, permalinks, told);
                (await ScalarAsync<long>(database, "select count(*) from timeline.view_sets where replaced_at is null")).ShouldBe(1);
                (await ScalarAsync<long>(database, "select count(*) from pg_namespace n where n.nspname like 'timeline\\_set\\_%' and not exists (select from timeline.view_sets s where n.nspname in (s.timeline_schema, s.actors_schema))")).ShouldBe(0);
                output.WriteLine($"moment {moment}: killed when {told}");
            }
            (await EndAsync(service.Client, await StartAsync(service.Client, "/api/projections/all/verify"))).ShouldBe("succeeded");
            await database.ShouldBeSoundAsync();
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    /// <summary>What a reader beside the service finds, in whatever tables are live.</summary>
    private static async Task<long> WholeAsync(NpgsqlDataSource database)
    {
        var live = (await new ViewSets(database).RefreshAsync(CancellationToken.None))[0];
        return await ScalarAsync<long>(database, live.In("select count(distinct development) from timeline.segments s where recorded_to = 9223372036854775807 and exists (select from timeline.segment_actors a where a.development = s.development and a.known_from = s.known_from)"));
    }

    private static async Task UntilPhaseAsync(NpgsqlDataSource database, long operation, string phase)
    {
        while (await ScalarAsync<bool>(database, $"select state = 'running' and array_position(array['waiting', 'reading', 'folding', 'indexing', 'catchingUp', 'comparing', 'switching'], phase) < array_position(array['waiting', 'reading', 'folding', 'indexing', 'catchingUp', 'comparing', 'switching'], '{phase}') from timeline.operations where id = {operation}"))
            await Task.Delay(1);
    }

    private static async Task<TimeSpan> TimeAsync(HttpClient http)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        (await EndAsync(http, await StartAsync(http))).ShouldBe("succeeded");
        return System.Diagnostics.Stopwatch.GetElapsedTime(began);
    }

    private static async Task<long> StartAsync(HttpClient http, string path = "/api/projections/all/rebuild")
    {
        using var response = await http.PostAsync(path, null);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return long.Parse(response.Headers.Location!.ToString().Split('/')[^1], CultureInfo.InvariantCulture);
    }

    private static async Task<string> EndAsync(HttpClient http, long operation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var state = JsonElement.Parse(await http.GetByteArrayAsync($"/api/operations/{operation}", patience.Token)).GetProperty("state").GetString()!;
            if (state != "running")
                return state;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task DescribeAsync(HttpClient http)
    {
        await ReportingClients.RegisterActorsAsync(http, Streams);
        var lines = Enumerable.Range(0, Developments).SelectMany<int, string>(i => i % 30 == 0 ? [Report(i), Correct(i)] : [Report(i)]);
        using var body = new StringContent(string.Join('\n', lines), new MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await http.PostAsync("/api/import", body);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"rejected\":0");
    }

    private static string Report(int i) => $$"""
        {"type": "report", "id": "seed-{{i}}", "actor": "actor-{{i % Streams}}", "kind": "statement", "occurred": "2024-{{1 + (i % 12):00}}", "headline": "Seed {{i}}", "tags": ["{{(i % 20 == 0 ? "seeded" : "other")}}"], "source": {"publisher": "P{{i % 5}}"}, "reportedAt": "2024-12-{{1 + (i % 28):00}}"}
        """;

    private static string Correct(int i) => $$"""
        {"type": "correct", "development": "seed-{{i}}", "changes": {"headline": "Seed {{i}}, corrected"}, "reason": "misread", "source": {"publisher": "P"}, "reportedAt": "2025-01-{{1 + (i % 28):00}}"}
        """;

    private static async Task<Dictionary<string, byte[]>> PermalinksAsync(HttpClient http)
    {
        var answers = new Dictionary<string, byte[]>();
        foreach (var question in new[] { Whole, "/api/timeline?q=corrected&limit=1000", "/api/timeline?actor=A1&order=desc", "/api/developments/seed-30", "/api/actors/actor-2" })
        {
            var permalink = JsonElement.Parse(await http.GetByteArrayAsync(question)).GetProperty("permalink").GetString()!;
            answers[permalink] = await http.GetByteArrayAsync(permalink);
        }
        return answers;
    }

    private static async Task ShouldStillAnswerAsync(HttpClient http, Dictionary<string, byte[]> permalinks, string told)
    {
        foreach (var (permalink, body) in permalinks)
            (await http.GetByteArrayAsync(permalink)).AsSpan().SequenceEqual(body).ShouldBeTrue($"killed when {told}: {permalink}");
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
