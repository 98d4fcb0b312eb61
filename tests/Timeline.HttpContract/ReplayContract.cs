using System.Diagnostics;
using System.Net;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/timeline/replay</c>: how the answer changed, as server-sent events.</summary>
public abstract class ReplayContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task A_replay_starts_with_what_it_plays_and_has_a_frame_at_each_instant_of_change()
    {
        var (actor, ids) = await Story();
        using var response = await Play($"actor={actor}&from=2024-10-17&to=2024-10-31");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        var events = new List<ReplayEvent>();
        await foreach (var @event in response.EventsAsync())
            events.Add(@event);

        events.Select(@event => @event.Type).ShouldBe(["start", "message", "message", "message", "end"]);
        events[0].Json.Text("from").ShouldBe("2024-10-17T23:59:59.999999Z");
        events[0].Json.Text("to").ShouldBe("2024-10-31T23:59:59.999999Z");
        events[0].Json.Number("basis").ShouldBe(await NewestPosition());
        events[1].Json.Members().ShouldBe(["at", "learned", "revised", "withdrawn"]);
        events[1].Json.Texts("learned[].id").ShouldBe(ids);
        events[2].Json.Text("at").ShouldBe("2024-10-19T00:00:00Z");
        events[2].Json.Texts("learned[]").ShouldBeEmpty();
        events[2].Json.Texts("revised[].id").ShouldBe([ids[0]]);
        events[2].Json.Texts("revised[0].changes[].field").ShouldContain("headline");
        events[2].Json.Texts("revised[0].because[].type").ShouldBe(["development_corrected"]);
        events[2].Json.Text("revised[0].because[0].reason").ShouldBe("because");
        events[3].Json.Texts("withdrawn[].id").ShouldBe([ids[1]]);
    }

    [Fact]
    public async Task An_id_is_the_frames_time_and_carries_the_basis_where_the_request_names_none()
    {
        var (actor, _) = await Story();
        var basis = await NewestPosition();

        var pinned = await Frames($"actor={actor}&basis={basis}");
        pinned.Select(frame => frame.Id).ShouldBe(pinned.Select(frame => frame.Json.Text("at")));
        var unpinned = await Frames($"actor={actor}");
        unpinned.Select(frame => frame.Id).ShouldBe(pinned.Select(frame => $"{frame.Id}@{basis}"));
    }

    [Fact]
    public async Task By_default_everything_is_played()
    {
        var (actor, ids) = await Story();
        var entries = new Dictionary<string, string>();
        foreach (var frame in await Frames($"actor={actor}"))
            entries.Apply(frame.Json);

        entries.Keys.ShouldBe([ids[0]]);
        entries.Sorted().ShouldBe(DiffAnswers.Entries((await Ok($"/api/timeline?actor={actor}")).Json).Sorted());
    }

    [Fact]
    public async Task Reconnecting_stays_at_the_basis_that_the_replay_began_with()
    {
        var (actor, ids) = await Story();
        var first = await Frames($"actor={actor}&to=2024-10-31");
        await Accept(Calls.Correct(ids[0]).Change("summary", "Recorded meanwhile").Reported("2024-10-18T12:00:00Z"));

        var rest = await Frames($"actor={actor}&to=2024-10-31", after: first[0].Id);
        rest.ShouldBe(first.Skip(1));
        (await Frames($"actor={actor}&to=2024-10-31")).Count.ShouldBe(first.Count + 1);
    }

    [Fact]
    public async Task Even_before_the_first_frame_a_reconnect_stays_at_the_basis()
    {
        var (actor, ids) = await Story();
        using var begun = await Play($"actor={actor}&to=2024-10-31");
        var start = await begun.EventsAsync().FirstAsync();
        await Accept(Calls.Correct(ids[0]).Change("summary", "Recorded meanwhile").Reported("2024-10-18T12:00:00Z"));

        (await Frames($"actor={actor}&to=2024-10-31", after: start.Id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task After_the_end_a_reconnect_gets_no_content()
    {
        var (actor, _) = await Story();
        using var response = await Play($"actor={actor}");
        var last = await response.EventsAsync().LastAsync();
        last.Type.ShouldBe("end");

        using var again = await Play($"actor={actor}", last.Id);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nothing_to_play_is_an_end_at_once()
    {
        var (actor, _) = await Story();

        (await Frames($"actor={actor}&from=2024-11-01&to=2024-11-30")).ShouldBeEmpty();
        (await Frames($"actor={actor}&basis=0&q=nothing", expected: 404)).ShouldBeEmpty();
        (await Frames("basis=0")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_speed_is_in_days_a_second_and_zero_does_not_wait()
    {
        var (actor, _) = await Story();
        var clock = Stopwatch.StartNew();
        var atOnce = await Frames($"actor={actor}&from=2024-10-17T00:00:00Z&to=2024-10-31&speed=0");
        var fast = clock.Elapsed;
        clock.Restart();
        var paced = await Frames($"actor={actor}&from=2024-10-17T00:00:00Z&to=2024-10-31&speed=2.5");
        var slow = clock.Elapsed;

        paced.ShouldBe(atOnce);
        // From the 17th to the 20th, with the last frame.
        slow.ShouldBeGreaterThan(TimeSpan.FromSeconds(3 / 2.5 - 0.05));
        fast.ShouldBeLessThan(slow);
    }

    [Fact]
    public async Task HEAD_tells_the_headers_and_plays_nothing()
    {
        var answer = await Send(HttpMethod.Head, "/api/timeline/replay?speed=0.001");

        answer.Should(200).MediaType.ShouldBe("text/event-stream");
        answer.Bytes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("from=2024-10-18&to=2024-10-17", "to")]
    [InlineData("from=soon", "from")]
    [InlineData("speed=-1", "speed")]
    [InlineData("speed=1000001", "speed")]
    [InlineData("speed=fast", "speed")]
    [InlineData("order=desc", "order")]
    [InlineData("limit=5", "limit")]
    [InlineData("knownAt=2024-10-18", "knownAt")]
    [InlineData("basis=1&recordedAt=2024-10-18", "recordedAt")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, string parameter) =>
        (await Get($"/api/timeline/replay?{query}")).ShouldBeProblem(400, parameter);

    [Fact]
    public async Task A_wrong_last_event_id_is_refused()
    {
        var basis = await NewestPosition();

        (await Get("/api/timeline/replay", ("Last-Event-ID", "yesterday"))).ShouldBeProblem(400, "Last-Event-ID");
        (await Get("/api/timeline/replay", ("Last-Event-ID", "2024-10-18T00:00:00Z@x"))).ShouldBeProblem(400, "Last-Event-ID");
        (await Get($"/api/timeline/replay?basis={basis}", ("Last-Event-ID", $"2024-10-18T00:00:00Z@{basis + 1}"))).ShouldBeProblem(400, "Last-Event-ID");
        (await Get("/api/timeline/replay", ("Last-Event-ID", $"2024-10-18T00:00:00Z@{basis + 1000}"))).ShouldBeProblem(404);
        (await Get($"/api/timeline/replay?basis={basis + 1000}")).ShouldBeProblem(404);
        (await Get("/api/timeline/replay?actor=nobody")).ShouldBeProblem(404, "actor");
    }

    /// <summary>On the 18th two developments are reported, on the 19th one is corrected, on the 20th the other retracted.</summary>
    private async Task<(string Actor, string[] Ids)> Story()
    {
        var (actor, one, other) = (await Actor(), Unique("replay-a"), Unique("replay-b"));
        await Accept(Calls.Report(one).By(actor), Calls.Report(other).By(actor));
        await Accept(Calls.Retract(other).Reported("2024-10-20"), Calls.Correct(one).Change("headline", "Corrected"));
        return (actor, [one, other]);
    }

    private Task<HttpResponseMessage> Play(string query, string? after = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/timeline/replay?{query}");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        return Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<List<ReplayEvent>> Frames(string query, string? after = null, int expected = 200)
    {
        using var response = await Play(query, after);
        ((int)response.StatusCode).ShouldBe(expected);
        return expected == 200 ? await response.FramesAsync() : [];
    }
}
