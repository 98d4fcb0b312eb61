using Timeline.Domain.Developments;
using Timeline.Domain.Metrics;
using Timeline.Domain.Tests.Developments;
using Timeline.Domain.Time;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Metrics;

/// <summary>What one history says. Reported on 23 October at 10:00Z and recorded on 1 November at 00:00Z; follow-ups are a day later.</summary>
public class RevisionRecordTests
{
    private const long Hour = 3_600 * Instant.MicrosecondsPerSecond;
    private const long Day = 24 * Hour;

    private static readonly DevelopmentCorrected Renamed = Corrected.To(changes => changes with { Headline = Set("Anew") });

    [Theory]
    [InlineData("2024-10-23", LagOutcome.Measured, 10)]
    [InlineData("2024-10-22~", LagOutcome.Measured, 34)]
    [InlineData("2024-10-23T09:30:00Z", LagOutcome.Measured, 0.5)]
    [InlineData("2024-10-20/2024-10-25", LagOutcome.Measured, 82)]
    [InlineData("2024-10-22/..", LagOutcome.Measured, 34)]
    [InlineData("{2024-10-22,2024-10-24}", LagOutcome.Measured, 34)]
    [InlineData("../2024-10-22", LagOutcome.Open, 0)]
    [InlineData("/2024-10-22", LagOutcome.Open, 0)]
    [InlineData("2024-10", LagOutcome.Imprecise, 0)]
    [InlineData("2024-10/2024-11-01", LagOutcome.Imprecise, 0)]
    [InlineData("[2024-10-20,2024-10-21]", LagOutcome.Imprecise, 0)]
    [InlineData("2024-10-XX", LagOutcome.Imprecise, 0)]
    [InlineData("2024-10-24", LagOutcome.Ahead, 0)]
    [InlineData("2024-10-23T10:00:01Z", LagOutcome.Ahead, 0)]
    public void The_report_lag_runs_from_a_start_that_is_known_to_the_day(string occurred, LagOutcome outcome, double hours) =>
        Record(Reported with { Occurred = occurred }).ReportLag.ShouldBe(new ReportLag(outcome, (long)(hours * Hour)));

    [Theory]
    [InlineData("2024-10-23T14:30:00Z", LagOutcome.Measured)]
    [InlineData("2024-10-24", LagOutcome.Ahead)]
    public void What_was_known_on_the_day_on_which_it_happened_was_not_foretold(string occurred, LagOutcome outcome) =>
        Record(Reported.At("2024-10-23T00:00:00Z") with { ReportedOn = Times.Day("2024-10-23"), Occurred = occurred }).ReportLag.ShouldBe(new ReportLag(outcome, 0));

    [Fact]
    public void The_report_lag_is_that_of_the_date_as_corrected_by_then()
    {
        DevelopmentEvent[] events = [Reported with { Occurred = "2024-10" }, Corrected.To(changes => changes with { Occurred = Set("2024-10-21") })];

        Record("2024-10-24T09:59:59Z", events).ReportLag.Outcome.ShouldBe(LagOutcome.Imprecise);
        Record("2024-10-24T10:00:00Z", events).ReportLag.ShouldBe(new ReportLag(LagOutcome.Measured, 58 * Hour));
    }

    [Fact]
    public void The_recording_lag_runs_from_known_from_until_the_log_had_the_report() => Record(Reported).RecordingLag.ShouldBe((8 * Day) + (14 * Hour));

    [Fact]
    public void An_earlier_source_that_is_found_later_makes_both_lags_those_of_the_earlier_one()
    {
        var record = Record(Reported with { Occurred = "2024-10-23" }, Early);

        record.KnownFrom.ShouldBe(Times.At("2024-10-22T10:00:00Z"));
        record.RecordingLag.ShouldBe((9 * Day) + (14 * Hour));
        record.ReportLag.Outcome.ShouldBe(LagOutcome.Ahead);
        record.Publisher.ShouldBe("Yonhap");
    }

    [Fact]
    public void The_publisher_is_the_reports_as_corrected_by_then()
    {
        DevelopmentEvent[] events = [Reported, Corrected.To(changes => changes with { Source = Set(new SourcePatch { Publisher = Set("AFP") }) })];

        Record("2024-10-23T10:00:00Z", events).Publisher.ShouldBe("Reuters");
        Record("2024-10-24T10:00:00Z", events).Publisher.ShouldBe("AFP");
    }

