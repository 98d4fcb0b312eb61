using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Developments;

public sealed class ReportedAtTests
{
    [Fact]
    public void An_instant_is_taken_as_it_is()
    {
        var said = Given.Nothing.When(Report.Reporting(at: "2024-10-23T10:00:00.123456Z")).Then<DevelopmentReported>();
        (said.ReportedAt, said.ReportedOn).ShouldBe((Times.At("2024-10-23T10:00:00.123456Z"), null));
    }

    [Fact]
    public void A_bare_day_is_stored_and_resolved_to_its_start()
    {
        var said = Given.Nothing.When(Report.Reporting(on: "2024-10-23")).Then<DevelopmentReported>();
        (said.ReportedAt, said.ReportedOn).ShouldBe((Times.At("2024-10-23T00:00:00Z"), Times.Day("2024-10-23")));
    }

    [Fact]
    public void A_bare_day_is_not_resolved_to_before_known_from_on_the_same_day()
    {
        foreach (var followUp in FollowUps.Where(followUp => followUp is not ReinstateDevelopment))
        {
            var said = Given.Events(Reported).When(followUp.Reporting(on: "2024-10-23")).Then<DatedEvent>();
            (said.ReportedAt, said.ReportedOn).ShouldBe((Reported.ReportedAt, Times.Day("2024-10-23")));
        }
        Given.Events(Reported).When(Dispute.Reporting(on: "2024-10-24")).Then<DevelopmentDisputed>().ReportedAt.ShouldBe(Times.At("2024-10-24"));
        Given.Events(Reported).When(Dispute.Reporting(on: "2024-10-22")).ThenRefused("reportedAt");
    }

    [Fact]
    public void Known_from_is_that_of_an_early_corroboration()
    {
        var said = Given.Events(Reported, Early).When(Dispute.Reporting(on: "2024-10-22")).Then<DevelopmentDisputed>();
        said.ReportedAt.ShouldBe(Early.ReportedAt);
        Given.Events(Reported, Early).When(Dispute.Reporting(on: "2024-10-23")).Then<DevelopmentDisputed>().ReportedAt.ShouldBe(Times.At("2024-10-23"));
    }

    [Theory]
    [InlineData("2024-10-22T09:59:59.999999Z", null)]
    [InlineData("2024-10-22T10:00:00Z", "2024-10-22T10:00:00Z")]
    [InlineData("2024-10-22T23:59:59Z", "2024-10-22T23:59:59Z")]
    [InlineData("2024-10-23T00:00:00Z", "2024-10-23T00:00:00Z")]
    [InlineData("2024-10-23T09:00:00Z", "2024-10-23T00:00:00Z")]
    public void A_bare_day_that_has_begun_somewhere_on_Earth_is_not_resolved_to_after_now(string now, string? expected)
    {
        var outcome = Given.Nothing.At(now).When(Report.Reporting(on: "2024-10-23"));
        if (expected is null)
            outcome.ThenRefused("reportedAt");
        else
            outcome.Then<DevelopmentReported>().ReportedAt.ShouldBe(Times.At(expected));
    }

    [Theory]
    [InlineData("2024-10-23T10:00:00Z", true)]
    [InlineData("2024-10-23T09:55:00Z", true)]
    [InlineData("2024-10-23T09:54:59.999999Z", false)]
    public void More_than_5_minutes_ahead_of_the_clock_is_refused(string now, bool taken)
    {
        var outcome = Given.Nothing.At(now).When(Report.Reporting(at: "2024-10-23T10:00:00Z"));
        if (taken)
            outcome.Then(Reported);
        else
            outcome.ThenRefused("reportedAt");
    }

    [Theory]
    [InlineData("2024-10-20", "2024-10-20T00:00:00Z", "2024-10-20")]
    [InlineData("2024-10-20T12:00:00+09:00", "2024-10-20T03:00:00Z", null)]
    [InlineData(null, "2024-12-01T00:00:00Z", null)]
    public void It_defaults_to_when_the_source_was_published_else_to_now(string? published, string expectedAt, string? expectedOn)
    {
        var said = Given.Nothing.When(Report.Reporting() with { Source = Reuters with { PublishedAt = published } }).Then<DevelopmentReported>();
        (said.ReportedAt, said.ReportedOn).ShouldBe((Times.At(expectedAt), expectedOn is null ? null : Times.Day(expectedOn)));
        said.Source.PublishedAt.ShouldBe(published);
    }

    [Fact]
    public void What_is_given_wins_over_when_the_source_was_published() =>
        Given.Nothing.When(Report with { Source = Reuters with { PublishedAt = "2024-10-20" } }).Then<DevelopmentReported>().ReportedAt.ShouldBe(Reported.ReportedAt);

    [Fact]
    public void A_source_published_tomorrow_is_refused() =>
        Given.Nothing.When(Report.Reporting() with { Source = Reuters with { PublishedAt = "2024-12-02" } }).ThenRefused("reportedAt");

    [Fact]
    public void An_instant_may_be_known_only_to_its_day()
    {
        var said = Given.Nothing.When(Report.Reporting(on: "2024-10-23", at: "2024-10-23T10:00:00Z")).Then<DevelopmentReported>();
        (said.ReportedAt, said.ReportedOn).ShouldBe((Reported.ReportedAt, Times.Day("2024-10-23")));
    }

    [Theory]
    [InlineData("2024-10-22T10:00:00Z", true)]
    [InlineData("2024-10-22T09:59:59.999999Z", false)]
    [InlineData("2024-10-24T11:59:59.999999Z", true)]
    [InlineData("2024-10-24T12:00:00Z", false)]
    public void The_day_of_an_instant_is_that_day_somewhere_on_Earth(string at, bool taken)
    {
        var outcome = Given.Nothing.When(Report.Reporting(on: "2024-10-23", at: at));
        if (taken)
            outcome.Then<DevelopmentReported>().ReportedAt.ShouldBe(Times.At(at));
        else
            outcome.ThenRefused("reportedOn");
    }
}
