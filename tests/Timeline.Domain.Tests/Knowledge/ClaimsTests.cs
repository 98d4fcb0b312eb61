using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Tests.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>Figures and sources: who says so, and since when.</summary>
public sealed class ClaimsTests
{
    private static readonly FigureClaim ReportsFigure = new(Troops, "NIS", Reported.ReportedAt, null);
    private static readonly SourceClaim ReportsSource = new(Reuters, "NIS", Reported.ReportedAt, null);

    [Fact]
    public void Claims_stand_side_by_side_the_report_s_first_then_the_corroborations_in_order()
    {
        var later = Corroborated.At("2024-10-26T10:00:00Z") with { Attribution = null, Figures = [Troops, MoreTroops] };
        var entry = Given.Events(Reported, later, Corroborated, Early).KnownAt("2024-10-27");
        entry.Figures.ShouldBe(
        [
            ReportsFigure,
            new FigureClaim(MoreTroops, "Budanov", Early.ReportedAt, null),
            new FigureClaim(MoreTroops, "Pentagon", Corroborated.ReportedAt, null),
            new FigureClaim(Troops, "Yonhap", later.ReportedAt, null),
            new FigureClaim(MoreTroops, "Yonhap", later.ReportedAt, null),
        ]);
        entry.Sources.ShouldBe(
        [
            ReportsSource,
            new SourceClaim(Yonhap, "Budanov", Early.ReportedAt, null),
            new SourceClaim(Yonhap, "Pentagon", Corroborated.ReportedAt, null),
            new SourceClaim(Yonhap, "Yonhap", later.ReportedAt, null),
        ]);
    }

    [Fact]
    public void The_report_s_claims_are_public_from_its_own_time_on()
    {
        var entry = Given.Events(Reported, Early).KnownAt("2024-10-23T09:59:59.999999Z");
        entry.Figures.ShouldBe([new FigureClaim(MoreTroops, "Budanov", Early.ReportedAt, null)]);
        entry.Sources.ShouldBe([new SourceClaim(Yonhap, "Budanov", Early.ReportedAt, null)]);
    }

    [Fact]
    public void A_claim_of_a_bare_day_says_so()
    {
        var day = Times.Day("2024-10-24");
        var entry = Given.Events(Reported, Corroborated with { ReportedOn = day }).KnownAt("2024-10-25");
        entry.Figures[1].ReportedOn.ShouldBe(day);
        entry.Sources[1].ReportedOn.ShouldBe(day);
    }

    [Fact]
    public void Corrected_figures_replace_the_report_s_own_and_never_a_corroboration_s()
    {
        var corrected = Corrected.To(changes => changes with { Figures = Set<IReadOnlyList<Figure>>([MoreTroops]) }).At("2024-10-26T10:00:00Z");
        var entry = Given.Events(Reported, Corroborated, corrected).KnownAt("2024-10-27");
        entry.Figures.ShouldBe([new FigureClaim(MoreTroops, "NIS", corrected.ReportedAt, null), new FigureClaim(MoreTroops, "Pentagon", Corroborated.ReportedAt, null)]);
        var cleared = corrected.To(changes => changes with { Figures = Set<IReadOnlyList<Figure>>(null) });
        Given.Events(Reported, Corroborated, cleared).KnownAt("2024-10-27").Figures.ShouldBe([new FigureClaim(MoreTroops, "Pentagon", Corroborated.ReportedAt, null)]);
    }

    [Fact]
    public void Figures_corrected_before_the_report_are_public_since_the_correction()
    {
        var corrected = Corrected.To(changes => changes with { Figures = Set<IReadOnlyList<Figure>>([Troops]) }).At("2024-10-22T12:00:00Z");
        var given = Given.Events(Reported with { Figures = [MoreTroops] }, Early with { Figures = null }, corrected);
        given.KnownAt("2024-10-22T11:59:59Z").Figures.ShouldBeEmpty();
        given.KnownAt("2024-10-22T12:00:00Z").Figures.ShouldBe([new FigureClaim(Troops, "Budanov", corrected.ReportedAt, null)]);
        given.KnownAt("2024-10-24").Figures.ShouldBe([new FigureClaim(Troops, "NIS", corrected.ReportedAt, null)]);
    }

    [Fact]
    public void A_corrected_attribution_relabels_the_report_s_own_figures_and_source()
    {
        var entry = Given.Events(Reported, Corroborated, Corrected.To(changes => changes with { Attribution = Set("SBU") })).KnownAt("2024-10-25");
        entry.Attribution.ShouldBe("SBU");
        entry.Figures.Select(claim => claim.Attribution).ShouldBe(["SBU", "Pentagon"]);
        entry.Sources.Select(claim => claim.Attribution).ShouldBe(["SBU", "Pentagon"]);
        entry.Figures[0].ReportedAt.ShouldBe(Reported.ReportedAt);
        entry.Sources[0].ReportedAt.ShouldBe(Reported.ReportedAt);
    }

    [Fact]
    public void A_cleared_attribution_leaves_the_publisher_s()
    {
        var entry = Given.Events(Reported, Corrected.To(changes => changes with { Attribution = Set<string>(null) })).KnownAt("2024-10-25");
        entry.Attribution.ShouldBe("Reuters");
        entry.Sources.ShouldBe([ReportsSource with { Attribution = "Reuters" }]);
    }

    [Fact]
    public void A_corrected_source_replaces_the_report_s_member_by_member()
    {
        var publisher = Corrected.To(changes => changes with { Source = Set(new SourcePatch { Publisher = Set("AP"), Title = Set<string>(null) }) });
        var archived = Corrected.To(changes => changes with { Source = Set(new SourcePatch { ArchivedUrl = Set("https://archive.example.org/1") }) }).At("2024-10-26T10:00:00Z");
        var given = Given.Events(Reported, Corroborated, archived, publisher);
        given.KnownAt("2024-10-25").Sources[0].ShouldBe(new SourceClaim(new Source("AP", null, Reuters.Url), "NIS", publisher.ReportedAt, null));
        given.KnownAt("2024-10-27").Sources.ShouldBe(
        [
            new SourceClaim(new Source("AP", null, Reuters.Url, "https://archive.example.org/1"), "NIS", archived.ReportedAt, null),
            new SourceClaim(Yonhap, "Pentagon", Corroborated.ReportedAt, null),
        ]);
    }

    [Fact]
    public void A_source_corrected_before_the_report_is_public_with_the_report()
    {
        var corrected = Corrected.To(changes => changes with { Source = Set(new SourcePatch { Publisher = Set("AP") }) }).At("2024-10-22T12:00:00Z");
        var given = Given.Events(Reported, Early, corrected);
        var before = given.KnownAt("2024-10-23T09:59:59.999999Z");
        before.Sources.ShouldBe([new SourceClaim(Yonhap, "Budanov", Early.ReportedAt, null)]);
        before.Status.ShouldBe(DevelopmentStatus.Reported);
        given.KnownAt("2024-10-23T10:00:00Z").Sources[0].ShouldBe(ReportsSource with { Source = Reuters with { Publisher = "AP" } });
    }

    [Fact]
    public void An_annulled_corroboration_claims_nothing()
    {
        var entry = Given.Events(Reported, Corroborated, Annulled(20)).KnownAt("2024-10-25");
        entry.Figures.ShouldBe([ReportsFigure]);
        entry.Sources.ShouldBe([ReportsSource]);
        entry.Status.ShouldBe(DevelopmentStatus.Reported);
    }
}
