using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Timeline.Service.Tests.Live;

namespace Timeline.Service.Tests.Serving;

/// <summary>Pages that a process keeps for several knowledge times are right whoever writes, corrects or repairs.</summary>
public sealed class KeptPageTests(LiveHost one) : IClassFixture<LiveHost>
{
    private const int Reports = 12;

    [Fact]
    public async Task A_page_asked_for_day_after_day_is_what_the_whole_list_begins_with_while_another_process_writes()
    {
        await using var other = await RunningHost.StartAsync(one.Log);
        (await one.Client.PostAsJsonAsync("/api/actors", new { id = "desk", name = "Desk", kind = "other" })).EnsureSuccessStatusCode();
        for (var number = 0; number < Reports; number++)
        {
            await ReportAsync(other.Client, number);
            if (number % 3 == 2)
                await CorrectAsync(other.Client, number - 2);
            // Twice each, so that most are answered from what is kept.
            foreach (var filter in (string[])["", "order=desc&", "kind=statement&", "actor=desk&"])
            {
                foreach (var day in Enumerable.Range(1, Reports + 4).Concat(Enumerable.Range(1, Reports + 4).Reverse()))
                    await CompareAsync(limit: 3, $"{filter}knownAt={Day(day)}");
            }
        }
    }

    [Fact]
    public async Task It_is_made_anew_after_rows_of_the_view_were_repaired()
    {
        (await one.Client.PostAsJsonAsync("/api/actors", new { id = "mender", name = "Mender", kind = "other" })).EnsureSuccessStatusCode();
        for (var number = 20; number < 24; number++)
            await ReportAsync(one.Client, number, "mender");
        for (var minute = 10; minute < 20; minute++)
            (await one.Client.GetStringAsync($"/api/timeline?limit=2&actor=mender&knownAt=2024-02-01T00:{minute}:00Z")).ShouldContain("Report 20");

        await using (var source = NpgsqlDataSource.Create(one.Log.ConnectionString))
        await using (var repair = source.CreateCommand("update timeline.segments set entry = replace(entry, 'Report 20', 'Mended 20'); update timeline.view_sets set revision = revision + 1 where replaced_at is null"))
            await repair.ExecuteNonQueryAsync();

        for (var minute = 20; minute < 30; minute++)
            (await one.Client.GetStringAsync($"/api/timeline?limit=2&actor=mender&knownAt=2024-02-01T00:{minute}:00Z")).ShouldContain("Mended 20");
    }

    [Fact]
    public async Task Answers_that_share_their_items_have_each_their_own_bytes_gzipped_or_not()
    {
        (await one.Client.PostAsJsonAsync("/api/actors", new { id = "sharer", name = "Sharer", kind = "other" })).EnsureSuccessStatusCode();
        for (var number = 30; number < 36; number++)
            await ReportAsync(one.Client, number, "sharer");
        using var zipping = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip }) { BaseAddress = one.Client.BaseAddress };
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var time = 0; time < 5; time++)
        {
            for (var minute = 10; minute < 20; minute++)
            {
                var asked = $"/api/timeline?limit=3&knownAt=2024-03-01T00:{minute}:00Z";
                using var answer = await one.Client.GetAsync(new Uri(asked, UriKind.Relative));
                foreach (var address in (string[])[asked, answer.Content.Headers.ContentLocation!.ToString()])
                {
                    var body = await one.Client.GetStringAsync(address);
                    first.TryAdd(address, body);
                    body.ShouldBe(first[address]);
                    (await zipping.GetStringAsync(address)).ShouldBe(body);
                    JsonNode.Parse(body)!["knownAt"]!.GetValue<string>().ShouldBe($"2024-03-01T00:{minute}:00Z");
                }
            }
        }
    }

    private async Task CompareAsync(int limit, string filters)
    {
        var page = JsonNode.Parse(await one.Client.GetStringAsync($"/api/timeline?limit={limit}&{filters}"))!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/timeline?{filters}&basis={page["basis"]}") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/x-ndjson") } } };
        using var whole = await one.Client.SendAsync(request);
        var lines = (await whole.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        page["items"]!.AsArray().Select(item => item!.ToJsonString()).ShouldBe(lines.Take(limit).Select(line => JsonNode.Parse(line)!.ToJsonString()), filters);
        (page["next"] is not null).ShouldBe(lines.Length > limit, filters);
    }

    /// <summary>Reported on the day after it happened: by every second day of January one more is known.</summary>
    private static async Task ReportAsync(HttpClient client, int number, string actor = "desk") =>
        (await client.PostAsJsonAsync("/api/developments", new
        {
            id = $"kept-{number}",
            actor,
            kind = "statement",
            occurred = $"2024-01-{1 + (number % 28):00}",
            headline = $"Report {number}",
            reportedAt = $"{Day(2 + (number % 28))}T06:00:00Z",
            source = new { publisher = "KCNA", publishedAt = "2024-01-05" },
        })).EnsureSuccessStatusCode();

    private static async Task CorrectAsync(HttpClient client, int number) =>
        (await client.PostAsJsonAsync($"/api/developments/kept-{number}/corrections", new
        {
            reason = "A slip",
            reportedAt = $"{Day(4 + number)}T06:00:00Z",
            changes = new { headline = $"Report {number}, put right" },
            source = new { publisher = "KCNA", publishedAt = "2024-01-06" },
        })).EnsureSuccessStatusCode();

    private static string Day(int day) => new DateOnly(2024, 1, 1).AddDays(day - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
