using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Timeline.HttpContract;
using Timeline.Service.Live;
using Timeline.Service.Tests.Support;
using Xunit.Abstractions;

namespace Timeline.Service.Tests.Live;

/// <summary>Many readers, some of them bad. Short by default; in full with <c>TIMELINE_NIGHTLY=1</c>.</summary>
public class LiveLoadTests(ITestOutputHelper output)
{
    /// <summary>5,000 characters of three bytes each.</summary>
    private static readonly string LongSummary = new('字', 5000);

    private static readonly bool IsNightly = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1";

    [Fact]
    public async Task Every_reader_gets_every_event_once_and_in_order_while_many_write_and_one_reader_stalls()
    {
        const int Readers = 100, Writers = 32, MostBytes = 1_000_000;
        var each = IsNightly ? 60 : 10;
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, $"Timeline:LiveBufferBytes={MostBytes}");
        var history = await WriteHistoryAsync(host.Client, 400);
        using var stalled = await StalledReader.OpenAsync(host.Client.BaseAddress!, "/api/timeline/live?afterBasis=0");
        var streams = new List<EventStream>();
        for (var i = 1; i < Readers; i++)
            streams.Add(await EventStream.OpenAsync(host.Client, $"/api/timeline/live?afterBasis={history[^1]}"));
        var total = Writers * each;
        var received = streams.Select(stream => ReceiveAsync(stream, total)).ToList();

        var started = Stopwatch.GetTimestamp();
        var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => ReportAsync(host.Client, $"w{writer}", each, "")));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var frames = await Task.WhenAll(received);

        var expected = written.SelectMany(positions => positions).Order().ToList();
        foreach (var reader in frames)
            reader.Select(frame => frame.Position).SequenceEqual(expected).ShouldBeTrue();
        host.App.Services.GetRequiredService<LiveFollower>().Ring.Bytes.ShouldBeLessThanOrEqualTo(MostBytes);
        var delays = frames.SelectMany(reader => reader.Select(frame => frame.Delay.TotalMilliseconds)).Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Readers} readers (1 stalled), {Writers} writers, {total} events in {elapsed.TotalSeconds:F1} s; from recordedAt to received: median {delays[delays.Count / 2]:F1} ms, p99 {delays[delays.Count * 99 / 100]:F1} ms"));
        (await stalled.CatchUpAsync(expected[^1])).SequenceEqual(history.Concat(expected)).ShouldBeTrue("the stalled reader goes on where it was");
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Stalled_readers_far_behind_keep_next_to_nothing_in_memory()
    {
        const int Stalled = 40;
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, "Timeline:LiveBufferBytes=1000000");
        var history = await WriteHistoryAsync(host.Client, 500);
        var ring = host.App.Services.GetRequiredService<LiveFollower>().Ring;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var stalled = new List<StalledReader>();
        for (var i = 0; i < Stalled; i++)
            stalled.Add(await StalledReader.OpenAsync(host.Client.BaseAddress!, "/api/timeline/live?afterBasis=0"));
        await UntilAsync(() => host.App.Services.GetRequiredService<LiveFollower>().Readers == Stalled);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await ReportAsync(host.Client, "more", 100, LongSummary);
        await Task.Delay(TimeSpan.FromSeconds(1));

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stalled} stalled readers: {grown / 1e6:F1} MB"));
        ring.Bytes.ShouldBeLessThanOrEqualTo(1_000_000);
        // What they have not been sent is about 7 MB each; a page, and what the connection buffers, is about half a megabyte.
        grown.ShouldBeLessThan(Stalled * 1_000_000);
        stalled.ForEach(reader => reader.Dispose());
        history.Count.ShouldBe(500);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_for_too_long_is_dropped()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, "Timeline:LiveWriteTimeoutSeconds=1");
        var history = await WriteHistoryAsync(host.Client, 500);
        using var stalled = await StalledReader.OpenAsync(host.Client.BaseAddress!, "/api/timeline/live?afterBasis=0");

        var follower = host.App.Services.GetRequiredService<LiveFollower>();
        await UntilAsync(() => follower.Readers == 1);
        await UntilAsync(() => follower.Readers == 0);

        (await stalled.IsClosedAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        using var other = await EventStream.OpenAsync(host.Client, $"/api/timeline/live?afterBasis={history[^2]}");
        (await other.NextFrameAsync()).Position.ShouldBe(history[^1]);
    }

    /// <summary>About 15 KB an event, so that it does not fit what lies between two sockets.</summary>
    private static async Task<List<long>> WriteHistoryAsync(HttpClient client, int events)
    {
        using var answer = await client.PostAsJsonAsync("/api/actors", new { id = "a", name = "A", kind = "state" });
        answer.IsSuccessStatusCode.ShouldBeTrue();
        var written = await Task.WhenAll(Enumerable.Range(0, 10).Select(writer => ReportAsync(client, $"h{writer}", events / 10, LongSummary)));
        return [.. written.SelectMany(positions => positions).Order()];
    }

    private static async Task<List<long>> ReportAsync(HttpClient client, string prefix, int count, string summary)
    {
        var positions = new List<long>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/developments", new
            {
                id = $"{prefix}-{i}",
                actor = "a",
                kind = "other",
                occurred = "2024-10-10",
                headline = "Something",
                summary = summary.Length == 0 ? null : summary,
                source = new { publisher = "Agency" },
                reportedAt = "2024-10-18",
            });
            var body = await answer.Content.ReadAsStringAsync();
            ((int)answer.StatusCode).ShouldBe(201, body);
            positions.Add(JsonElement.Parse(body).GetProperty("position").GetInt64());
        }
        return positions;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(20);
        }
    }

    private static async Task<List<(long Position, TimeSpan Delay)>> ReceiveAsync(EventStream stream, int count)
    {
        var frames = new List<(long, TimeSpan)>();
        while (frames.Count < count)
        {
            var frame = await stream.NextFrameAsync();
            var received = DateTimeOffset.UtcNow;
            // Parsing all of it would be the greater part of the work here.
            var at = frame.Data!.Split('"')[3];
            frames.Add((frame.Position, received - DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));
        }
        return frames;
    }
}
