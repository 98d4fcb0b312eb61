using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>GET /api/metrics/revisions</c>: how fast developments were told, and how often what was told was corrected or taken back.</summary>
public abstract class MetricsContract(TimelineApi api) : ContractSuite(api)
{
    private const string Path = "/api/metrics/revisions";
    private const int Day = 86_400;

    /// <summary>
    /// Four developments of 10 October, reported on the 18th: one corrected on the 20th and again later, one disputed on the 19th, retracted on the 24th and
    /// reinstated on the 25th, one retracted on the 28th, and one as it was, with an open start and two publishers.
    /// </summary>
    [Fact]
    public async Task It_tells_how_fast_and_how_often()
    {
        var actor = await FourDevelopments();

        var all = (await Ok($"{Path}?actor={actor}&knownAt=2024-10-28T00:00:00Z")).Json.GetProperty("all");

        all.Text("developments").ShouldBe("4");
        Numbers(all, "reportLag", "measured", "p10Seconds", "p50Seconds", "p90Seconds", "open", "imprecise", "ahead").ShouldBe([3, 8 * Day, 8 * Day, 8 * Day, 1, 0, 0]);
        Numbers(all, "corrected", "count", "rate").ShouldBe([1, 0.25m]);
        Numbers(all, "corroborated", "count", "rate").ShouldBe([1, 0.25m]);
        Numbers(all, "disputed", "count", "rate").ShouldBe([1, 0.25m]);
        Numbers(all, "retracted", "count", "rate").ShouldBe([2, 0.5m]);
        Numbers(all, "standsRetracted", "count", "rate").ShouldBe([1, 0.25m]);
        Numbers(all, "firstCorrection", "measured", "p10Seconds", "p50Seconds", "p90Seconds").ShouldBe([1, 2 * Day, 2 * Day, 2 * Day]);
        // Ended after 2, 6 and 10 days, and followed for 10: of 4 at risk 3 are left, then 2, and one of those two ends when the other is last seen.
        all.Texts("survival[].days").ShouldBe(["1", "7", "30", "90", "365"]);
        all.Texts("survival[].atRisk").ShouldBe(["4", "2", "0", "0", "0"]);
        all.Texts("survival[].events").ShouldBe(["0", "2", "3", "3", "3"]);
        all.Texts("survival[].estimate").ShouldBe(["1", "0.5"]);
    }

    [Fact]
    public async Task It_is_about_what_was_known_then()
    {
        var actor = await FourDevelopments();

        var all = (await Ok($"{Path}?actor={actor}&knownAt=2024-10-19T23:59:59Z")).Json.GetProperty("all");

        (all.Text("developments"), all.Text("corrected.count"), all.Text("disputed.count"), all.Text("retracted.count"), all.Text("corroborated.count")).ShouldBe(("4", "0", "1", "0", "1"));
        all.Has("firstCorrection.p50Seconds").ShouldBeFalse();
        all.Texts("survival[].atRisk").ShouldBe(["4", "0", "0", "0", "0"]);
        all.Texts("survival[].estimate").ShouldBe(["1"]);
        (await Ok($"{Path}?actor={actor}&knownAt=2024-10-17")).Text("all.developments").ShouldBe("0");
    }

    [Fact]
    public async Task It_is_about_what_was_recorded_then()
    {
        var report = await ReportOf();
        var (reported, correction) = (await Accept(report), await Accept(Correct(report.Id).Change("headline", "New").Reported("2024-10-20")));
        var annulment = await Accept(Annul(report.Id, correction.Position));

        foreach (var (basis, count) in new[] { (reported.Position, "0"), (correction.Position, "1"), (annulment.Position, "0") })
            (await Ok($"{Path}?actor={report.Body["actor"]}&basis={basis}&knownAt=2024-10-25")).Text("all.corrected.count").ShouldBe(count, $"at {basis}");
        await Accept(Annul(report.Id, reported.Position));
        (await Ok($"{Path}?actor={report.Body["actor"]}")).Text("all.developments").ShouldBe("0");
    }

