using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Points of view: <c>knownAt</c>, <c>basis</c> or <c>recordedAt</c>, <c>edition</c>; and that a pinned answer never changes.</summary>
public abstract class PinContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task By_default_an_answer_is_about_all_that_is_recorded_and_known()
    {
        await using var log = await AnotherLog();
        var report = (await log.ReportOf()).Reported("2024-10-18T10:00:00.5Z");
        await log.Accept(report, Calls.Report(Unique("older")).By((string)report.Body["actor"]!).Reported("2024-01-01"));
        var newest = await log.Accept(Correct(report.Id).Change("headline", "New").Reported("2024-10-25T12:00:00Z"));

        var page = (await log.Ok("/api/timeline")).Json;
        (page.Text("knownAt"), page.Number("basis")).ShouldBe(("2024-10-25T12:00:00Z", newest.Position));
        page.Texts("items[].headline").ShouldContain("New");
        var before = (await log.Ok($"/api/timeline?basis={newest.Position - 1}")).Json;
        (before.Text("knownAt"), before.Number("basis")).ShouldBe(("2024-10-18T10:00:00.5Z", newest.Position - 1));

        // An annulled event was an event: the newest known time does not fall back.
        await log.Accept(Annul(report.Id, newest.Position));
        (await log.Ok("/api/timeline")).Text("knownAt").ShouldBe("2024-10-25T12:00:00Z");
    }

    [Fact]
    public async Task A_day_means_up_to_its_last_microsecond()
    {
        var (last, next) = ((await ReportOf()).Reported("2024-10-25T23:59:59.999999Z"), (await ReportOf()).Reported("2024-10-26T00:00:00Z"));
        await Accept(last, next);

        (await IsKnown(last.Id, "2024-10-25")).ShouldBeTrue();
        (await IsKnown(next.Id, "2024-10-25")).ShouldBeFalse();
        (await Ok("/api/timeline?knownAt=2024-10-25")).Text("knownAt").ShouldBe("2024-10-25T23:59:59.999999Z");
    }

    [Theory]
    [InlineData("2024-10-18T10:00:00Z", true)]
    [InlineData("2024-10-18T09:59:59.999999Z", false)]
    [InlineData("2024-10-18T19:00:00%2B09:00", true)]
    [InlineData("2024-10-18T09:30:00-00:30", true)]
    [InlineData("2024-10-18t10:00:00z", true)]
    public async Task An_instant_is_taken_as_it_is_inclusive(string knownAt, bool isKnown)
    {
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00Z");
        await Accept(report);

        (await IsKnown(report.Id, knownAt)).ShouldBe(isKnown);
    }

    [Fact]
    public async Task A_recording_time_is_resolved_to_the_last_position_by_then()
    {
        var actor = await Actor();
        var one = await Accept(Report(Unique("one")).By(actor));
        await Task.Delay(5);
        var two = await Accept(Report(Unique("two")).By(actor));

        (await Ok($"/api/timeline?recordedAt={one.RecordedAt}")).Json.Number("basis").ShouldBe(one.Position);
        (await Ok($"/api/timeline?recordedAt={two.RecordedAt}")).Json.Number("basis").ShouldBe(two.Position);
        (await Ids($"actor={actor}&recordedAt={one.RecordedAt}")).ShouldBe([one.Id]);
        var nothing = (await Ok("/api/timeline?recordedAt=2001-01-01")).Json;
        (nothing.Number("basis"), nothing.Texts("items[].id").Length).ShouldBe((0, 0));
        // A day, too, means up to its end.
        (await Ok($"/api/timeline?recordedAt={two.RecordedAt[..10]}")).Json.Number("basis").ShouldBeGreaterThanOrEqualTo(two.Position);
    }

    [Fact]
    public async Task A_recording_time_that_is_not_over_pins_nothing()
    {
        var actor = await Actor();
        var url = $"/api/timeline?actor={actor}&recordedAt=2999-01-01&knownAt=2024-10-25&edition={await Edition()}";
        var before = await Ok(url);

        await Accept(Report(Unique("new")).By(actor));

        var after = await Ok(url);
        (before.CacheControl.NoCache, after.CacheControl.NoCache).ShouldBe((true, true));
        (before.Texts("items[].id").Length, after.Texts("items[].id").Length).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData("knownAt=yesterday", "knownAt")]
    [InlineData("knownAt=2024-10-25T10:00:00", "knownAt")]
    [InlineData("knownAt=2024-10-25T10:00:00.1234567Z", "knownAt")]
    [InlineData("knownAt=2024-02-30", "knownAt")]
    [InlineData("knownAt=0000-01-01", "knownAt")]
    [InlineData("knownAt=10000-01-01", "knownAt")]
    [InlineData("knownAt=2024-10-25&knownAt=2024-10-26", "knownAt")]
    [InlineData("knownAt=", "knownAt")]
    [InlineData("basis=-1", "basis")]
    [InlineData("basis=1.5", "basis")]
    [InlineData("basis=9223372036854775808", "basis")]
    [InlineData("recordedAt=soon", "recordedAt")]
    [InlineData("basis=1&recordedAt=2024-10-25", "recordedAt")]
    [InlineData("edition=nonsense", "edition")]
    public async Task A_pin_that_cannot_be_read_is_a_400(string query, string parameter)
    {
        var report = await ReportOf();
        await Accept(report);
        foreach (var path in Paths(report))
            (await Get($"{path}?{query}")).ShouldBeProblem(400, parameter);
    }

    [Theory]
    [InlineData("basis=9223372036854775807&knownAt=2024-10-25")]
    [InlineData("basis=9223372036854775807")]
    public async Task A_basis_ahead_of_the_log_is_a_404(string query)
    {
        var report = await ReportOf();
        await Accept(report);
        foreach (var path in Paths(report))
            (await Get($"{path}?{query}&edition={await Edition()}")).ShouldBeProblem(404);
        (await Get($"/api/timeline?basis={await NewestPosition() + 1}")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Another_logs_edition_is_a_404_and_another_view_version_a_410()
    {
        await using var log = await AnotherLog();
        var report = await ReportOf();
        await Accept(report);
        var (edition, other) = (await Edition(), (await log.Ok("/api/timeline")).Text("edition"));

        other.ShouldNotBe(edition);
        foreach (var path in Paths(report))
        {
            foreach (var pin in new[] { "", "knownAt=2024-10-25&basis=1&" })
            {
                (await Get($"{path}?{pin}edition={other}")).ShouldBeProblem(404);
                (await Get($"{path}?{pin}edition={Api.OfOtherView(edition)}")).ShouldBeProblem(410).Body.ShouldContain(edition);
            }
            (await Ok($"{path}?edition={edition}")).Text("edition").ShouldBe(edition);
        }
    }

    [Fact]
    public async Task A_permalink_is_relative_has_its_parameters_sorted_and_gives_the_same_bytes()
    {
        var report = (await ReportOf()).Figure("soldiers", 1);
        await Accept(report);
        foreach (var url in Urls(report))
        {
            var answer = await Ok(url);
            var permalink = answer.Text("permalink")!;
            var parameters = permalink[(permalink.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(Uri.UnescapeDataString).ToList();

            permalink.ShouldStartWith(url.Split('?')[0] + "?");
            parameters.ShouldBe(parameters.Order(StringComparer.Ordinal));
            foreach (var pin in new[] { "knownAt", "basis", "edition" })
                parameters.ShouldContain(parameter => parameter.StartsWith(pin + "=", StringComparison.Ordinal));
            (await Ok(permalink)).Bytes.ShouldBe(answer.Bytes, permalink);
        }
    }

    [Fact]
    public async Task Two_spellings_of_one_question_have_one_permalink()
    {
        var report = await ReportOf();
        await Accept(report);
        var pin = $"edition={await Edition()}&basis={await NewestPosition()}";

        var one = await Ok($"/api/timeline?{pin}&tag=%62&tag=a+c&kind=other&knownAt=2024-10-25&actor={report.Body["actor"]}");
        var other = await Ok($"/api/timeline?kind=other&actor={report.Body["actor"]}&tag=a%20c&knownAt=2024-10-26T08:59:59.999999%2B09:00&tag=b&tag=b&{pin}");

        (other.Text("permalink"), other.ETag).ShouldBe((one.Text("permalink"), one.ETag));
    }

    [Fact]
    public async Task A_pinned_answer_never_changes_whatever_is_appended()
    {
        var report = (await ReportOf()).Figure("soldiers", 3000).Tags("navy");
        var id = report.Id;
        var actor = (string)report.Body["actor"]!;
        var written = await Accept(report, Corroborate(id).Figure("soldiers", 12000));
        var pinned = new List<(string Permalink, byte[] Bytes, string ETag)>();
        foreach (var url in Urls(report).Concat(Urls(report).Select(url => $"{url}{(url.Contains('?') ? '&' : '?')}knownAt=2024-10-18")))
        {
            var permalink = (await Ok(url)).Text("permalink")!;
            var answer = await Ok(permalink);
            pinned.Add((permalink, answer.Bytes, answer.ETag));
        }

        var correction = await Accept(Correct(id).Change("headline", "Late").Change("figures", new[] { new { measure = "soldiers", value = 1, unit = "people" } }).Reported("2024-10-18"));
        var early = await Accept(Corroborate(id).Reported("2024-01-01").Headline("Early").Occurred("2023").Figure("soldiers", 7));
        await Accept(
            Report(Unique("late")).By(actor).Reported("2024-01-01").Figure("soldiers", 9).Tags("navy"), Dispute(id), Annul(id, early.Position),
            Retract(id), Annul(id, correction.Position), Describe(actor).Set("name", "Renamed").Set("aliases", new[] { Unique("alias") }));
        await Verify();
        await Accept(Annul(id, written[0].Position));
        await Verify();
        await Api.RestartAsync();
        await Verify();

        async Task Verify()
        {
            foreach (var (permalink, bytes, tag) in pinned)
            {
                var answer = await Ok(permalink);
                answer.Bytes.ShouldBe(bytes, permalink);
                answer.ETag.ShouldBe(tag, permalink);
            }
        }
    }

    [Fact]
    public async Task What_is_asked_with_all_three_pins_keeps_its_bytes_however_it_was_spelled()
    {
        var report = await ReportOf();
        await Accept(report);
        var url = $"/api/developments/{report.Id}?knownAt=2024-10-31&basis={await NewestPosition()}&edition={await Edition()}";
        var before = await Ok(url);

        await Accept(Correct(report.Id).Change("headline", "New"), await ReportOf());

        (await Ok(url)).Bytes.ShouldBe(before.Bytes);
    }

    [Fact]
    public async Task The_answer_about_one_development_stays_the_same_while_others_are_written_about()
    {
        var report = await ReportOf();
        await Accept(report);
        string[] urls = [$"/api/developments/{report.Id}", $"/api/developments/{report.Id}/history"];
        var before = new[] { await Ok(urls[0]), await Ok(urls[1]) };

        await Accept(Report(Unique("other")).By((string)report.Body["actor"]!).Without("reportedAt"), await ReportOf(), Report(Unique("older")).By((string)report.Body["actor"]!).Reported("2000-01-01"));
        await Accept(Describe((string)report.Body["actor"]!).Set("name", "Renamed"));

        foreach (var (url, old) in urls.Zip(before))
        {
            var answer = await Ok(url);
            (answer.Body, answer.ETag).ShouldBe((old.Body, old.ETag), url);
        }
        await Accept(Corroborate(report.Id));
        (await Ok(urls[0])).ETag.ShouldNotBe(before[0].ETag);
    }

    private async Task<string> Edition() => (await Ok("/api/timeline?limit=1")).Text("edition")!;

    private static string[] Paths(Call report) =>
        ["/api/timeline", $"/api/developments/{report.Id}", $"/api/developments/{report.Id}/history", "/api/actors", $"/api/actors/{report.Body["actor"]}", $"/api/actors/{report.Body["actor"]}/events", "/api/measures/soldiers", "/api/metrics/revisions"];

    /// <summary>Each kind of answer, with parameters.</summary>
    private static string[] Urls(Call report) =>
    [
        "/api/timeline", "/api/timeline?limit=2&order=desc", $"/api/timeline?tag=navy&kind=other&actor={report.Body["actor"]}", $"/api/timeline?tag=%C3%A4+b&tag=navy&kind=other&actor={report.Body["actor"]}&bbox=1,2,3.5,4&publisher=A%26B",
        "/api/timeline?occurredFrom=2024-10~&occurredTo=2024&match=definite&include=retracted&status=reported",
        .. Paths(report)[1..], "/api/actors?kind=state&limit=3", "/api/measures/soldiers?order=desc",
        $"/api/metrics/revisions?by=publisher&tag=navy&limit=2", $"/api/metrics/revisions?by=period&period=week&actor={report.Body["actor"]}",
    ];
}
