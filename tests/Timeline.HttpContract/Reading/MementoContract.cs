using System.Text.RegularExpressions;

namespace Timeline.HttpContract;

/// <summary>Memento (RFC 7089), 200-style: a resource is its own TimeGate, permalinks are mementos, TimeMaps list them.</summary>
public abstract class MementoContract(TimelineApi api) : ContractSuite(api)
{
    private const string At10 = "Fri, 25 Oct 2024 10:00:00 GMT";

    [Fact]
    public async Task A_date_negotiates_what_was_known_by_the_end_of_its_second()
    {
        var (early, late) = ((await ReportOf()).Reported("2024-10-25T10:00:00.5Z"), (await ReportOf()).Reported("2024-10-25T10:00:01Z"));
        await Accept(early, late);

        var answer = await Get("/api/timeline?limit=1000", ("Accept-Datetime", At10));
        answer.Should(200).Texts("items[].id").ShouldContain(early.Id);
        answer.Texts("items[].id").ShouldNotContain(late.Id);
        answer.Text("knownAt").ShouldBe("2024-10-25T10:00:00.999999Z");
        answer.Header("Memento-Datetime").ShouldBe(At10);
        answer.Header("Content-Location").ShouldBe(answer.Text("permalink"));
        answer.Header("Vary")!.ShouldContain("Accept-Datetime");
        answer.Header("Link")!.ShouldContain("</api/timeline>; rel=\"original timegate\"");
        answer.Header("Link")!.ShouldContain("</api/timemap/timeline>; rel=\"timemap\"; type=\"application/link-format\"");
    }

    [Fact]
    public async Task A_permalink_is_a_memento_and_negotiates_nothing()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);
        foreach (var path in new[] { "/api/timeline", $"/api/developments/{report.Id}", $"/api/actors/{(string)report.Body["actor"]!}" })
        {
            var permalink = (await Ok(path)).Text("permalink")!;
            var memento = await Get(permalink, ("Accept-Datetime", "Wed, 01 Jan 1992 00:00:00 GMT"));
            memento.Should(200).Bytes.ShouldBe((await Ok(path)).Bytes);
            memento.Header("Memento-Datetime").ShouldNotBeNull();
            memento.Header("Vary").ShouldBe("Accept");
        }
    }

    [Fact]
    public async Task A_date_before_the_first_memento_gives_the_first_and_one_in_the_future_the_last()
    {
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00.25Z");
        await Accept(report, Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-20T12:00:00Z"));
        var path = $"/api/developments/{report.Id}";

        (await Get(path, ("Accept-Datetime", "Wed, 01 Jan 1992 00:00:00 GMT"))).Should(200).Header("Memento-Datetime").ShouldBe("Fri, 18 Oct 2024 10:00:00 GMT");
        var last = await Get(path, ("Accept-Datetime", "Thu, 01 Jan 2032 00:00:00 GMT"));
        last.Should(200).Header("Memento-Datetime").ShouldBe("Sun, 20 Oct 2024 12:00:00 GMT");
        last.Text("headline").ShouldBe("New");
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-10-25T10:00:00Z")]
    [InlineData("Mon, 25 Oct 2024 10:00:00 GMT")]
    [InlineData("Fri, 25 Oct 2024 10:00:00 +0900")]
    [InlineData("Fri, 31 Feb 2025 10:00:00 GMT")]
    public async Task A_malformed_date_is_400(string date) => (await Get("/api/timeline", ("Accept-Datetime", date))).ShouldBeProblem(400, "Accept-Datetime");

    [Fact]
    public async Task An_explicit_knowledge_time_or_basis_wins()
    {
        await Accept((await ReportOf()).Reported("2024-10-18"));
        (await Get("/api/timeline?knownAt=2024-10-20", ("Accept-Datetime", At10))).Should(200).Text("knownAt").ShouldBe("2024-10-20T23:59:59.999999Z");
        (await Get("/api/timeline?basis=1", ("Accept-Datetime", At10))).Should(200).Text("knownAt").ShouldNotBe("2024-10-25T10:00:00.999999Z");
    }

    [Fact]
    public async Task HEAD_tells_the_same()
    {
        await Accept((await ReportOf()).Reported("2024-10-18"));
        var (get, head) = (await Get("/api/timeline", ("Accept-Datetime", At10)), await Send(HttpMethod.Head, "/api/timeline", ("Accept-Datetime", At10)));
        head.Should(200).Bytes.ShouldBeEmpty();
        foreach (var name in new[] { "Memento-Datetime", "Content-Location", "Link", "Vary", "ETag" })
            head.Header(name).ShouldBe(get.Header(name));
    }

    [Fact]
    public async Task A_time_map_lists_the_seconds_at_which_a_resource_changed()
    {
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00.25Z");
        await Accept(
            report,
            Calls.Correct(report.Id).Change("headline", "New").Reported("2024-10-18T10:00:00.75Z"),
            Calls.Retract(report.Id).Reported("2024-10-20T12:00:00Z"));

        var map = await Ok($"/api/timemap/developments/{report.Id}");
        map.MediaType.ShouldBe("application/link-format");
        map.Body.ShouldStartWith($"</api/developments/{report.Id}>; rel=\"original timegate\"");
        map.Body.ShouldContain("rel=\"self\"; type=\"application/link-format\"; from=\"Fri, 18 Oct 2024 10:00:00 GMT\"; until=\"Sun, 20 Oct 2024 12:00:00 GMT\"");
        var mementos = Regex.Matches(map.Body, "<([^>]+)>; rel=\"([a-z ]*memento)\"; datetime=\"([^\"]+)\"");
        mementos.Select(link => (link.Groups[2].Value, link.Groups[3].Value)).ShouldBe(
            [("first memento", "Fri, 18 Oct 2024 10:00:00 GMT"), ("last memento", "Sun, 20 Oct 2024 12:00:00 GMT")]);
        foreach (Match link in mementos)
            (await Ok(link.Groups[1].Value)).Header("Memento-Datetime").ShouldBe(link.Groups[3].Value);
    }
}