    [Fact]
    public async Task The_recording_lag_runs_from_known_from_to_the_reports_recording()
    {
        var report = (await ReportOf()).Reported("2024-10-18T12:00:00Z");
        var written = await Accept(report);
        var expected = (decimal)(DateTimeOffset.Parse(written.RecordedAt, null) - DateTimeOffset.Parse("2024-10-18T12:00:00Z", null)).Ticks / TimeSpan.TicksPerSecond;

        var lag = (await Ok($"{Path}?actor={report.Body["actor"]}")).Json.Find("all.recordingLag").Single();

        new[] { "p10Seconds", "p50Seconds", "p90Seconds" }.ShouldAllBe(name => lag.GetProperty(name).GetDecimal() == expected);
    }

    [Fact]
    public async Task By_kind_is_the_default_and_the_largest_group_comes_first()
    {
        var actor = await Actor();
        foreach (var kind in new[] { "treaty", "statement", "meeting", "statement" })
            await Accept(Report(Unique("of-a-kind")).By(actor).Kind(kind));

        var answer = await Ok($"{Path}?actor={actor}");

        answer.Json.Members().ShouldBe(["knownAt", "basis", "edition", "permalink", "by", "observedUntil", "all", "count", "groups"]);
        (answer.Text("by"), answer.Text("count"), answer.Json.Has("period")).ShouldBe(("kind", "3", false));
        answer.Texts("groups[].key").ShouldBe(["statement", "meeting", "treaty"]);
        answer.Texts("groups[].developments").ShouldBe(["2", "1", "1"]);
        answer.Text("permalink")!.ShouldContain("&by=kind&");
        (await Ok($"{Path}?by=kind&actor={actor}")).Body.ShouldBe(answer.Body);
    }

