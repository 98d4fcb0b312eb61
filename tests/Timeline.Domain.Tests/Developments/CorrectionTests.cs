using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Developments;

public sealed class CorrectionTests
{
    [Fact]
    public void A_correction_carries_its_changes_as_given() =>
        Given.Events(Reported)
            .When(Correct.To(changes => changes with { Headline = Set("Troops train in Kursk"), Summary = Set<string>(null) }))
            .Then(Corrected.To(changes => changes with { Headline = Set("Troops train in Kursk"), Summary = Set<string>(null) }));

    [Fact]
    public void Participants_may_be_named_by_alias() =>
        Given.Events(Reported)
            .When(Correct.To(changes => changes with { Participants = Set<IReadOnlyList<Participant>>([new("North Korea", "sender")]) }))
            .Then(Corrected.To(changes => changes with { Participants = Set<IReadOnlyList<Participant>>([new("dprk", "sender")]) }));

    public static TheoryData<string, DevelopmentChanges> NoChanges => new()
    {
        { "nothing at all", new DevelopmentChanges() },
        { "occurred", new DevelopmentChanges { Occurred = Set(Reported.Occurred) } },
        { "kind", new DevelopmentChanges { Kind = Set<DevelopmentKind?>(Reported.Kind) } },
        { "headline", new DevelopmentChanges { Headline = Set(Reported.Headline) } },
        { "summary", new DevelopmentChanges { Summary = Set(Reported.Summary) } },
        { "participants", new DevelopmentChanges { Participants = Set(Reported.Participants) } },
        { "participants by alias", new DevelopmentChanges { Participants = Set<IReadOnlyList<Participant>>([new("RUSSIA", "host")]) } },
        { "places", new DevelopmentChanges { Places = Set(Reported.Places) } },
        { "figures", new DevelopmentChanges { Figures = Set(Reported.Figures) } },
        { "tags", new DevelopmentChanges { Tags = Set(Reported.Tags) } },
        { "attribution", new DevelopmentChanges { Attribution = Set(Reported.Attribution) } },
        { "an empty source", new DevelopmentChanges { Source = Set(new SourcePatch()) } },
        { "source", new DevelopmentChanges { Source = Set(new SourcePatch { Publisher = Set("Reuters"), PublishedAt = Set<string>(null) }) } },
    };

    [Theory]
    [MemberData(nameof(NoChanges))]
    public void Changing_nothing_is_refused(string what, DevelopmentChanges changes)
    {
        what.ShouldNotBeEmpty();
        Given.Events(Reported).When(Correct with { Changes = changes }).ThenRefused();
    }

    [Fact]
    public void Whether_something_changes_is_judged_at_the_correction_s_own_time()
    {
        var changed = Corrected.To(changes => changes with { Headline = Set("Anew") }).At("2024-10-25T10:00:00Z");
        var command = Correct.To(changes => changes with { Headline = Set("Anew") });
        Given.Events(Reported, changed).When(command.Reporting(at: "2024-10-25T10:00:00Z")).ThenRefused();
        Given.Events(Reported, changed).When(command.Reporting(at: "2024-10-25T09:59:59.999999Z")).Then(changed.At("2024-10-25T09:59:59.999999Z"));
    }

    [Fact]
    public void Clearing_what_is_absent_changes_nothing() =>
        Given.Events(Reported with { Summary = null, Tags = null, Attribution = null })
            .When(Correct.To(changes => changes with { Summary = Set<string>(null), Tags = Set<IReadOnlyList<string>>([]), Attribution = Set("Reuters") }))
            .ThenRefused();

    [Fact]
    public void The_order_of_a_list_and_the_letter_case_of_a_text_are_changes()
    {
        Given.Events(Reported with { Tags = ["a", "b"] }).When(Correct.To(changes => changes with { Tags = Set<IReadOnlyList<string>>(["b", "a"]) })).Then<DevelopmentCorrected>();
        Given.Events(Reported).When(Correct.To(changes => changes with { Headline = Set("troops arrive in kursk") })).Then<DevelopmentCorrected>();
        Given.Events(Reported).When(Correct.To(changes => changes with { Source = Set(new SourcePatch { Publisher = Set("reuters") }) })).Then<DevelopmentCorrected>();
    }

    [Fact]
    public void What_a_development_needs_is_not_cleared() =>
        Given.Events(Reported).When(Correct with
        {
            Changes = new DevelopmentChanges
            {
                Occurred = Set<string>(null),
                Headline = Set<string>(null),
                Kind = Set<DevelopmentKind?>(null),
                Source = Set(new SourcePatch { Publisher = Set<string>(null) }),
            },
        }).ThenRefused("changes.occurred", "changes.headline", "changes.kind", "changes.source.publisher");

    [Fact]
    public void A_source_is_not_cleared() =>
        Given.Events(Reported).When(Correct.To(changes => changes with { Source = Set<SourcePatch>(null) })).ThenRefused("changes.source");

    [Fact]
    public void Every_changed_field_that_breaks_a_rule_is_named() =>
        Given.Events(Reported).When(Correct with
        {
            Changes = new DevelopmentChanges
            {
                Occurred = Set("soon"),
                Participants = Set<IReadOnlyList<Participant>>([new("nobody", "host")]),
                Places = Set<IReadOnlyList<Place>>([new("Kursk", 100m, 0m)]),
                Figures = Set<IReadOnlyList<Figure>>([new("troops", null, null, null, "people")]),
                Source = Set(new SourcePatch { PublishedAt = Set("soon") }),
            },
            Source = Yonhap with { PublishedAt = "2024-10-25T10:00:00.1234567Z" },
        }).ThenRefused("changes.occurred", "changes.participants[0].actor", "changes.places[0].latitude", "changes.figures[0]", "changes.source.publishedAt", "source.publishedAt");

    [Fact]
    public void Before_known_from_it_is_refused() =>
        Given.Events(Reported).When(Correct.To(changes => changes with { Headline = Set("Anew") }).Reporting(at: "2024-10-23T09:59:59.999999Z")).ThenRefused("reportedAt");
}
