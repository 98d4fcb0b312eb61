using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Timeline.HttpContract;
using Timeline.Service.Tests.Durability;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>Rebuilds at noon: over HTTP, while clients read and write.</summary>
[Collection(DurabilityRuns.Name)]
public class OnlineRebuildTests
{
    private const int Streams = 4;
    private const int Readers = 4;
    private const string Seeded = "/api/timeline?tag=seeded&limit=1000";
    private static readonly int Seeds = Nightly.Or(900, 300);
    private static readonly int Rebuilds = Nightly.Or(10, 3);

    [Fact]
    public async Task Readers_and_writers_go_on_every_answer_is_whole_and_no_permalink_changes_a_byte()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var service = await RebuildService.StartAsync(log);
        await DescribeAsync(service.Client);
        var permalinks = await PermalinksAsync(service.Client);
        var faults = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(() => ReadAsync(service.Client, reader, permalinks, faults, stop.Token))).ToArray();
        var writers = new ReportingClients("new", Streams);
        writers.Start(service.Client, clients: 3, id => ShouldBeThereAsync(service.Client, id));

        try
        {
            for (var i = 0; i < Rebuilds; i++)
            {
                var before = writers.Acknowledged.Count;
                await FollowAsync(service, await service.StartAsync("/api/projections/all/rebuild"));
                writers.Acknowledged.Count.ShouldBeGreaterThan(before);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(readers);
            await writers.StopAsync();
        }

        faults.ShouldBeEmpty();
        writers.Unknown.ShouldBeEmpty();
        RebuildService.Text(await service.RunAsync("/api/projections/all/verify"), "state").ShouldBe("succeeded");
        foreach (var (permalink, body) in permalinks)
            (await service.Client.GetByteArrayAsync(permalink)).ShouldBe(body, permalink);
        // The tables really are others now.
        var since = (await service.GetAsync("/api/projections")).GetProperty("projections")[0];
        RebuildService.Text(since, "operation").ShouldBe($"/api/operations/{Rebuilds + 1}");
    }

    /// <summary>Its events tell of progress that never goes back, up to the end.</summary>
    private static async Task FollowAsync(RebuildService service, string operation)
    {
        using var response = await EventStream.AskAsync(service.Client, operation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n").Where(text => text.Contains("data: ", StringComparison.Ordinal)).ToList();
        events[^1].ShouldContain("event: end");
        var told = events.ConvertAll(text => JsonElement.Parse(text.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]));
        told.Where(operation => operation.TryGetProperty("progress", out _)).Select(operation => operation.GetProperty("progress").GetProperty("fraction").GetDouble()).ShouldBeInOrder();
        RebuildService.Text(told[^1], "state").ShouldBe("succeeded");
        using var again = await EventStream.AskAsync(service.Client, operation, "end");
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task ReadAsync(HttpClient http, int reader, IReadOnlyDictionary<string, byte[]> permalinks, ConcurrentBag<string> faults, CancellationToken stop)
    {
        var pinned = permalinks.ToArray();
        for (var i = reader; !stop.IsCancellationRequested; i++)
        {
            var (permalink, body) = pinned[i % pinned.Length];
            using (var answer = await http.GetAsync(permalink, CancellationToken.None))
            {
                if (!(await answer.Content.ReadAsByteArrayAsync(CancellationToken.None)).AsSpan().SequenceEqual(body))
                    faults.Add($"{(int)answer.StatusCode} or other bytes: {permalink}");
            }
            using (var answer = await http.GetAsync(Seeded, CancellationToken.None))
            {
                if (answer.StatusCode != HttpStatusCode.OK || (await RebuildService.JsonAsync(answer)).GetProperty("items").GetArrayLength() != Seeds)
                    faults.Add($"{(int)answer.StatusCode} or not all of it: {Seeded}");
            }
        }
    }

    private static async Task ShouldBeThereAsync(HttpClient http, string id)
    {
        using var read = await http.GetAsync($"/api/developments/{id}");
        read.StatusCode.ShouldBe(HttpStatusCode.OK, id);
    }

    private static async Task DescribeAsync(HttpClient http)
    {
        await ReportingClients.RegisterActorsAsync(http, Streams);
        var lines = Enumerable.Range(0, Seeds).SelectMany<int, string>(i => i % 4 == 0 ? [Report(i), Correct(i)] : [Report(i)]);
        using var body = new StringContent(string.Join('\n', lines), new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson"));
        using var response = await http.PostAsync("/api/import", body);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"rejected\":0");
    }

    private static string Report(int i) => $$"""
        {"type": "report", "id": "seed-{{i}}", "actor": "actor-{{i % Streams}}", "kind": "statement", "occurred": "2024-{{1 + (i % 12):00}}", "headline": "Seed {{i}}", "tags": ["seeded"], "source": {"publisher": "P{{i % 5}}"}, "reportedAt": "2024-12-{{1 + (i % 28):00}}"}
        """;

    private static string Correct(int i) => $$"""
        {"type": "correct", "development": "seed-{{i}}", "changes": {"headline": "Seed {{i}}, corrected"}, "reason": "misread", "source": {"publisher": "P"}, "reportedAt": "2025-01-{{1 + (i % 28):00}}"}
        """;

    private static async Task<Dictionary<string, byte[]>> PermalinksAsync(HttpClient http)
    {
        var answers = new Dictionary<string, byte[]>();
        foreach (var question in new[]
        {
            "/api/timeline", "/api/timeline?limit=1000&order=desc", "/api/timeline?actor=A1&limit=20", "/api/timeline?knownAt=2024-12-10", "/api/timeline?q=corrected", "/api/developments/seed-4",
            "/api/developments/seed-4/history", "/api/actors/actor-2", "/api/timeline/diff?from=2024-12-31&to=2025-01-31", "/api/metrics/revisions",
        })
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(question));
            var permalink = document.RootElement.GetProperty("permalink").GetString()!;
            answers[permalink] = await http.GetByteArrayAsync(permalink);
        }
        return answers;
    }
}
