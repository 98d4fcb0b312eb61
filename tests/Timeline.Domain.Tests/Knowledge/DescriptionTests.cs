using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Tests.Developments;
using Timeline.Domain.Time;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>What an entry says, and from when on.</summary>
public sealed class DescriptionTests
{
    private const string JustBeforeTheReport = "2024-10-23T09:59:59.999999Z";

    [Fact]
    public void A_report_is_known_from_its_own_time_on_inclusive()
    {
        var given = Given.Events(Reported);
        given.TryKnownAt(JustBeforeTheReport).ShouldBeNull();
        var entry = given.KnownAt("2024-10-23T10:00:00Z");
        entry.KnownFrom.ShouldBe(Reported.ReportedAt);
        (entry.Id, entry.Actor, entry.Kind, entry.Occurred.Text, entry.Headline, entry.Summary, entry.Attribution)
            .ShouldBe((Id, "dprk", DevelopmentKind.Deployment, "2024-10~", "Troops arrive in Kursk", "A summary.", "NIS"));
        entry.Participants.ShouldBe([Russia]);
        entry.Places.ShouldBe([Kursk]);
        entry.Tags.ShouldBe(["kursk"]);
    }

    [Fact]
    public void Nothing_is_known_at_a_position_before_the_report()
    {
        Given.Events(Reported).TryKnownAt("2025-01-01", basis: 9).ShouldBeNull();
        Given.Events(Reported).TryKnownAt("2025-01-01", basis: 10).ShouldNotBeNull();
    }

    [Fact]
    public void The_end_of_time_is_a_knowledge_time() =>
        Fold.EntryAt(Given.Events(Reported, Disputed).History, Instant.MaxValue)!.Revision.ShouldBe(2);

    [Fact]
    public void Without_an_attribution_the_publisher_claims_it() =>
        Given.Events(Reported with { Attribution = null }).KnownAt("2024-10-24").Attribution.ShouldBe("Reuters");

    [Fact]
    public void An_early_corroboration_describes_it_until_the_report_does()
    {
        var given = Given.Events(Reported, Early);
        given.TryKnownAt("2024-10-22T09:59:59.999999Z").ShouldBeNull();
        foreach (var time in new[] { "2024-10-22T10:00:00Z", JustBeforeTheReport })
        {
            var early = given.KnownAt(time);
            (early.Headline, early.Occurred.Text, early.Summary, early.Attribution).ShouldBe(("First troops expected", "2024-10-23", "As Budanov has it.", "Budanov"));
            early.Places.ShouldBe([new Place("Kursk oblast")]);
            // Our own classification is not a source's word.
            (early.Actor, early.Kind).ShouldBe(("dprk", DevelopmentKind.Deployment));
            early.Participants.ShouldBe([Russia]);
            early.Tags.ShouldBe(["kursk"]);
        }
        var told = given.KnownAt("2024-10-23T10:00:00Z");
        (told.Headline, told.Occurred.Text, told.Summary, told.Attribution).ShouldBe(("Troops arrive in Kursk", "2024-10~", "A summary.", "NIS"));
        told.Places.ShouldBe([Kursk]);
        told.KnownFrom.ShouldBe(Early.ReportedAt);
    }

    [Fact]
    public void Nothing_that_the_report_says_is_visible_before_it_is_public()
    {
        var secret = Entries.Text(Given.Events(Reported, Early with { Summary = null, Places = null }).KnownAt(JustBeforeTheReport));
        foreach (var word in new[] { "Reuters", "arrive", "A summary.", "NIS", "51.73", "3000", "2024-10~" })
            secret.ShouldNotContain(word);
    }

    [Fact]
    public void The_newest_early_corroboration_describes_it_at_a_time()
    {
        var given = Given.Events(Reported, Early, Early.At("2024-10-21T10:00:00Z") with { Headline = "Older" }, Early with { Headline = "Same time, entered later" });
        given.KnownAt("2024-10-21T10:00:00Z").Headline.ShouldBe("Older");
        given.KnownAt("2024-10-22T10:00:00Z").Headline.ShouldBe("Same time, entered later");
        given.KnownAt("2024-10-22T10:00:00Z", basis: 30).Headline.ShouldBe("First troops expected");
        given.KnownAt("2024-10-23T10:00:00Z").Headline.ShouldBe("Troops arrive in Kursk");
    }

    [Fact]
    public void A_later_corroboration_does_not_describe_it()
    {
        var late = Early.At("2024-10-24T10:00:00Z");
        Given.Events(Reported, late).KnownAt("2024-10-25").Headline.ShouldBe("Troops arrive in Kursk");
    }

    [Fact]
    public void A_correction_holds_from_its_own_time_on()
    {
        var given = Given.Events(Reported, Corrected.To(changes => changes with { Headline = Set("Anew"), Summary = Set<string>(null), Places = Set<IReadOnlyList<Place>>(null) }));
        given.KnownAt("2024-10-24T09:59:59.999999Z").Headline.ShouldBe("Troops arrive in Kursk");
        var corrected = given.KnownAt("2024-10-24T10:00:00Z");
        (corrected.Headline, corrected.Summary, corrected.Occurred.Text).ShouldBe(("Anew", null, "2024-10~"));
        corrected.Places.ShouldBeEmpty();
        given.KnownAt("2024-10-24T10:00:00Z", basis: 19).Headline.ShouldBe("Troops arrive in Kursk");
    }

