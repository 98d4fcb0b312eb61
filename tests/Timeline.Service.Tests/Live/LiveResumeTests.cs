using Timeline.HttpContract;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Live;

public class LiveResumeTests
{
    [Fact]
    public async Task A_reader_that_comes_back_after_every_frame_and_every_restart_misses_nothing_and_gets_nothing_twice()
    {
        await using var log = await TestDatabase.CreateAsync();
        var host = await RunningHost.StartAsync(log, "Timeline:HeartbeatSeconds=0.2");
        await RandomWriter.RegisterAsync(host.Client);
        var writer = new RandomWriter(host.Client, 11);
        await writer.WriteAsync(40);
        var newest = writer.LastPosition;
        const string Path = "/api/timeline/live?include=retracted";
        var whole = await FramesAsync(host.Client, $"{Path}&afterBasis=0", newest);
        whole.Count.ShouldBeGreaterThan(20);

        var pieces = new List<StreamEvent>();
        var last = "0";
        while (pieces.Count < whole.Count)
        {
            if (pieces.Count is 5 or 15)
            {
                await host.DisposeAsync();
                host = await RunningHost.StartAsync(log);
            }
            using var stream = await EventStream.OpenAsync(host.Client, Path, last);
            pieces.Add(await stream.NextFrameAsync());
            last = pieces[^1].Id!;
        }

        pieces.Select(frame => (frame.Id, frame.Data)).ShouldBe(whole.Select(frame => (frame.Id, frame.Data)));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_stopping_service_ends_its_streams_at_once_and_a_reader_goes_on_elsewhere()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var other = await RunningHost.StartAsync(log);
        var host = await RunningHost.StartAsync(log);
        await RandomWriter.RegisterAsync(host.Client);
        using var stream = await EventStream.OpenAsync(host.Client, "/api/timeline/live");
        var begin = (await stream.NextAsync()).ShouldNotBeNull();

        var stop = host.App.StopAsync();
        var end = stream.NextAsync();
        await Task.WhenAll(stop, end).WaitAsync(TimeSpan.FromSeconds(10));
        (await end).ShouldBeNull();
        await host.DisposeAsync();
        var writer = new RandomWriter(other.Client, 1);
        await writer.ReportAsync();

        using var resumed = await EventStream.OpenAsync(other.Client, "/api/timeline/live", begin.Id);
        (await resumed.NextFrameAsync()).Position.ShouldBe(writer.LastPosition);
    }

    [Fact]
    public async Task What_another_process_writes_comes_too()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log);
        await using var other = await RunningHost.StartAsync(log);
        await RandomWriter.RegisterAsync(other.Client);
        using var stream = await EventStream.OpenAsync(host.Client, "/api/timeline/live");
        await stream.NextAsync();

        var writer = new RandomWriter(other.Client, 1);
        for (var i = 0; i < 3; i++)
        {
            await writer.ReportAsync();
            (await stream.NextFrameAsync()).Position.ShouldBe(writer.LastPosition);
        }
    }

    [Fact]
    public async Task A_silent_stream_says_where_it_is_past_what_the_filter_keeps_back()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, "Timeline:HeartbeatSeconds=0.1");
        await RandomWriter.RegisterAsync(host.Client);
        using var stream = await EventStream.OpenAsync(host.Client, "/api/timeline/live?q=never");
        var begin = (await stream.NextAsync()).ShouldNotBeNull();

        var still = (await stream.NextAsync()).ShouldNotBeNull();
        var writer = new RandomWriter(host.Client, 1);
        await writer.ReportAsync();
        var moved = still;
        while (moved.Position < writer.LastPosition)
            moved = (await stream.NextAsync()).ShouldNotBeNull();

        still.ShouldBe(new StreamEvent(begin.Id, null, null, HasComment: true));
        moved.ShouldBe(new StreamEvent($"{writer.LastPosition}", null, null, HasComment: true));
    }

    private static async Task<List<StreamEvent>> FramesAsync(HttpClient client, string path, long to)
    {
        using var stream = await EventStream.OpenAsync(client, path);
        var frames = new List<StreamEvent>();
        await foreach (var frame in stream.FramesToAsync(to))
            frames.Add(frame);
        return frames;
    }
}
