using System.Net;
using System.Text.Json;
using Timeline.Service.Tests.Hosting;
using Xunit.Abstractions;

namespace Timeline.Service.Tests.Durability;

[Collection(DurabilityRuns.Name)]
public class PermalinkTests(ITestOutputHelper output)
{
    private const int Streams = 6;
    private static readonly int Appends = Nightly.Or(10_000, 1_500);

    private static readonly string[] Questions =
    [
        "/api/timeline", "/api/timeline?limit=7", "/api/timeline?order=desc&limit=9", "/api/timeline?actor=A1&actor=actor-2", "/api/timeline?actor=A3&limit=5",
        "/api/timeline?kind=meeting&tag=tag1&tag=tag2", "/api/timeline?publisher=Publisher%203", "/api/timeline?status=disputed&status=corroborated",
        "/api/timeline?status=retracted", "/api/timeline?include=retracted&limit=1000", "/api/timeline?occurredFrom=2024-03&occurredTo=2024-06&match=definite",
        "/api/timeline?knownAt=2025-05-15", "/api/timeline?basis=40", "/api/timeline?knownAt=2025-03-31T12:00:00Z&basis=90",
        "/api/developments/d-1", "/api/developments/d-2", "/api/developments/d-3?knownAt=2025-12-02", "/api/developments/d-4", "/api/developments/d-5",
        "/api/developments/d-1/history", "/api/developments/d-2/history", "/api/developments/d-4/history", "/api/developments/d-5/history",
        "/api/metrics/revisions", "/api/metrics/revisions?by=publisher", "/api/metrics/revisions?by=period&period=quarter&knownAt=2025-05-15",
    ];