    [Fact]
    public void A_correction_lies_over_whatever_description_is_below_it()
    {
        var given = Given.Events(Reported, Early, Corrected.To(changes => changes with { Headline = Set("Anew"), Summary = Set<string>(null) }).At("2024-10-22T12:00:00Z"));
        given.KnownAt("2024-10-22T11:00:00Z").Headline.ShouldBe("First troops expected");
        var overEarly = given.KnownAt("2024-10-22T12:00:00Z");
        (overEarly.Headline, overEarly.Summary, overEarly.Occurred.Text).ShouldBe(("Anew", null, "2024-10-23"));
        var overReport = given.KnownAt("2024-10-23T10:00:00Z");
        (overReport.Headline, overReport.Summary, overReport.Occurred.Text).ShouldBe(("Anew", null, "2024-10~"));
    }

    [Fact]
    public void Corrections_apply_in_the_order_of_their_times_then_positions()
    {
        var first = Corrected.To(changes => changes with { Headline = Set("First"), Kind = Set<DevelopmentKind?>(DevelopmentKind.Other), Tags = Set<IReadOnlyList<string>>(null) });
        var late = Corrected.To(changes => changes with { Headline = Set("Published earlier, entered later") }).At("2024-10-24T09:00:00Z");
        var same = Corrected.To(changes => changes with { Headline = Set("At the same time") });
        Given.Events(Reported, first, late).KnownAt("2024-10-24T09:00:00Z").Headline.ShouldBe("Published earlier, entered later");
        Given.Events(Reported, first, late).KnownAt("2024-10-25").Headline.ShouldBe("First");
        var entry = Given.Events(Reported, first, late, same).KnownAt("2024-10-25");
        (entry.Headline, entry.Kind).ShouldBe(("At the same time", DevelopmentKind.Other));
        entry.Tags.ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_a_correction_names_is_changed()
    {
        var entry = Given.Events(Reported, Corrected with
        {
            Changes = new DevelopmentChanges
            {
                Occurred = Set("2024-11-01"),
                Kind = Set<DevelopmentKind?>(DevelopmentKind.Transfer),
                Headline = Set("H"),
                Summary = Set("S"),
                Participants = Set<IReadOnlyList<Participant>>([]),
                Places = Set<IReadOnlyList<Place>>([new("Vladivostok")]),
                Figures = Set<IReadOnlyList<Figure>>([MoreTroops]),
                Tags = Set<IReadOnlyList<string>>(["a", "b"]),
                Attribution = Set("Pentagon"),
                Source = Set(new SourcePatch { Publisher = Set("AP"), Title = Set<string>(null) }),
            },
        }).KnownAt("2024-10-25");
        (entry.Occurred.Text, entry.Kind, entry.Headline, entry.Summary, entry.Attribution).ShouldBe(("2024-11-01", DevelopmentKind.Transfer, "H", "S", "Pentagon"));
        entry.Participants.ShouldBeEmpty();
        entry.Places.ShouldBe([new Place("Vladivostok")]);
        entry.Tags.ShouldBe(["a", "b"]);
        entry.Figures.ShouldBe([new FigureClaim(MoreTroops, "Pentagon", Corrected.ReportedAt, null)]);
        entry.Sources.ShouldBe([new SourceClaim(Reuters with { Publisher = "AP", Title = null }, "Pentagon", Corrected.ReportedAt, null)]);
    }

    [Fact]
    public void What_is_annulled_is_not_folded_from_the_annulment_s_position_on_and_is_at_earlier_ones()
    {
        var given = Given.Events(Reported, Corrected.To(changes => changes with { Headline = Set("Anew") }), Disputed, Annulled(20));
        given.KnownAt("2025-01-01", basis: 39).Headline.ShouldBe("Anew");
        given.KnownAt("2025-01-01", basis: 40).Headline.ShouldBe("Troops arrive in Kursk");
        given.KnownAt("2025-01-01", basis: 40).Status.ShouldBe(DevelopmentStatus.Disputed);
    }

    [Fact]
    public void Annulling_the_report_removes_the_development()
    {
        var given = Given.Events(Reported, Early, Annulled(10));
        given.TryKnownAt("2025-01-01", basis: 29).ShouldNotBeNull();
        given.TryKnownAt("2025-01-01", basis: 30).ShouldBeNull();
    }

    [Fact]
    public void Annulling_an_early_corroboration_moves_known_from_back()
    {
        var given = Given.Events(Reported, Early, Annulled(20));
        given.KnownAt("2024-10-22T10:00:00Z", basis: 29).Headline.ShouldBe("First troops expected");
        given.TryKnownAt(JustBeforeTheReport).ShouldBeNull();
        given.KnownAt("2024-10-23T10:00:00Z").KnownFrom.ShouldBe(Reported.ReportedAt);
    }

    [Fact]
    public void A_follow_up_that_is_left_before_known_from_counts_as_soon_as_something_is_known()
    {
        var given = Given.Events(Reported, Early, Disputed.At("2024-10-22T12:00:00Z"), Annulled(20));
        given.TryKnownAt(JustBeforeTheReport).ShouldBeNull();
        given.KnownAt("2024-10-23T10:00:00Z").Status.ShouldBe(DevelopmentStatus.Disputed);
    }

    [Fact]
    public void Steps_begin_with_what_made_it_known_and_tell_the_report_where_its_words_take_over()
    {
        var history = Given.Events(Reported, Early, Disputed).History;
        var steps = Fold.Steps(history, Instant.MaxValue).ToList();
        steps.Select(step => step.Recorded.Position).ShouldBe([20, 10, 30]);
        steps.Select(step => step.After.Headline).ShouldBe(["First troops expected", "Troops arrive in Kursk", "Troops arrive in Kursk"]);
        steps.Select(step => step.Before?.Headline).ShouldBe([null, "First troops expected", "Troops arrive in Kursk"]);
        Fold.Steps(history, Times.At(JustBeforeTheReport)).Select(step => step.Recorded.Position).ShouldBe([20]);
        Fold.Steps(history, Times.At("2024-10-22")).ShouldBeEmpty();
    }
}
