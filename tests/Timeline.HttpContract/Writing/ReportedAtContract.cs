using System.Globalization;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>When a report or follow-up counts as known: <c>reportedAt</c>, given, taken from the source, or now.</summary>
public abstract class ReportedAtContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task An_instant_is_kept_to_the_microsecond()
    {
        var report = (await ReportOf()).Reported("2024-10-18T12:00:00.123456+09:00");
        await Accept(report);

        (await Entry(report.Id)).Text("knownFrom").ShouldBe("2024-10-18T03:00:00.123456Z");
        (await Entry(report.Id)).Has("sources[0].reportedOn").ShouldBeFalse();
    }

    [Fact]
    public async Task A_bare_day_is_kept_as_a_day_and_counts_from_its_first_instant()
    {
        var report = (await ReportOf()).Reported("2024-10-18");
        await Accept(report);

        var entry = await Entry(report.Id);

        (entry.Text("knownFrom"), entry.Text("sources[0].reportedAt"), entry.Text("sources[0].reportedOn"))
            .ShouldBe(("2024-10-18T00:00:00Z", "2024-10-18T00:00:00Z", "2024-10-18"));
    }

    [Theory]
    [InlineData("2024-10-17", "2024-10-17T00:00:00Z")]
    [InlineData("2024-10-17T23:00:00+09:00", "2024-10-17T14:00:00Z")]
    public async Task Without_one_the_publication_of_the_source_counts(string publishedAt, string knownFrom)
    {
        var report = (await ReportOf()).Without("reportedAt").Set("source", new { publisher = "Agency", publishedAt });
        await Accept(report);

        (await Entry(report.Id)).Text("knownFrom").ShouldBe(knownFrom);
    }

    [Fact]
    public async Task Without_any_time_it_is_known_from_now()
    {
        var written = await Accept((await ReportOf()).Without("reportedAt"));

        var knownFrom = Time((await Entry(written.Id)).Text("knownFrom"));

        (Time(written.RecordedAt) - knownFrom).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_follow_up_on_the_day_on_which_it_became_known_does_not_count_before_that()
    {
        var report = (await ReportOf()).Reported("2024-10-18T15:00:00Z");
        await Accept(report, Correct(report.Id).Change("headline", "Corrected").Reported("2024-10-18"));

        (await Entry(report.Id)).Text("revisedAt").ShouldBe("2024-10-18T15:00:00Z");
        (await Entry(report.Id, "2024-10-18T15:00:00Z")).Text("headline").ShouldBe("Corrected");
    }

    [Fact]
    public async Task A_day_that_has_begun_somewhere_counts_from_now_and_one_that_has_not_is_refused()
    {
        var probe = await Accept((await ReportOf()).Without("reportedAt"));
        var now = Time(probe.RecordedAt);
        var ahead = now.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // A day begins first where clocks are 14 hours ahead of UTC.
        var begins = now.Date.AddDays(1).AddHours(-14);

        var report = (await ReportOf()).Reported(ahead);
        var answer = await Send(report);

        answer.Status.ShouldBeOneOf(201, 422);
        if (answer.Status == 201)
        {
            var entry = await Entry(report.Id);
            Time(entry.Text("knownFrom")).ShouldBeGreaterThanOrEqualTo(begins);
            Time(entry.Text("knownFrom")).ShouldBeLessThanOrEqualTo(Time(entry.Text("recordedAt")));
            entry.Text("sources[0].reportedOn").ShouldBe(ahead);
        }
        else
        {
            answer.ShouldBeProblem(422, "reportedAt");
            now.ShouldBeLessThan(begins.AddSeconds(5));
        }
        await Refuse((await ReportOf()).Reported(now.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), 422, "reportedAt");
    }

    [Fact]
    public async Task More_than_five_minutes_ahead_is_refused()
    {
        var now = Time((await Accept((await ReportOf()).Without("reportedAt"))).RecordedAt);

        await Accept((await ReportOf()).Reported(Text(now.AddMinutes(4))));
        await Refuse((await ReportOf()).Reported(Text(now.AddMinutes(7))), 422, "reportedAt");
        await Refuse((await ReportOf()).Reported("9999-12-31"), 422, "reportedAt");
        await Refuse((await ReportOf()).Without("reportedAt").Set("source", new { publisher = "Agency", publishedAt = "2199-01-01" }), 422, "reportedAt");
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1950-06-25")]
    [InlineData("2016-02-29")]
    public async Task Any_time_in_the_past_is_accepted(string at)
    {
        var report = (await ReportOf()).Reported(at);
        await Accept(report);

        (await IsKnown(report.Id, at)).ShouldBeTrue();
    }

    private static DateTime Time(string? text) => DateTime.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