    [Fact]
    public void The_kind_is_that_of_then_too()
    {
        DevelopmentEvent[] events = [Reported, Corrected.To(changes => changes with { Kind = Set<DevelopmentKind?>(DevelopmentKind.Other) })];

        Record("2024-10-23T10:00:00Z", events).Kind.ShouldBe(DevelopmentKind.Deployment);
        Record("2024-10-24T10:00:00Z", events).Kind.ShouldBe(DevelopmentKind.Other);
    }

    [Fact]
    public void The_first_correction_is_the_first_in_known_time_not_in_the_log()
    {
        var record = Record(Reported, Renamed.At("2024-10-30T10:00:00Z"), Renamed.At("2024-10-25T10:00:00Z"));

        (record.FirstCorrection, record.FirstVersionEnd).ShouldBe((2 * Day, 2 * Day));
    }

    [Fact]
    public void A_retraction_ends_the_first_version_and_corrects_nothing()
    {
        var record = Record(Reported, Retracted);

        (record.FirstCorrection, record.FirstVersionEnd, record.WasRetracted, record.IsRetracted).ShouldBe((null, Day, true, true));
    }

    [Fact]
    public void A_reinstatement_ends_the_retraction_and_the_dispute_but_both_have_been()
    {
        var record = Record(Reported, Disputed, Retracted, Reinstated.At("2024-10-26T10:00:00Z"));

        (record.WasDisputed, record.WasRetracted, record.IsRetracted, record.FirstVersionEnd).ShouldBe((true, true, false, Day));
    }

    [Fact]
    public void What_is_annulled_has_not_been()
    {
        var record = Record(Reported, Renamed, Disputed, Retracted, Annulled(Given.Position(1)), Annulled(Given.Position(2)), Annulled(Given.Position(3)));

        (record.FirstCorrection, record.FirstVersionEnd, record.WasDisputed, record.WasRetracted).ShouldBe((null, null, false, false));
    }

    [Fact]
    public void What_is_not_effective_yet_does_not_count()
    {
        var record = Record("2024-10-24T09:59:59Z", Reported, Renamed, Disputed, Retracted, Corroborated);

        (record.FirstCorrection, record.FirstVersionEnd, record.WasDisputed, record.WasRetracted, record.IsCorroborated).ShouldBe((null, null, false, false, false));
    }

    [Fact]
    public void It_takes_two_publishers_to_corroborate_whatever_the_status()
    {
        Record(Reported, Corroborated with { Source = new Source(" REUTERS ") }).IsCorroborated.ShouldBeFalse();
        Record(Reported, Corroborated).IsCorroborated.ShouldBeTrue();
        Record(Reported, Corroborated, Disputed.At("2024-10-30T00:00:00Z")).IsCorroborated.ShouldBeTrue();
    }

    /// <summary>A correction between an early corroboration and the report stays when the corroboration is annulled.</summary>
    [Fact]
    public void A_correction_from_before_known_from_holds_at_once()
    {
        var record = Record(Reported, Early, Renamed.At("2024-10-22T20:00:00Z"), Annulled(Given.Position(1)));

        (record.KnownFrom, record.FirstCorrection).ShouldBe((Times.At("2024-10-23T10:00:00Z"), 0L));
    }

    [Fact]
    public void Nothing_is_said_of_what_is_not_known_or_removed()
    {
        RevisionRecord.Of(Given.Events(Reported).History, Times.At("2024-10-23T09:59:59Z")).ShouldBeNull();
        RevisionRecord.Of(Given.Events(Reported, Annulled(Given.Position(0))).History, Times.At("2024-12-01T00:00:00Z")).ShouldBeNull();
    }

    private static RevisionRecord Record(params DevelopmentEvent[] events) => Record("2024-12-01T00:00:00Z", events);

    private static RevisionRecord Record(string knownAt, params DevelopmentEvent[] events) =>
        RevisionRecord.Of(Given.Events(events).History, Times.At(knownAt)).ShouldNotBeNull();
}