    [UnixFact]
    public async Task A_permalink_gives_the_same_bytes_after_appends_late_reports_into_its_past_a_restart_and_kill_9()
    {
        await using var folder = new DataFolder();
        var service = await ServiceProcess.StartAsync(folder);
        try
        {
            await DescribeAWorldAsync(service.Client);
            var answers = await FollowPermalinksAsync(service.Client);
            answers.Count.ShouldBeGreaterThan(30);
            answers.Values.Count(answer => answer.Body.Contains("Headline of d-", StringComparison.Ordinal)).ShouldBeGreaterThan(25);

            await ShouldStillAnswerAsync(service.Client, answers);
            await AppendManyAsync(service.Client);
            await ShouldStillAnswerAsync(service.Client, answers);
            await RewriteThePastAsync(service.Client);
            await ShouldStillAnswerAsync(service.Client, answers);

            await service.StopAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(folder);
            await ShouldStillAnswerAsync(service.Client, answers);

            await PostgresProcess.KillAsync(folder);
            await service.KillAsync();
            await service.DisposeAsync();
            service = await ServiceProcess.StartAsync(folder);
            await ShouldStillAnswerAsync(service.Client, answers);

            // And the same questions without a pin are answered anew.
            var now = await FollowPermalinksAsync(service.Client);
            now.Keys.Intersect(answers.Keys).Count().ShouldBeLessThan(answers.Count / 4);
            output.WriteLine($"{answers.Count} permalinks, {Appends} appends");
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    private static async Task DescribeAWorldAsync(HttpClient http)
    {
        await ReportingClients.RegisterActorsAsync(http, Streams);
        var clients = new ReportingClients("d", Streams);
        for (var i = 1; i <= 60; i++)
        {
            using var reported = await clients.ReportAsync(http, $"d-{i}");
            reported.StatusCode.ShouldBe(HttpStatusCode.Created);
        }
        for (var i = 1; i <= 40; i++)
            await FollowUpAsync(http, i, $"2025-12-{1 + (i % 27):00}T{i % 24:00}:00:00Z");
    }

    private static Task<string> FollowUpAsync(HttpClient http, int i, string at) => (i % 5) switch
    {
        0 => PostAsync(http, $"d-{i}/corrections", $$"""{"changes": {"headline": "Headline of d-{{i}}, corrected at {{at}}", "occurred": "2023-0{{1 + (i % 9)}}"}, "reason": "a mistake", {{Source(at)}}}"""),
        1 => PostAsync(http, $"d-{i}/corroborations", $$"""{"attribution": "a ministry", "headline": "Headline of d-{{i}}, told by others", "occurred": "2024", "figures": [{"measure": "troops", "min": {{i}}, "unit": "persons"}], {{Source(at)}}}"""),
        2 => PostAsync(http, $"d-{i}/disputes", $$"""{"by": "another ministry", "reason": "not so", {{Source(at)}}}"""),
        3 => PostAsync(http, $"d-{i}/retractions", $$"""{"reason": "not so", {{Source(at)}}}"""),
        _ => PostAsync(http, $"d-{i}/corrections", $$"""{"changes": {"tags": ["tag1"], "summary": "A summary."}, "reason": "an addition", {{Source(at)}}}"""),
    };

    private static string Source(string at) => $$"""
        "source": {"publisher": "Publisher {{at.Length}}{{at[^2]}}", "url": "https://example.org/{{at}}"}, "reportedAt": "{{at}}"
        """;

    /// <summary>As many clients at once as there are permits: appends that have nothing to do with the past answers.</summary>
    private static async Task AppendManyAsync(HttpClient http)
    {
        var clients = new ReportingClients("later", Streams);
        await Parallel.ForEachAsync(Enumerable.Range(0, Appends), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            using var reported = await clients.ReportAsync(http, $"later-{i}");
            reported.StatusCode.ShouldBe(HttpStatusCode.Created);
        });
    }

    /// <summary>Everything that could show through: earlier corroborations, corrections of the past, annulments, new names.</summary>
    private static async Task RewriteThePastAsync(HttpClient http)
    {
        for (var i = 41; i <= 55; i++)
            await FollowUpAsync(http, i, $"2025-12-{1 + (i % 27):00}T00:00:00Z");
        for (var i = 1; i <= 60; i += 2)
            await PostAsync(http, $"d-{i}/corroborations", $$"""{"headline": "Headline of d-{{i}}, earlier", "occurred": "2022-02", {{Source($"2024-02-{1 + (i % 27):00}T00:00:00Z")}}}""");
        foreach (var i in new[] { 2, 7, 12 })
            await PostAsync(http, $"d-{i}/reinstatements", $$"""{"reason": "so after all", {{Source("2025-12-31T00:00:00Z")}}}""");
        foreach (var i in new[] { 4, 5, 10, 50 })
            await PostAsync(http, $"d-{i}/annulments", $$"""{"position": {{await FirstPositionAsync(http, i)}}, "reason": "entered by mistake"}""");
        using var names = new HttpRequestMessage(HttpMethod.Patch, "/api/actors/actor-1")
        {
            Content = new StringContent("""{"name": "Another name", "aliases": ["Another"]}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json")),
        };
        using var renamed = await http.SendAsync(names);
        renamed.StatusCode.ShouldBe(HttpStatusCode.OK, await renamed.Content.ReadAsStringAsync());
    }

    private static async Task<long> FirstPositionAsync(HttpClient http, int i)
    {
        using var history = JsonDocument.Parse(await http.GetStringAsync($"/api/developments/d-{i}/history"));
        return history.RootElement.GetProperty("events")[0].GetProperty("position").GetInt64();
    }

    private static async Task<string> PostAsync(HttpClient http, string path, string json)
    {
        using var body = new StringContent(json, ReportingClients.Json);
        using var response = await http.PostAsync($"/api/developments/{path}", body);
        var answer = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, $"{path}: {answer}");
        return answer;
    }

    /// <summary>The answers at the permalinks that some questions give, and at the pages that follow.</summary>
    private static async Task<Dictionary<string, PinnedAnswer>> FollowPermalinksAsync(HttpClient http)
    {
        var answers = new Dictionary<string, PinnedAnswer>();
        foreach (var question in Questions)
        {
            using var response = await http.GetAsync(question);
            if (response.StatusCode == HttpStatusCode.NotFound)
                continue;
            response.StatusCode.ShouldBe(HttpStatusCode.OK, question);
            for (var next = Member(await response.Content.ReadAsStringAsync(), "permalink"); next is not null;)
            {
                var answer = answers[next] = await PinnedAnswer.GetAsync(http, next);
                Member(answer.Body, "permalink").ShouldBe(next);
                next = Member(answer.Body, "next");
            }
        }
        return answers;
    }

    private static string? Member(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var member) ? member.GetString() : null;
    }

    private static async Task ShouldStillAnswerAsync(HttpClient http, Dictionary<string, PinnedAnswer> answers)
    {
        foreach (var (permalink, answer) in answers)
            (await PinnedAnswer.GetAsync(http, permalink)).ShouldBe(answer, permalink);
    }

    private sealed record PinnedAnswer(string Body, string ETag, string CacheControl, string Lines)
    {
        /// <summary>The answer as JSON, and where it is a list also as NDJSON.</summary>
        public static async Task<PinnedAnswer> GetAsync(HttpClient http, string permalink)
        {
            using var response = await http.GetAsync(permalink);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, permalink);
            response.Headers.CacheControl!.ToString().ShouldContain("immutable");
            return new PinnedAnswer(
                await response.Content.ReadAsStringAsync(),
                response.Headers.ETag!.Tag,
                response.Headers.CacheControl!.ToString(),
                permalink.StartsWith("/api/timeline", StringComparison.Ordinal) && !permalink.Contains("limit=", StringComparison.Ordinal) ? await LinesAsync(http, permalink) : "");
        }

        private static async Task<string> LinesAsync(HttpClient http, string permalink)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, permalink) { Headers = { { "Accept", "application/x-ndjson" } } };
            using var response = await http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, permalink);
            return await response.Content.ReadAsStringAsync();
        }
    }
}
