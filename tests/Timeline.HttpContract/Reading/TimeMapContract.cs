using System.Globalization;

namespace Timeline.HttpContract;

/// <summary>Links between an original, its mementos and their list, by RFC 7089 and RFC 8288; the list itself by RFC 6690.</summary>
public abstract class TimeMapContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Section_2_2_an_answer_links_to_its_original_its_TimeGate_and_its_TimeMap()
    {
        var report = (await ReportOf()).Reported("2024-10-18").Tags("a tag, \"quoted\" & <more>");
        await Accept(report);
        var actor = (string)report.Body["actor"]!;
        var filters = "kind=other&order=desc&tag=" + Uri.EscapeDataString("a tag, \"quoted\" & <more>");
        foreach (var (asked, original) in new[]
        {
            ("/api/timeline", "/api/timeline"), ($"/api/timeline?{filters}&limit=3", $"/api/timeline?{filters}"),
            ($"/api/developments/{report.Id}", $"/api/developments/{report.Id}"), ($"/api/actors/{actor}", $"/api/actors/{actor}"),
        })
        {
            foreach (var answer in new[] { await Ok(asked), await Ok((await Ok(asked)).Text("permalink")!) })
            {
                var links = Links.OfHeader(answer.Header("Link").ShouldNotBeNull());
                links.Single(link => link.Is("original")).Target.ShouldBe(original);
                links.Single(link => link.Is("timegate")).Target.ShouldBe(original);
                var map = links.Single(link => link.Is("timemap"));
                map.Target.ShouldBe(original.Replace("/api/", "/api/timemap/", StringComparison.Ordinal));
                map["type"].ShouldBe("application/link-format");
                (await Ok(original)).Header("Memento-Datetime").ShouldNotBeNull();
                (await Ok(map.Target)).MediaType.ShouldBe("application/link-format");
            }
        }
    }

    [Fact]
    public async Task Section_2_2_every_link_header_keeps_to_the_grammar()
    {
        var tag = Unique("täg, \"1\";<2>");
        var report = (await ReportOf()).Tags(tag).Figure("soldiers, all", 1);
        await Actor();
        await Accept(report, Calls.Report(Unique("other")).By((string)report.Body["actor"]!).Tags(tag).Figure("soldiers, all", 2));
        foreach (var path in new[]
        {
            $"/api/timeline?tag={Uri.EscapeDataString(tag)}&limit=1", "/api/actors?limit=1", $"/api/actors/{report.Body["actor"]}/events?limit=1", "/api/measures/soldiers%2C%20all?limit=1",
            $"/api/timeline/diff?from=2024-01-01&to=2024-12-31&limit=1&tag={Uri.EscapeDataString(tag)}",
        })
        {
            var answer = await Ok(path);
            Links.OfHeader(answer.Header("Link")!).Single(link => link.Is("next")).Target.ShouldBe(answer.Text("next"));
        }
        var lines = await Ok("/api/timeline", ("Accept", "application/x-ndjson"));
        Links.OfHeader(lines.Header("Link")!).Single(link => link.Is("bookmark")).Target.ShouldBe(lines.Header("Content-Location"));
    }

    [Fact]
    public async Task Section_5_a_TimeMap_lists_the_seconds_at_which_a_resource_changed_and_the_memento_of_each()
    {
        var tag = Unique("tag");
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00.25Z").Tags(tag);
        await Accept(
            report,
            Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-18T10:00:00.999999Z"),
            Calls.Correct(report.Id).Change("headline", "Newer").Reported("2024-10-18T10:00:01.000000Z"),
            Calls.Retract(report.Id).Reported("2024-10-20T12:00:00Z"));
        foreach (var original in new[] { $"/api/developments/{report.Id}", $"/api/timeline?tag={tag}", $"/api/actors/{report.Body["actor"]}" })
        {
            var map = await Ok(original.Replace("/api/", "/api/timemap/", StringComparison.Ordinal));
            map.MediaType.ShouldBe("application/link-format");
            var links = Links.OfDocument(map.Body);
            links.Where(link => link.Is("original")).Concat(links.Where(link => link.Is("timegate"))).Select(link => link.Target).ShouldBe([original, original]);
            var self = links.Single(link => link.Is("self"));
            (self["type"], self["from"], self["until"]).ShouldBe(("application/link-format", "Fri, 18 Oct 2024 10:00:00 GMT", "Sun, 20 Oct 2024 12:00:00 GMT"));
            (await Ok(self.Target)).Bytes.ShouldBe(map.Bytes);

            var mementos = links.Where(link => link.Is("memento")).ToList();
            mementos.Select(link => (string.Join(' ', link.Relations), link["datetime"])).ShouldBe(
            [
                ("first memento", "Fri, 18 Oct 2024 10:00:00 GMT"), ("memento", "Fri, 18 Oct 2024 10:00:01 GMT"), ("last memento", "Sun, 20 Oct 2024 12:00:00 GMT"),
            ]);
            await ShouldBeMementosOf(original, mementos);
            links.Count.ShouldBe(2 + mementos.Count);
        }
    }

    [Fact]
    public async Task Section_5_what_changed_once_has_one_memento_that_is_first_and_last()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        var memento = Links.OfDocument((await Ok($"/api/timemap/developments/{report.Id}")).Body).Single(link => link.Is("memento"));
        memento.Relations.ShouldBe(["first", "last", "memento"]);
    }

    [Fact]
    public async Task Section_5_what_never_showed_anything_has_a_TimeMap_without_mementos_and_what_does_not_exist_has_none()
    {
        var links = Links.OfDocument((await Ok($"/api/timemap/timeline?tag={Unique("unheard-of")}")).Body);
        links.SelectMany(link => link.Relations).ShouldBe(["original", "timegate", "self"]);
        (await Get($"/api/timemap/developments/{Unique("unheard-of")}")).ShouldBeProblem(404);
        (await Get($"/api/timemap/actors/{Unique("unheard-of")}")).ShouldBeProblem(404);
        (await Get("/api/timemap/timeline?limit=1")).ShouldBeProblem(400, "limit");
    }

    [Fact]
    public async Task Section_5_1_1_a_long_TimeMap_has_pages_that_lead_on_and_share_a_basis()
    {
        var tag = Unique("tag");
        var actor = await Actor();
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        const int Changes = 503;
        await Task.WhenAll(Enumerable.Range(0, Changes).Chunk(63).Select(async part =>
        {
            foreach (var i in part)
                await Accept(Calls.Report(Unique("paged")).By(actor).Tags(tag).Reported(start.AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        }));

        var first = Links.OfDocument((await Ok($"/api/timemap/timeline?tag={tag}")).Body);
        await Accept(Calls.Report(Unique("later")).By(actor).Tags(tag).Reported(start.AddSeconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        var next = first.Single(link => link.Is("timemap"));
        var second = Links.OfDocument((await Ok(next.Target)).Body);

        next["type"].ShouldBe("application/link-format");
        next["from"].ShouldBe(second.Single(link => link.Is("self"))["from"]);
        second.Single(link => link.Is("self")).Target.ShouldBe(next.Target);
        second.ShouldNotContain(link => link.Is("timemap"));
        var mementos = first.Concat(second).Where(link => link.Is("memento")).ToList();
        mementos.Select(link => link["datetime"]).ShouldBe(Enumerable.Range(0, Changes).Select(i => start.AddSeconds(i).ToString("r", CultureInfo.InvariantCulture)));
        mementos.Where(link => link.Is("first")).ShouldBe([mementos[0]]);
        mementos.Where(link => link.Is("last")).ShouldBe([mementos[^1]]);
        await ShouldBeMementosOf($"/api/timeline?tag={tag}", [mementos[0], mementos[499], mementos[500], mementos[^1]]);
    }

    /// <summary>Section 2.2.4: a link's date is the one that the memento gives of itself.</summary>
    private async Task ShouldBeMementosOf(string original, IReadOnlyList<Link> links)
    {
        foreach (var link in links)
        {
            var memento = await Ok(link.Target);
            memento.Header("Memento-Datetime").ShouldBe(link["datetime"]);
            memento.CacheControl.ToString().ShouldContain("immutable");
            Links.OfHeader(memento.Header("Link")!).Single(header => header.Is("original")).Target.ShouldBe(original);
            (await Get(original, ("Accept-Datetime", link["datetime"]!))).Should(200).Header("Memento-Datetime").ShouldBe(link["datetime"]);
        }
    }
}
