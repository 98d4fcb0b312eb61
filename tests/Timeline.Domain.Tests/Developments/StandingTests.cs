using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Developments;

/// <summary>Disputes, retractions, reinstatements and annulments.</summary>
public sealed class StandingTests
{
    [Fact]
    public void It_may_be_disputed_and_retracted()
    {
        Given.Events(Reported).When(Dispute).Then(Disputed);
        Given.Events(Reported).When(Retract).Then(Retracted);
        Given.Events(Reported, Disputed).When(Dispute).Then(Disputed);
        Given.Events(Reported, Disputed).When(Retract).Then(Retracted);
    }

    [Fact]
    public void Before_known_from_every_follow_up_but_a_corroboration_is_refused()
    {
        foreach (var followUp in FollowUps.Where(followUp => followUp is not CorroborateDevelopment))
            Given.Events(Reported).When(followUp.Reporting(at: "2024-10-23T09:59:59.999999Z")).ThenRefused("reportedAt");
    }

    [Fact]
    public void An_early_corroboration_makes_earlier_follow_ups_legal() =>
        Given.Events(Reported, Early).When(Dispute.Reporting(at: "2024-10-22T10:00:00Z")).Then(Disputed.At("2024-10-22T10:00:00Z"));

    [Fact]
    public void An_annulled_corroboration_makes_nothing_legal() =>
        Given.Events(Reported, Early, Annulled(20)).When(Dispute.Reporting(at: "2024-10-22T10:00:00Z")).ThenRefused("reportedAt");

    [Fact]
    public void What_is_retracted_is_neither_corrected_disputed_nor_retracted_again()
    {
        foreach (var followUp in FollowUps.Where(followUp => followUp is not (CorroborateDevelopment or ReinstateDevelopment)))
            Given.Events(Reported, Retracted).When(followUp).ThenRefused();
    }

    [Fact]
    public void It_is_judged_as_it_stood_at_the_follow_up_s_own_time()
    {
        Given.Events(Reported, Retracted).When(Dispute.Reporting(at: "2024-10-24T09:59:59.999999Z")).Then(Disputed.At("2024-10-24T09:59:59.999999Z"));
        Given.Events(Reported, Retracted).When(Reinstate.Reporting(at: "2024-10-24T09:59:59.999999Z")).ThenRefused();
        var reinstated = Reinstated.At("2024-10-26T10:00:00Z");
        Given.Events(Reported, Retracted, reinstated).When(Dispute.Reporting(at: "2024-10-25T10:00:00Z")).ThenRefused();
        Given.Events(Reported, Retracted, reinstated).When(Dispute.Reporting(at: "2024-10-26T10:00:00Z")).Then(Disputed.At("2024-10-26T10:00:00Z"));
    }

    [Fact]
    public void A_reinstatement_needs_something_retracted_or_disputed()
    {
        Given.Events(Reported, Retracted).When(Reinstate).Then(Reinstated);
        Given.Events(Reported, Disputed).When(Reinstate).Then(Reinstated);
        Given.Events(Reported).When(Reinstate).ThenRefused();
        Given.Events(Reported, Corroborated).When(Reinstate).ThenRefused();
        Given.Events(Reported, Disputed, Reinstated).When(Reinstate).ThenRefused();
        Given.Events(Reported, Disputed, Annulled(20)).When(Reinstate).ThenRefused();
    }

    [Fact]
    public void A_duplicate_is_of_another_development_that_exists()
    {
        Given.Events(Reported).When(Retract with { DuplicateOf = "another" }).Then(Retracted with { DuplicateOf = "another" });
        Given.Events(Reported).When(Retract with { DuplicateOf = "nowhere" }).ThenRefused("duplicateOf");
        Given.Events(Reported).When(Retract with { DuplicateOf = Id }).ThenRefused("duplicateOf");
    }

    [Fact]
    public void Anything_but_an_annulment_is_annulled_once()
    {
        Given.Events(Reported, Disputed).When(Annul(20)).Then(Annulled(20));
        Given.Events(Reported, Disputed).When(Annul(10)).Then(Annulled(10));
        Given.Events(Reported, Retracted).When(Annul(20)).Then(Annulled(20));
        Given.Events(Reported, Disputed, Annulled(20)).When(Annul(20)).ThenRefused("position");
        Given.Events(Reported, Disputed, Annulled(20)).When(Annul(30)).ThenRefused("position");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(-10)]
    [InlineData(long.MaxValue)]
    public void Only_an_event_of_this_development_is_annulled(long position) => Given.Events(Reported, Disputed).When(Annul(position)).ThenRefused("position");
}
