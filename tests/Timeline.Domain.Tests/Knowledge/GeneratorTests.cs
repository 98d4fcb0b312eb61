using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Testing;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>What the properties of random histories rest on: that those histories meet every rule.</summary>
public sealed class GeneratorTests
{
    private static readonly Lazy<IReadOnlyList<MemoryLog>> Logs = new(() => [.. Enumerable.Range(0, 100).Select(seed => History.Generate(seed, 60).Apply())]);

    [Fact]
    public void Equal_seeds_give_equal_histories()
    {
        History.Generate(7, 30).ToString().ShouldBe(History.Generate(7, 30).ToString());
        History.Generate(8, 30).ToString().ShouldNotBe(History.Generate(7, 30).ToString());
        History.Generate(7, 30).Commands.Count().ShouldBe(30);
    }

    [Theory]
    [InlineData("a correction", 300)]
    [InlineData("a corroboration before the report", 100)]
    [InlineData("a correction before the report", 50)]
    [InlineData("a correction of the source before the report", 10)]
    [InlineData("a dispute", 100)]
    [InlineData("a retraction", 60)]
    [InlineData("a reinstatement", 50)]
    [InlineData("a follow-up recorded late", 300)]
    [InlineData("follow-ups at the same time", 300)]
    [InlineData("a follow-up at the report's time", 100)]
    [InlineData("an annulled report", 20)]
    [InlineData("an annulment that moves known-from", 10)]
    [InlineData("a follow-up that an annulment leaves before known-from", 3)]
    [InlineData("an annulled correction", 15)]
    [InlineData("an annulled retraction", 5)]
    [InlineData("an annulled reinstatement", 2)]
    [InlineData("an annulled dispute", 5)]
    public void Random_histories_contain(string what, int atLeast)
    {
        var found = Logs.Value.SelectMany(log => log.Developments).Sum(history => Count(what, history));
        found.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    private static int Count(string what, DevelopmentHistory history)
    {
        var report = (DevelopmentReported)history.Events[0].Event;
        var dated = history.Events.Select(recorded => recorded.Event).OfType<DatedEvent>().ToList();
        return what switch
        {
            "a correction" => dated.Count(e => e is DevelopmentCorrected),
            "a corroboration before the report" => dated.Count(e => e is DevelopmentCorroborated && e.ReportedAt < report.ReportedAt),
            "a correction before the report" => dated.Count(e => e is DevelopmentCorrected && e.ReportedAt < report.ReportedAt),
            "a correction of the source before the report" => dated.Count(e => e is DevelopmentCorrected { Changes.Source.IsPresent: true } && e.ReportedAt < report.ReportedAt),
            "a dispute" => dated.Count(e => e is DevelopmentDisputed),
            "a retraction" => dated.Count(e => e is DevelopmentRetracted),
            "a reinstatement" => dated.Count(e => e is DevelopmentReinstated),
            "a follow-up recorded late" => dated.Zip(dated.Skip(1)).Count(pair => pair.First.ReportedAt > pair.Second.ReportedAt),
            "follow-ups at the same time" => dated.Count - dated.Select(e => e.ReportedAt).Distinct().Count(),
            "a follow-up at the report's time" => dated.Count(e => e != report && e.ReportedAt == report.ReportedAt),
            "an annulled report" => history.Report is null ? 1 : 0,
            "an annulment that moves known-from" => Moves(history),
            "a follow-up that an annulment leaves before known-from" =>
                history.KnownFrom is { } knownFrom ? dated.Count(e => e is not DevelopmentCorroborated && e.ReportedAt < knownFrom) : 0,
            "an annulled correction" => Annulled<DevelopmentCorrected>(history),
            "an annulled retraction" => Annulled<DevelopmentRetracted>(history),
            "an annulled reinstatement" => Annulled<DevelopmentReinstated>(history),
            "an annulled dispute" => Annulled<DevelopmentDisputed>(history),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "not counted"),
        };
    }

    private static int Annulled<T>(DevelopmentHistory history) => history.Events.Count(recorded => recorded.Event is T && history.IsAnnulled(recorded));

    private static int Moves(DevelopmentHistory history) => history.Events.Count(recorded => recorded.Event is DevelopmentEventAnnulled
        && history.UpTo(recorded.Position).KnownFrom is { } after && after != history.UpTo(recorded.Position - 1).KnownFrom);
}
