using System.Text;
using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/timeline</c> as <c>application/x-ndjson</c>: the whole list, an entry a line.</summary>
public abstract class NdJsonContract(TimelineApi api) : ContractSuite(api)
{
    private static readonly (string Name, string Value) Accepting = ("Accept", "application/x-ndjson");

    [Theory]
    [InlineData("")]
    [InlineData("&order=desc")]
    [InlineData("&kind=treaty")]
    [InlineData("&include=retracted")]
    [InlineData("&knownAt=2024-10-18")]
    public async Task The_lines_are_the_entries_of_the_paged_list(string query)
    {
        var url = $"/api/timeline?actor={await Scene()}{query}";

        var lines = Lines(await Ok(url, Accepting));

        lines.ShouldNotBeEmpty();
        lines.ShouldBe((await Ok($"{url}&limit=1000")).Json.Find("items[]").Select(entry => entry.GetRawText()));
    }

    [Fact]
    public async Task It_is_not_paged()
    {
        var url = $"/api/timeline?actor={await Scene()}";

        Lines(await Ok(url, Accepting)).Length.ShouldBe(119);
        (await Ok(url)).Texts("items[].id").Length.ShouldBe(50);
        (await Ok(url, Accepting)).Link("next").ShouldBeNull();
    }

    [Fact]
    public async Task The_pin_is_in_the_bookmark_which_gives_the_same_bytes_for_ever()
    {
        var actor = await Actor();
        await Accept(Report(Unique("n")).By(actor));
        var answer = await Ok($"/api/timeline?actor={actor}&tag=none&tag=all", Accepting);
        var all = await Ok($"/api/timeline?actor={actor}", Accepting);
        var bookmark = all.Link("bookmark").ShouldNotBeNull();

        await Accept(Report(Unique("n")).By(actor), await ReportOf());

        answer.Link("bookmark").ShouldNotBeNull().ShouldContain("tag=all&tag=none");
        var again = await Ok(bookmark, Accepting);
        (again.Body, again.ETag).ShouldBe((all.Body, all.ETag));
        again.CacheControl.Extensions.Select(extension => extension.Name).ShouldContain("immutable");
        (await Ok(bookmark)).Text("permalink").ShouldBe(bookmark);
    }

    [Fact]
    public async Task It_has_its_own_media_type_and_tag()
    {
        var url = $"/api/timeline?actor={await Scene()}";

        var (lines, page) = (await Ok(url, Accepting), await Ok(url));

        (lines.MediaType, page.MediaType).ShouldBe(("application/x-ndjson", "application/json"));
        lines.ETag.ShouldNotBe(page.ETag);
        lines.Header("Vary").ShouldNotBeNull().ShouldContain("Accept");
        page.Header("Vary").ShouldNotBeNull().ShouldContain("Accept");
        (await Get(url, Accepting, ("If-None-Match", lines.ETag))).Status.ShouldBe(304);
        (await Get(url, Accepting, ("If-None-Match", page.ETag))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/json")]
    [InlineData("application/x-ndjson;q=0.5, application/json", "application/json")]
    [InlineData("application/json;q=0.5, application/x-ndjson", "application/x-ndjson")]
    [InlineData("application/x-ndjson;q=0, */*", "application/json")]
    [InlineData("nonsense", "application/json")]
    public async Task The_media_type_is_negotiated(string accept, string mediaType) => (await Ok("/api/timeline", ("Accept", accept))).MediaType.ShouldBe(mediaType);

    [Fact]
    public async Task Nothing_is_no_lines()
    {
        var answer = await Ok($"/api/timeline?tag={Unique("none")}", Accepting);

        (answer.Body, answer.MediaType).ShouldBe(("", "application/x-ndjson"));
    }

    [Fact]
    public async Task What_is_refused_is_refused_as_a_problem() => (await Get("/api/timeline?foo=1", Accepting)).ShouldBeProblem(400, "foo");

    [Fact]
    public async Task A_head_has_no_lines_but_the_pin()
    {
        var answer = (await Send(HttpMethod.Head, $"/api/timeline?actor={await Scene()}", Accepting)).Should(200);

        (answer.Bytes.Length, answer.MediaType).ShouldBe((0, "application/x-ndjson"));
        answer.Link("bookmark").ShouldNotBeNull();
    }

    private static string[] Lines(Answer answer)
    {
        answer.Body.ShouldEndWith("\n");
        var lines = answer.Body.Split('\n')[..^1];
        foreach (var line in lines)
            JsonElement.Parse(Encoding.UTF8.GetBytes(line)).ValueKind.ShouldBe(JsonValueKind.Object);
        return lines;
    }

    private Task<string> Scene() => Api.OnceAsync("lines", async () =>
    {
        var actor = await Actor();
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Accept(Report(Unique("line")).By(actor)
            .Occurred($"2024-09-{(i % 30) + 1:00}").Kind(i % 3 == 0 ? "treaty" : "other").Headline("Lines\nand \u2028 line ends").Set("summary", new string('ß', 400)))));
        await Accept(Retract((await Ids($"actor={actor}"))[7]), Correct((await Ids($"actor={actor}"))[3]).Change("headline", "New"));
        return actor;
    });
}
