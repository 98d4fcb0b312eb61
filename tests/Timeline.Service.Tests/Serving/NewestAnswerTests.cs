using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Timeline.Service.Tests.Live;

namespace Timeline.Service.Tests.Serving;

/// <summary>What a process keeps of questions without a pin is right whoever writes.</summary>
public sealed class NewestAnswerTests(LiveHost one) : IClassFixture<LiveHost>
{
    [Fact]
    public async Task An_answer_that_one_process_keeps_shows_what_another_writes()
    {
        await using var other = await RunningHost.StartAsync(one.Log);
        (await one.Client.PostAsJsonAsync("/api/actors", new { id = "desk", name = "Desk", kind = "other" })).EnsureSuccessStatusCode();
        for (var number = 0; number < 20; number++)
        {
            (await other.Client.PostAsJsonAsync("/api/developments", Report(number))).EnsureSuccessStatusCode();
            // So often that it is kept in between.
            for (var time = 0; time < 1 + (number % 4); time++)
                (await IdsAsync(one.Client)).Length.ShouldBe(number + 1);
        }
    }

    [Fact]
    public async Task An_answer_is_made_anew_after_rows_of_the_view_were_repaired()
    {
        const string All = "/api/timeline?order=desc&limit=1000";
        (await one.Client.PostAsJsonAsync("/api/actors", new { id = "mender", name = "Mender", kind = "other" })).EnsureSuccessStatusCode();
        (await one.Client.PostAsJsonAsync("/api/developments", Report(1_000) with { Actor = "mender" })).EnsureSuccessStatusCode();
        for (var time = 0; time < 4; time++)
            (await one.Client.GetStringAsync(All)).ShouldContain("Report 1000");

        await using (var source = NpgsqlDataSource.Create(one.Log.ConnectionString))
        await using (var repair = source.CreateCommand("update timeline.segments set entry = replace(entry, 'Report 1000', 'Mended 1000'); update timeline.view_sets set revision = revision + 1 where replaced_at is null"))
            await repair.ExecuteNonQueryAsync();

        (await one.Client.GetStringAsync(All)).ShouldContain("Mended 1000");
    }

    private static ReportBody Report(int number) => new($"report-{number}", "desk", "statement", "2024-11-05", $"Report {number}", new { publisher = "KCNA", publishedAt = "2024-11-05" });

    private static async Task<string[]> IdsAsync(HttpClient client)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/timeline?limit=1000&actor=desk"));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private sealed record ReportBody(string Id, string Actor, string Kind, string Occurred, string Headline, object Source);
}
