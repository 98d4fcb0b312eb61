using Timeline.Domain.Developments;
using Timeline.Domain.Metrics;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Metrics;

public class RevisionTableTests
{
    private const long Day = Instant.MicrosecondsPerDay;

    private static readonly RevisionRecord Plain = new()
    {
        Kind = DevelopmentKind.Statement,
        Actor = "nis",
        Publisher = "Yonhap",
        KnownFrom = Times.At("2024-10-01T00:00:00Z"),
        ReportLag = new ReportLag(LagOutcome.Measured, 5),
        RecordingLag = 7,
        FirstCorrection = null,
        FirstVersionEnd = null,
        IsCorroborated = false,
        WasDisputed = false,
        WasRetracted = false,
        IsRetracted = false,
    };

    /// <summary>
    /// Four developments of 1 October, followed until the 9th: one corrected after 2 days, one retracted after 4, one corrected after 6, one as it was.
    /// </summary>
    [Fact]
    public void It_adds_up_what_the_records_say()
    {
        var table = new RevisionTable(MetricGrouping.Kind, PeriodLength.Month, Times.At("2024-10-09T00:00:00Z"));
        table.Add(Plain with { FirstCorrection = 2 * Day, FirstVersionEnd = 2 * Day, WasDisputed = true });
        table.Add(Plain with { FirstVersionEnd = 4 * Day, WasRetracted = true, IsRetracted = true, ReportLag = new ReportLag(LagOutcome.Imprecise, 0) });
        table.Add(Plain with { FirstCorrection = 6 * Day, FirstVersionEnd = 6 * Day, WasRetracted = true, ReportLag = new ReportLag(LagOutcome.Open, 0) });
        table.Add(Plain with { IsCorroborated = true, RecordingLag = 9, ReportLag = new ReportLag(LagOutcome.Ahead, 0) });

        var all = table.All();

        all.Developments.ShouldBe(4);
        all.ReportLag.ShouldBe(new ReportLagMetrics(new Spread(1, 5, 5, 5), Open: 1, Imprecise: 1, Ahead: 1));
        all.RecordingLag.ShouldBe(new Spread(4, 7, 7, 9));
        (all.Corrected, all.Corroborated, all.Disputed, all.Retracted, all.StandsRetracted).ShouldBe((new Share(2, 4), new Share(1, 4), new Share(1, 4), new Share(2, 4), new Share(1, 4)));
        all.FirstCorrection.ShouldBe(new Spread(2, 2 * Day, 2 * Day, 6 * Day));
        all.Survival.ShouldBe([new(Day, 4, 0, 1m), new(7 * Day, 1, 3, 0.25m), new(30 * Day, 0, 3, null), new(90 * Day, 0, 3, null), new(365 * Day, 0, 3, null)]);
    }

    [Fact]
    public void Groups_come_by_size_and_then_by_name()
    {
        var table = new RevisionTable(MetricGrouping.Actor, PeriodLength.Month, Instant.MaxValue);
        foreach (var actor in new[] { "c", "a", "b", "b" })
            table.Add(Plain with { Actor = actor });

        table.Groups(0, 10).Select(group => (group.Key, group.Metrics.Developments)).ShouldBe([("b", 2), ("a", 1), ("c", 1)]);
        table.Groups(1, 1).Select(group => group.Key).ShouldBe(["a"]);
        table.Count.ShouldBe(3);
    }

    [Fact]
    public void Periods_come_in_the_order_of_time_whatever_their_size()
    {
        var table = new RevisionTable(MetricGrouping.Period, PeriodLength.Quarter, Instant.MaxValue);
        foreach (var knownFrom in new[] { "2024-12-01T00:00:00Z", "2024-10-01T00:00:00Z", "2023-04-01T00:00:00Z" })
            table.Add(Plain with { KnownFrom = Times.At(knownFrom) });

        table.Groups(0, 10).Select(group => (group.Key, group.Period!.From.ToString(), group.Metrics.Developments))
            .ShouldBe([("2023-Q2", "2023-04-01T00:00:00Z", 1), ("2024-Q4", "2024-10-01T00:00:00Z", 2)]);
    }

    [Fact]
    public void A_publisher_is_one_however_it_is_spelled_and_named_as_it_was_first()
    {
        var table = new RevisionTable(MetricGrouping.Publisher, PeriodLength.Month, Instant.MaxValue);
        table.Add(Plain with { Publisher = "YONHAP", KnownFrom = Times.At("2024-10-02T00:00:00Z") });
        table.Add(Plain with { Publisher = " Yonhap " });
        table.Add(Plain with { Publisher = "yonhap" });

        table.Groups(0, 10).Select(group => (group.Key, group.Name, group.Metrics.Developments)).ShouldBe([("yonhap", "Yonhap", 3)]);
    }

    [Fact]
    public void Kinds_are_named_as_in_entries()
    {
        var table = new RevisionTable(MetricGrouping.Kind, PeriodLength.Month, Instant.MaxValue);
        table.Add(Plain);

        table.Groups(0, 10).Select(group => (group.Key, group.Name, group.Period)).ShouldBe([("statement", null, null)]);
    }
}
