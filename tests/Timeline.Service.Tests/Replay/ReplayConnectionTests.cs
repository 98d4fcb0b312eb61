using System.Diagnostics;
using Timeline.HttpContract;

namespace Timeline.Service.Tests.Replay;

/// <summary>What a replay holds on to, and when it lets go.</summary>
public sealed class ReplayConnectionTests(ReplayHost host) : IClassFixture<ReplayHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_client_that_goes_away_frees_the_query()
    {
        await host.AcceptAsync(Calls.Register("a"), Calls.Report("big").By("a"));
        await host.PlantAsync("big", 4_000);
        using (await Play("speed=0"))
            await Until(async () => await host.BusySessionsAsync() == 1);

        await Until(async () => await host.BusySessionsAsync() == 0);
    }

    [Fact]
    public async Task A_paced_replay_holds_no_session_while_it_waits_and_keeps_the_connection_alive()
    {
        await host.AcceptAsync(Calls.Register("b"), Calls.Report("early").By("b").Reported("2024-10-01"), Calls.Report("late").By("b").Reported("2024-10-20"));
        using var response = await Play("actor=b&from=2024-10-01T00:00:00Z&speed=0.001");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var heartbeats = 0;
        var clock = Stopwatch.StartNew();
        while (heartbeats < 3)
            heartbeats += await reader.ReadLineAsync() == ":" ? 1 : 0;

        clock.Elapsed.ShouldBeLessThan(Patience);
        (await host.BusySessionsAsync()).ShouldBe(0);
    }

    private Task<HttpResponseMessage> Play(string query) => host.Client.GetAsync($"/api/timeline/replay?{query}", HttpCompletionOption.ResponseHeadersRead);

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds(); await Task.Delay(50))
            clock.Elapsed.ShouldBeLessThan(Patience);
    }
}

public sealed class ReplayShutdownTests(ReplayHost host) : IClassFixture<ReplayHost>
{
    [Fact]
    public async Task Stopping_the_service_ends_a_waiting_replay_without_its_end_event()
    {
        await host.AcceptAsync(Calls.Register("a"), Calls.Report("early").By("a").Reported("2024-10-01"), Calls.Report("late").By("a").Reported("2024-10-20"));
        using var response = await host.Client.GetAsync("/api/timeline/replay?from=2024-09-30&speed=0.001", HttpCompletionOption.ResponseHeadersRead);
        var clock = Stopwatch.StartNew();
        await using var events = response.EventsAsync().GetAsyncEnumerator();
        do
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
        }
        while (events.Current.Type != "message");

        await host.StopAsync();

        (await events.MoveNextAsync()).ShouldBeFalse();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
