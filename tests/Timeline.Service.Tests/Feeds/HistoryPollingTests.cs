using Microsoft.Extensions.Logging;
using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.HttpContract;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Views;
using Timeline.Testing;

namespace Timeline.Service.Tests.Feeds;

/// <summary>Random histories of every kind of command, in the writer's own order: who only polls shows what the brute-force fold over the log says.</summary>
public sealed class HistoryPollingTests(HistoryDatabase databases) : IClassFixture<HistoryDatabase>
{
    private const int Commands = 40;

    private static int Histories => Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 500 : 12;

    [Fact]
    public async Task Who_polls_after_every_event_shows_what_the_fold_says()
    {
        var removals = 0;
        for (var seed = 1; seed <= Histories; seed++)
            await databases.WithAsync(History.Generate(seed, Commands), async source => removals += await PollAsync(source, $"history {seed}"));
        removals.ShouldBeGreaterThan(Histories / 2);
    }

    private static async Task<int> PollAsync(NpgsqlDataSource source, string name)
    {
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var app = TimelineHost.Build(builder, source, await LogIdentity.ReadAsync(source, CancellationToken.None));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var events = await HistoryDatabase.EventsAsync(source);
        var newest = new AtomPoller(client, "/feeds/atom.xml?limit=2");
        var asOf = new AtomPoller(client, "/feeds/atom.xml?limit=2&knownAt=2024-10-22&include=retracted");
        foreach (var basis in events.Select(recorded => recorded.Position))
        {
            await newest.PollAsync($"basis={basis}");
            await asOf.PollAsync($"basis={basis}");

            newest.Shown.Values.ToList().ShouldBe(Expected(events, Instant.MaxValue, basis, withRetracted: false), $"{name} at {basis}");
            asOf.Shown.Values.ToList().ShouldBe(Expected(events, Instant.LastOf(new DateOnly(2024, 10, 22)), basis, withRetracted: true), $"{name} at {basis}, as of 22 October");
        }
        return newest.Removals;
    }

    private static List<string> Expected(IReadOnlyList<Recorded> events, Instant knownAt, long basis, bool withRetracted) =>
    [
        .. BruteForce.EntriesAt(events, knownAt, basis)
            .Where(entry => withRetracted || (string)entry["status"]! != "retracted")
            .Select(entry => $"{entry["id"]} {entry["position"]} {entry["status"]} {entry["headline"]}"),
    ];
}
