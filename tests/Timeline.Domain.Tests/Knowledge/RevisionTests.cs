using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Tests.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>What an entry says about its own making.</summary>
public sealed class RevisionTests
{
    private static readonly Given Some = Given.Events(Reported, Disputed.At("2024-10-26T10:00:00Z"), Corroborated, Annulled(20));

    [Theory]
    [InlineData("2024-10-23T10:00:00Z", 40, 1, "2024-10-23T10:00:00Z", 10)]
    [InlineData("2024-10-24T09:59:59Z", 40, 1, "2024-10-23T10:00:00Z", 10)]
    [InlineData("2024-10-24T10:00:00Z", 29, 1, "2024-10-23T10:00:00Z", 10)]
    [InlineData("2024-10-24T10:00:00Z", 30, 2, "2024-10-24T10:00:00Z", 30)]
    [InlineData("2024-10-26T10:00:00Z", 29, 2, "2024-10-26T10:00:00Z", 20)]
    [InlineData("2024-10-26T10:00:00Z", 30, 3, "2024-10-26T10:00:00Z", 30)]
    [InlineData("2024-10-26T10:00:00Z", 40, 4, "2024-10-26T10:00:00Z", 40)]
    public void It_counts_the_events_that_are_effective_annulled_ones_and_annulments_too(string knownAt, long basis, int revision, string revisedAt, long position)
    {
        var entry = Some.KnownAt(knownAt, basis);
        (entry.Revision, entry.RevisedAt, entry.Position).ShouldBe((revision, Times.At(revisedAt), position));
        entry.RecordedAt.ShouldBe(Given.RecordedAt((int)(position / 10) - 1));
    }

    [Fact]
    public void The_report_counts_as_of_known_from_and_revises_again_where_its_words_take_over()
    {
        var given = Given.Events(Reported, Early);
        var early = given.KnownAt("2024-10-22T10:00:00Z");
        (early.Revision, early.RevisedAt, early.Position).ShouldBe((2, Early.ReportedAt, 20));
        var told = given.KnownAt("2024-10-23T10:00:00Z");
        (told.Revision, told.RevisedAt, told.Position).ShouldBe((2, Reported.ReportedAt, 20));
    }

    [Fact]
    public void An_annulled_early_corroboration_still_counts()
    {
        var given = Given.Events(Reported, Early, Annulled(20));
        var entry = given.KnownAt("2024-10-23T10:00:00Z");
        (entry.Revision, entry.RevisedAt, entry.Position).ShouldBe((3, Reported.ReportedAt, 30));
    }

    [Fact]
    public void The_fold_is_total()
    {
        var given = Given.Events(
            Reported, Reinstated, Retracted, Retracted, Annulled(99), Annulled(30), Annulled(30), Annulled(60), Reported with { Headline = "A second report" },
            Corrected with { Changes = new DevelopmentChanges { Headline = Set<string>(null), Occurred = Set("soon"), Kind = Set<DevelopmentKind?>(null), Source = Set<SourcePatch>(null) } });
        var entry = given.KnownAt("2025-01-01");
        (entry.Revision, entry.Status, entry.Headline, entry.Kind).ShouldBe((10, DevelopmentStatus.Retracted, "Troops arrive in Kursk", DevelopmentKind.Deployment));
        Fold.States(given.History)[0].From.ShouldBe(Reported.ReportedAt);
        Given.Events(Early).TryKnownAt("2025-01-01").ShouldBeNull();
    }
}