    [Fact]
    public async Task A_publisher_is_whoever_told_of_it_first_without_case_and_blanks()
    {
        var actor = await Actor();
        var early = Report(Unique("early")).By(actor).From("Gazette");
        await Accept(
            Report(Unique("one")).By(actor).From(" AGENCY "), Report(Unique("two")).By(actor).From("Agency").Reported("2024-10-17"),
            early, Corroborate(early.Id).From("agency").Reported("2024-10-16").Headline("Early").Occurred("2024-10-09"), Report(Unique("other")).By(actor).From("Gazette"));

        var answer = await Ok($"{Path}?by=publisher&actor={actor}");

        answer.Texts("groups[].key").ShouldBe(["agency", "gazette"]);
        answer.Texts("groups[].name").ShouldBe(["agency", "Gazette"]);
        answer.Texts("groups[].developments").ShouldBe(["3", "1"]);
        // It filters by the same rule, but by any of the sources.
        (await Ok($"{Path}?by=publisher&actor={actor}&publisher=gazette")).Texts("groups[].developments").ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task By_actor_it_is_the_subject_that_counts()
    {
        var (subject, other) = (await Actor(), await Actor());
        await Accept(Report(Unique("visit")).By(subject).With(other));

        (await Ok($"{Path}?by=actor&actor={other}")).Texts("groups[].key").ShouldBe([subject]);
    }

    [Theory]
    [InlineData("", new[] { "2023-12", "2024-10" }, "2023-12-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("&period=day", new[] { "2023-12-31", "2024-10-18", "2024-10-19" }, "2023-12-31T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("&period=week", new[] { "2023-W52", "2024-W42" }, "2023-12-25T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("&period=quarter", new[] { "2023-Q4", "2024-Q4" }, "2023-10-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("&period=year", new[] { "2023", "2024" }, "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    public async Task By_period_it_is_when_they_became_known(string period, string[] keys, string from, string to)
    {
        var actor = await Actor();
        foreach (var at in new[] { "2024-10-19", "2023-12-31", "2024-10-18", "2024-10-19" })
            await Accept(Report(Unique("in-a-period")).By(actor).Reported(at));

        var answer = await Ok($"{Path}?by=period&actor={actor}{period}");

        answer.Texts("groups[].key").ShouldBe(keys);
        (answer.Text("groups[0].from"), answer.Text("groups[0].to")).ShouldBe((from, to));
        answer.Text("period").ShouldBe(period.Length == 0 ? "month" : period.Split('=')[1]);
        answer.Text("permalink")!.ShouldContain($"&period={answer.Text("period")}");
    }

    [Fact]
    public async Task What_is_retracted_counts_unless_a_status_is_asked_for()
    {
        var actor = await FourDevelopments();
        var path = $"{Path}?actor={actor}&knownAt=2024-10-28";

        (await Ids($"actor={actor}&knownAt=2024-10-28")).Length.ShouldBe(3);
        (await Ok(path)).Text("all.developments").ShouldBe("4");
        (await Ok($"{path}&include=retracted")).Text("all.developments").ShouldBe("4");
        (await Ok($"{path}&status=retracted")).Text("all.standsRetracted.count").ShouldBe("1");
        var reported = await Ok($"{path}&status=reported");
        (reported.Text("all.developments"), reported.Text("all.retracted.count"), reported.Text("all.standsRetracted.count")).ShouldBe(("2", "1", "0"));
    }

    [Fact]
    public async Task It_takes_the_filters_of_every_list()
    {
        var mark = Unique("mark").Replace("-", "", StringComparison.Ordinal);
        var (a, b) = ((await ReportOf("a")).Kind("transfer").Tags(mark, "x").Headline("Special trains").At("Kursk", 51.7, 36.2), (await ReportOf("b")).Kind("treaty").Occurred("2020").Tags(mark));
        await Accept(a, b, Corroborate(a.Id).From($"Agency {mark}"));

        foreach (var filter in new[] { $"actor={a.Body["actor"]}", "kind=transfer", $"publisher=AGENCY+{mark}", "status=corroborated", "occurredFrom=2024", "occurredFrom=2021&match=definite", "bbox=36,51,37,52", "q=special" })
            (await Ok($"{Path}?tag={mark}&{filter}&by=actor")).Texts("groups[].key").ShouldBe([(string)a.Body["actor"]!], filter);
        (await Ok($"{Path}?tag={mark}")).Text("all.developments").ShouldBe("2");
    }

    [Fact]
    public async Task A_time_ahead_of_all_that_is_known_shows_the_same()
    {
        var actor = await FourDevelopments();
        // Nothing in this log is known later.
        var newest = (await Ok("/api/timeline?limit=1")).Text("knownAt")!;

        var (now, ahead) = (await Ok($"{Path}?actor={actor}"), await Ok($"{Path}?actor={actor}&knownAt=9999-12-31"));

        (now.Text("observedUntil"), ahead.Text("observedUntil")).ShouldBe((newest, newest));
        ahead.Json.GetProperty("all").GetRawText().ShouldBe(now.Json.GetProperty("all").GetRawText());
    }

    [Fact]
    public async Task Nothing_tells_when_a_report_will_be_published()
    {
        var report = (await ReportOf()).Reported("2024-10-18").From("Agency");
        await Accept(report, Corroborate(report.Id).From("Gazette").Reported("2024-10-10T00:00:00Z").Headline("Early").Occurred("2024-10-09"));

        var before = await Ok($"{Path}?by=publisher&actor={report.Body["actor"]}&knownAt=2024-10-17");

        before.Texts("groups[].key").ShouldBe(["gazette"]);
        Numbers(before.Json.GetProperty("all"), "reportLag", "measured", "p50Seconds").ShouldBe([1, Day]);
        before.Text("all.corroborated.count").ShouldBe("0");
    }

    [Fact]
    public async Task Of_nothing_there_is_nothing_to_tell()
    {
        var json = (await Ok($"{Path}?actor={await Actor()}")).Json;

        (json.Text("all.developments"), json.Text("count"), json.Find("groups[]").Count()).ShouldBe(("0", "0", 0));
        json.GetProperty("all").GetRawText().ShouldNotContain("\"rate\"");
        json.GetProperty("all").GetRawText().ShouldNotContain("\"estimate\"");
    }

    [Fact]
    public async Task Groups_come_in_pages_that_are_pinned()
    {
        var actor = await Actor();
        foreach (var kind in new[] { "treaty", "statement", "meeting" })
            await Accept(Report(Unique("of-a-kind")).By(actor).Kind(kind));

        var first = await Ok($"{Path}?actor={actor}&limit=2");
        await Accept(Report(Unique("of-a-kind")).By(actor).Kind("treaty"));
        var second = await Ok(first.Text("next")!);

        first.Link("next").ShouldBe(first.Text("next"));
        first.Texts("groups[].key").ShouldBe(["meeting", "statement"]);
        second.Texts("groups[].key").ShouldBe(["treaty"]);
        second.Json.GetProperty("all").GetRawText().ShouldBe(first.Json.GetProperty("all").GetRawText());
        second.Json.Has("next").ShouldBeFalse();
    }

    [Fact]
    public async Task A_pinned_answer_is_immutable_and_revalidated_without_being_made_again()
    {
        var actor = await FourDevelopments();
        var open = await Ok($"{Path}?actor={actor}");
        var pinned = await Ok(open.Text("permalink")!);
        await Accept(Report(Unique("new")).By(actor));

        (open.CacheControl.NoCache, pinned.CacheControl.NoCache, pinned.CacheControl.Extensions.Any(extension => extension.Name == "immutable")).ShouldBe((true, false, true));
        (await Ok(open.Text("permalink")!)).Bytes.ShouldBe(open.Bytes);
        (await Get(open.Text("permalink")!, ("If-None-Match", pinned.ETag))).Status.ShouldBe(304);
        (await Get($"{Path}?actor={actor}", ("If-None-Match", open.ETag))).Status.ShouldBe(200);
        var citation = await Ok($"/api/cite{open.Text("permalink")!["/api".Length..]}");
        (citation.Text("permalink"), citation.Text("title")).ShouldBe((open.Text("permalink"), $"How fast developments were told and how often corrected: actor={actor}, by=kind"));
    }

    [Theory]
    [InlineData("by=colour", "by")]
    [InlineData("by=kind&by=actor", "by")]
    [InlineData("period=month", "period")]
    [InlineData("by=kind&period=month", "period")]
    [InlineData("by=period&period=decade", "period")]
    [InlineData("by=colour&period=month", "by")]
    [InlineData("order=asc", "order")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("after=-1", "after")]
    [InlineData("group=kind", "group")]
    public async Task What_makes_no_sense_is_400(string query, string parameter) => (await Get($"{Path}?{query}")).ShouldBeProblem(400, parameter);

    [Fact]
    public async Task An_actor_that_is_nobody_is_404() => (await Get($"{Path}?actor={Unique("nobody")}")).ShouldBeProblem(404);

    private async Task<string> FourDevelopments()
    {
        var actor = await Actor();
        var (corrected, reinstated, retracted, plain) = (Report(Unique("corrected")), Report(Unique("reinstated")), Report(Unique("retracted")), Report(Unique("plain")).Occurred("../2024-10-10"));
        await Accept(
            corrected.By(actor), reinstated.By(actor), retracted.By(actor), plain.By(actor),
            Correct(corrected.Id).Change("headline", "New").Reported("2024-10-25"), Correct(corrected.Id).Change("headline", "Newer").Reported("2024-10-20"),
            Dispute(reinstated.Id), Retract(reinstated.Id).Reported("2024-10-24"), Reinstate(reinstated.Id).Reported("2024-10-25"),
            Retract(retracted.Id).Reported("2024-10-28"), Corroborate(plain.Id));
        return actor;
    }

    private static decimal[] Numbers(JsonElement metrics, string member, params string[] names) =>
        [.. names.Select(name => metrics.GetProperty(member).GetProperty(name).GetDecimal())];
}
