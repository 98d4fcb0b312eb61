using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/timeline/live</c>: from position to position of the newest answer. On a log that nobody else writes to.</summary>
public abstract class LiveContract
{
    private const string Live = "/api/timeline/live";
    private static int ids;

    protected abstract HttpClient Client { get; }

    [Fact]
    public async Task A_stream_begins_with_the_newest_position_and_how_soon_to_come_back()
    {
        var newest = await RegisterAsync(Unique("actor"));

        using var stream = await EventStream.OpenAsync(Client, Live);

        var first = (await stream.NextAsync()).ShouldNotBeNull();
        first.Data.ShouldBeNull();
        first.Position.ShouldBe(newest);
        first.Retry.ShouldNotBeNull();
        stream.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        stream.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
    }

    [Fact]
    public async Task What_is_reported_is_learned_what_is_corrected_is_revised_and_what_is_retracted_is_withdrawn()
    {
        var (actor, id) = (Unique("actor"), Unique("development"));
        await RegisterAsync(actor);
        using var stream = await EventStream.OpenAsync(Client, Live);

        var reported = await ReportAsync(id, actor);
        var learned = await stream.NextFrameAsync();
        var corrected = await FollowAsync(id, "corrections", new { changes = new { headline = "Another headline" }, reason = "a slip", source = new { publisher = "Agency" }, reportedAt = "2024-10-19" });
        var revised = await stream.NextFrameAsync();
        var retracted = await FollowAsync(id, "retractions", new { reason = "all wrong", source = new { publisher = "Agency" }, reportedAt = "2024-10-20" });
        var withdrawn = await stream.NextFrameAsync();

        new[] { learned.Position, revised.Position, withdrawn.Position }.ShouldBe([reported, corrected, retracted]);
        Members(learned.Json).ShouldBe(["at", "learned", "revised", "withdrawn"]);
        Counts(learned).ShouldBe((1, 0, 0));
        Counts(revised).ShouldBe((0, 1, 0));
        Counts(withdrawn).ShouldBe((0, 0, 1));
        var revision = revised.Json.GetProperty("revised")[0];
        revision.GetProperty("id").GetString().ShouldBe(id);
        revision.GetProperty("before").GetRawText().ShouldBe(learned.Json.GetProperty("learned")[0].GetRawText());
        revision.GetProperty("after").GetProperty("headline").GetString().ShouldBe("Another headline");
        revision.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("field").GetString()).ShouldContain("headline");
        var because = revision.GetProperty("because").EnumerateArray().ShouldHaveSingleItem();
        because.GetProperty("position").GetInt64().ShouldBe(corrected);
        because.GetProperty("type").GetString().ShouldBe("development_corrected");
        because.GetProperty("reason").GetString().ShouldBe("a slip");
        because.GetProperty("source").GetProperty("publisher").GetString().ShouldBe("Agency");
        withdrawn.Json.GetProperty("withdrawn")[0].GetRawText().ShouldBe(revision.GetProperty("after").GetRawText());
    }

    [Fact]
    public async Task An_entry_that_leaves_the_filter_is_withdrawn_and_one_that_enters_it_is_learned()
    {
        var (actor, id) = (Unique("actor"), Unique("development"));
        await RegisterAsync(actor);
        await ReportAsync(id, actor);
        using var statements = await EventStream.OpenAsync(Client, $"{Live}?actor={actor}&kind=statement");
        using var others = await EventStream.OpenAsync(Client, $"{Live}?actor={actor}&kind=other");

        await FollowAsync(id, "corrections", new { changes = new { kind = "statement" }, reason = "a slip", source = new { publisher = "Agency" }, reportedAt = "2024-10-19" });

        Counts(await statements.NextFrameAsync()).ShouldBe((1, 0, 0));
        Counts(await others.NextFrameAsync()).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task Names_are_searched_as_they_are_at_each_position()
    {
        var (actor, id, word) = (Unique("actor"), Unique("development"), Unique("word").Replace("-", "", StringComparison.Ordinal));
        await RegisterAsync(actor);
        var reported = await ReportAsync(id, actor);
        using var stream = await EventStream.OpenAsync(Client, $"{Live}?q={word}");

        var renamed = await PatchAsync(actor, new { name = $"Now {word}" });
        var learned = await stream.NextFrameAsync();
        var again = await PatchAsync(actor, new { name = "Something else" });
        var withdrawn = await stream.NextFrameAsync();

        (learned.Position, withdrawn.Position).ShouldBe((renamed, again));
        Counts(learned).ShouldBe((1, 0, 0));
        learned.Json.GetProperty("learned")[0].GetProperty("position").GetInt64().ShouldBe(reported);
        Counts(withdrawn).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task An_alias_means_whom_it_belongs_to_at_each_position()
    {
        var (one, other, id, alias) = (Unique("actor"), Unique("actor"), Unique("development"), Unique("alias"));
        var start = await RegisterAsync(one, alias);
        await RegisterAsync(other);
        await ReportAsync(id, one);
        using var stream = await EventStream.OpenAsync(Client, $"{Live}?actor={alias}&afterBasis={start - 1}");
        Counts(await stream.NextFrameAsync()).ShouldBe((1, 0, 0));

        var dropped = await PatchAsync(one, new { aliases = Array.Empty<string>() });
        var withdrawn = await stream.NextFrameAsync();
        await PatchAsync(other, new { aliases = new[] { alias } });
        await ReportAsync(Unique("development"), other);

        withdrawn.Position.ShouldBe(dropped);
        Counts(withdrawn).ShouldBe((0, 0, 1));
        (await stream.NextFrameAsync()).Json.GetProperty("learned")[0].GetProperty("actor").GetString().ShouldBe(other);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_id_whatever_its_address_says()
    {
        var actor = Unique("actor");
        await RegisterAsync(actor);
        var positions = new List<long>();
        for (var i = 0; i < 3; i++)
            positions.Add(await ReportAsync(Unique("development"), actor));

        using var stream = await EventStream.OpenAsync(Client, $"{Live}?actor={actor}&afterBasis=0", $"{positions[0]}");

        (await stream.NextAsync()).ShouldNotBeNull().Position.ShouldBe(positions[0]);
        (await stream.NextFrameAsync()).Position.ShouldBe(positions[1]);
        (await stream.NextFrameAsync()).Position.ShouldBe(positions[2]);
    }

    [Fact]
    public async Task The_whole_history_is_told_from_position_0_on()
    {
        var actor = Unique("actor");
        await RegisterAsync(actor);
        await ReportAsync(Unique("development"), actor);
        var newest = await ReportAsync(Unique("development"), actor);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);

        using var stream = await EventStream.OpenAsync(Client, $"{Live}?afterBasis=0&actor={actor}");
        await foreach (var frame in stream.FramesToAsync(newest))
            Fold(entries, frame.Json);

        entries.ShouldBe(await AnswerAsync($"actor={actor}"), ignoreOrder: true);
        entries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("afterBasis=1000000000", null, HttpStatusCode.NotFound)]
    [InlineData("", "1000000000", HttpStatusCode.NotFound)]
    [InlineData("afterBasis=-1", null, HttpStatusCode.BadRequest)]
    [InlineData("afterBasis=x", null, HttpStatusCode.BadRequest)]
    [InlineData("", "end", HttpStatusCode.BadRequest)]
    [InlineData("", "-1", HttpStatusCode.BadRequest)]
    [InlineData("knownAt=2024-10-25", null, HttpStatusCode.BadRequest)]
    [InlineData("order=asc", null, HttpStatusCode.BadRequest)]
    [InlineData("kind=none", null, HttpStatusCode.BadRequest)]
    [InlineData("edition=aaaaaaaaaaaa.1", null, HttpStatusCode.NotFound)]
    [InlineData("actor=nobody-at-all", null, HttpStatusCode.NotFound)]
    public async Task A_place_or_a_filter_that_is_not_there_is_refused(string query, string? lastEventId, HttpStatusCode expected)
    {
        using var answer = await EventStream.AskAsync(Client, $"{Live}?{query}", lastEventId);

        answer.StatusCode.ShouldBe(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task HEAD_gives_the_headers_and_ends()
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Live));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }

    /// <summary>Applies a frame to an answer: what is learned is new, and what is revised or withdrawn is there just so.</summary>
    public static void Fold(Dictionary<string, string> entries, JsonElement frame)
    {
        foreach (var entry in frame.GetProperty("learned").EnumerateArray())
            entries.TryAdd(entry.GetProperty("id").GetString()!, entry.GetRawText()).ShouldBeTrue($"learned twice: {entry}");
        foreach (var revision in frame.GetProperty("revised").EnumerateArray())
        {
            var id = revision.GetProperty("id").GetString()!;
            entries.GetValueOrDefault(id).ShouldBe(revision.GetProperty("before").GetRawText());
            entries[id] = revision.GetProperty("after").GetRawText();
        }
        foreach (var entry in frame.GetProperty("withdrawn").EnumerateArray())
        {
            entries.Remove(entry.GetProperty("id").GetString()!, out var before).ShouldBeTrue($"not there: {entry}");
            before.ShouldBe(entry.GetRawText());
        }
    }

    private async Task<Dictionary<string, string>> AnswerAsync(string query)
    {
        var answer = JsonElement.Parse(await Client.GetByteArrayAsync($"/api/timeline?limit=1000&{query}"));
        return answer.GetProperty("items").EnumerateArray().ToDictionary(entry => entry.GetProperty("id").GetString()!, entry => entry.GetRawText());
    }

    private Task<long> RegisterAsync(string id, params string[] aliases) =>
        SendAsync(HttpMethod.Post, "/api/actors", new { id, name = $"Name of {id}", kind = "state", aliases });

    private Task<long> PatchAsync(string actor, object changes) => SendAsync(HttpMethod.Patch, $"/api/actors/{actor}", changes);

    private Task<long> ReportAsync(string id, string actor) => SendAsync(
        HttpMethod.Post, "/api/developments",
        new { id, actor, kind = "other", occurred = "2024-10-10", headline = $"Headline of {id}", source = new { publisher = "Agency" }, reportedAt = "2024-10-18" });

    private Task<long> FollowAsync(string id, string what, object body) => SendAsync(HttpMethod.Post, $"/api/developments/{id}/{what}", body);

    private async Task<long> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text).GetProperty("position").GetInt64();
    }

    private static (int Learned, int Revised, int Withdrawn) Counts(StreamEvent frame) => (
        frame.Json.GetProperty("learned").GetArrayLength(), frame.Json.GetProperty("revised").GetArrayLength(), frame.Json.GetProperty("withdrawn").GetArrayLength());

    private static string[] Members(JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];

    private static string Unique(string name) => $"live-{name}-{Interlocked.Increment(ref ids)}";
}
