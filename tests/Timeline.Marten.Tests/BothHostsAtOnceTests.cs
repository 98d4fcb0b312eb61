using System.Collections.Concurrent;
using System.Text.Json;
using Timeline.Service.Tests.Log;
using static Timeline.HttpContract.Calls;
using static Timeline.Marten.Tests.TwoHosts;

namespace Timeline.Marten.Tests;

/// <summary>Section 1 of the contract, while two hosts of different kinds append to one log.</summary>
public class BothHostsAtOnceTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    private const int WritersEach = 16;
    private const int Streams = 4;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 100 : 12;

    [Fact]
    public async Task Sixteen_writers_at_each_host_leave_one_order_rising_times_no_gap_for_a_reader_and_pinned_answers_as_they_were()
    {
        for (var stream = 0; stream < Streams; stream++)
            await AcceptAsync(stream % 2 == 0 ? hosts.OnNpgsql : hosts.OnMarten, Register($"actor-{stream}"));
        var reader = PollingReader.Start(hosts.Source);
        var written = new ConcurrentBag<(string Stream, long Version, long Position)>();
        var pinned = new ConcurrentDictionary<string, string>();

        await Task.WhenAll(Enumerable.Range(0, 2 * WritersEach).Select(writer => WriteAsync(writer, written, pinned)));

        await reader.ShouldHaveSeenEverythingAsync();
        await hosts.Source.ShouldBeSoundAsync();
        reader.Seen.Count.ShouldBe(Streams + (2 * WritersEach * Rounds * 2));
        written.Select(at => at.Position).Distinct().Count().ShouldBe(2 * WritersEach * Rounds * 2);
        (await hosts.ColumnAsync("select concat_ws(' ', stream_id, version, seq_id) from timeline.mt_events where type like 'development%'"))
            .ShouldBe(written.Select(at => $"{at.Stream} {at.Version} {at.Position}"), ignoreOrder: true);
        pinned.Count.ShouldBeGreaterThan(2 * WritersEach);
        foreach (var (permalink, answer) in pinned)
        {
            foreach (var host in new[] { hosts.OnNpgsql, hosts.OnMarten })
                (await host.GetStringAsync(permalink)).ShouldBe(answer, permalink);
        }
        await hosts.VerifyAsync();
    }

    private async Task WriteAsync(int writer, ConcurrentBag<(string, long, long)> written, ConcurrentDictionary<string, string> pinned)
    {
        // Each writer's own host, and the other one to read at: what is acknowledged at one is there at both.
        var (here, there) = writer % 2 == 0 ? (hosts.OnNpgsql, hosts.OnMarten) : (hosts.OnMarten, hosts.OnNpgsql);
        for (var round = 0; round < Rounds; round++)
        {
            var id = $"w{writer}-{round}";
            Note(await AcceptAsync(here, Report(id).By($"actor-{(writer + round) % Streams}")), written);
            Note(await AcceptAsync(there, Correct(id).Change("headline", $"Corrected {id}")), written);
            if (round % 4 == 0)
            {
                var permalink = (await GetAsync(here, $"/api/timeline?actor=actor-{writer % Streams}&limit=20")).GetProperty("permalink").GetString()!;
                pinned[permalink] = await there.GetStringAsync(permalink);
            }
        }
    }

    private static void Note(JsonElement answer, ConcurrentBag<(string, long, long)> written) =>
        written.Add((answer.GetProperty("stream").GetString()!, answer.GetProperty("version").GetInt64(), answer.GetProperty("position").GetInt64()));
}
