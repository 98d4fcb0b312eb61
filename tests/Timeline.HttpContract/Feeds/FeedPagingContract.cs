using System.Text.Json;
using System.Xml.Linq;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Feeds that are cut go on at a pinned address.</summary>
public abstract class FeedPagingContract(TimelineApi api) : FeedSuite(api)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory]
    [InlineData("/feeds/vis.json", "asc")]
    [InlineData("/feeds/vis.json", "desc")]
    [InlineData("/feeds/timelinejs.json", "asc")]
    public async Task A_whole_feed_that_is_cut_says_where_it_goes_on(string path, string order)
    {
        var (actor, name) = (await Actor(), Unique("page"));
        foreach (var day in Enumerable.Range(10, 7))
            await Accept(Report($"{name}-{day}").By(actor).Occurred($"2024-10-{day}"));
        var ids = new List<string>();
        var pages = 0;
        for (var next = $"{path}?actor={actor}&limit=3&order={order}"; next is not null; pages++)
        {
            var page = await Ok(next);
            ids.AddRange([.. page.Texts("items[].id"), .. page.Texts("events[].unique_id")]);
            next = page.Link("next");
            if (pages == 0)
                await Accept(Report($"{name}-late").By(actor).Occurred("2024-10-11"));
        }

        var expected = Enumerable.Range(10, 7).Select(day => $"{name}-{day}").ToList();
        if (order == "desc")
            expected.Reverse();
        pages.ShouldBe(3);
        ids.ShouldBe(expected);
        (await Ok($"{path}?actor={actor}&limit=8")).Link("next").ShouldBeNull();
    }

    [Fact]
    public async Task A_whole_feed_longer_than_what_is_read_at_once_has_everything_once()
    {
        var (actor, name) = (await Actor(), Unique("many"));
        var lines = string.Join('\n', Enumerable.Range(0, 1_203).Select(i => JsonSerializer.Serialize(new
        {
            type = "report",
            id = $"{name}-{i:0000}",
            actor,
            kind = "other",
            occurred = "2024-10-10",
            headline = "One of many",
            source = new { publisher = "Agency" },
            reportedAt = "2024-10-18",
        })));
        (await Send(new HttpRequestMessage(HttpMethod.Post, "/api/import") { Content = new StringContent(lines, System.Text.Encoding.UTF8, "application/x-ndjson") })).Should(200);

        var all = Enumerable.Range(0, 1_203).Select(i => $"{name}-{i:0000}").ToList();
        (await Ok($"/feeds/vis.json?actor={actor}")).Texts("items[].id").ShouldBe(all);
        var cut = await Ok($"/feeds/vis.json?actor={actor}&limit=1100");
        cut.Texts("items[].id").ShouldBe(all[..1_100]);
        (await Ok(cut.Link("next")!)).Texts("items[].id").ShouldBe(all[1_100..]);
    }

    [Fact]
    public async Task Pages_of_Atom_lead_forth_and_back_and_stay_at_their_pin()
    {
        var (actor, name) = (await Actor(), Unique("page"));
        foreach (var number in Enumerable.Range(1, 7))
            await Accept(Report($"{name}-{number}").By(actor));
        await Accept(Retract($"{name}-2"), Correct($"{name}-4").Change("headline", "Corrected"));
        var pages = new List<(string Address, XElement Feed)>();
        for (var next = $"/feeds/atom.xml?actor={actor}&limit=3"; next is not null;)
        {
            var answer = await Ok(next);
            var feed = XDocument.Parse(answer.Body).Root!;
            pages.Add((answer.Link("bookmark")!, feed));
            next = LinkOf(feed, "next");
            answer.Link("next").ShouldBe(next);
            answer.Link("previous").ShouldBe(LinkOf(feed, "previous"));
            await Accept(Report(Unique("late")).By(actor));
        }

        pages.SelectMany(page => Changed(page.Feed)).ShouldBe(new[] { "4", "2", "7", "6", "5", "3", "1" }.Select(number => $"{name}-{number}"));
        pages.Select(page => LinkOf(page.Feed, "first")).Distinct().ShouldBe([pages[0].Address]);
        pages.Select(page => LinkOf(page.Feed, "previous")).ShouldBe([null, pages[0].Address, pages[1].Address]);
        foreach (var (address, feed) in pages)
            XNode.DeepEquals(await Xml(address), feed).ShouldBeTrue(address);
        // Whoever subscribes from any page's "self" of the first gets what is new.
        LinkOf(pages[0].Feed, "self").ShouldBe($"/feeds/atom.xml?actor={actor}&limit=3");
    }

    [Fact]
    public async Task Pages_of_JSON_Feed_lead_on()
    {
        var (actor, name) = (await Actor(), Unique("page"));
        foreach (var number in Enumerable.Range(1, 5))
            await Accept(Report($"{name}-{number}").By(actor));
        var ids = new List<string>();
        for (var next = $"/feeds/feed.json?actor={actor}&limit=2"; next is not null;)
        {
            var page = await Ok(next);
            ids.AddRange(page.Texts("items[]._timeline.id"));
            next = page.Text("next_url") is { } address ? new Uri(address).PathAndQuery : null;
            page.Link("next").ShouldBe(next);
        }

        ids.ShouldBe(new[] { 5, 4, 3, 2, 1 }.Select(number => $"{name}-{number}"));
    }

    [Fact]
    public async Task A_cursor_goes_on_with_its_own_feed_and_no_other()
    {
        var actor = await Actor();
        await Accept(Report(Unique("a")).By(actor), Report(Unique("b")).By(actor), Report(Unique("c")).By(actor));
        foreach (var path in Paths)
        {
            var cursor = (await Ok($"{path}?actor={actor}&limit=1")).Link("next").ShouldNotBeNull(path).Split("after=")[1].Split('&')[0];

            (await Ok($"{path}?actor={actor}&limit=2&after={cursor}")).Link("next").ShouldBeNull(path);
            foreach (var other in new[] { path + "?", $"{path}?actor={actor}&kind=treaty", $"{path}?actor={actor}&basis=1", $"{path}?actor={actor}&knownAt=2024-10-01", $"{path}?actor={actor}&recordedAt=2024-10-01" })
                (await Get($"{other}&limit=1&after={cursor}")).ShouldBeProblem(400, "after");
            foreach (var other in Paths.Where(other => other != path))
                (await Get($"{other}?actor={actor}&limit=1&after={cursor}")).ShouldBeProblem(400, "after");
        }
    }

    private static IEnumerable<string> Changed(XElement feed) => feed.Elements()
        .Select(element => (string?)element.Element(Atom + "id") ?? (string?)element.Attribute("ref"))
        .Where(id => id?.Contains(":developments/", StringComparison.Ordinal) == true)
        .Select(id => id!.Split('/')[^1]);

    /// <summary>Relative, as in the <c>Link</c> header.</summary>
    private static string? LinkOf(XElement feed, string relation) =>
        feed.Elements(Atom + "link").SingleOrDefault(link => (string)link.Attribute("rel")! == relation) is { } link ? new Uri((string)link.Attribute("href")!).PathAndQuery : null;
}
