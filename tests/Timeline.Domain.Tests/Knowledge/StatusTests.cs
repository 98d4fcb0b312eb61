using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Tests.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Knowledge;

public sealed class StatusTests
{
    [Theory]
    [InlineData("reuters", DevelopmentStatus.Reported)]
    [InlineData(" REUTERS\t", DevelopmentStatus.Reported)]
    [InlineData("Reuters UK", DevelopmentStatus.Corroborated)]
    public void Two_publishers_apart_from_case_and_outer_blanks_corroborate(string publisher, DevelopmentStatus expected) =>
        Given.Events(Reported, Corroborated with { Source = new Source(publisher) }).KnownAt("2024-10-25").Status.ShouldBe(expected);

    [Fact]
    public void The_report_s_publisher_does_not_count_before_it_is_public()
    {
        var given = Given.Events(Reported, Early);
        given.KnownAt("2024-10-23T09:59:59.999999Z").Status.ShouldBe(DevelopmentStatus.Reported);
        given.KnownAt("2024-10-23T10:00:00Z").Status.ShouldBe(DevelopmentStatus.Corroborated);
    }

    [Fact]
    public void A_corrected_publisher_counts_as_corrected() =>
        Given.Events(Reported, Corroborated, Corrected.To(changes => changes with { Source = Set(new SourcePatch { Publisher = Set("YONHAP") }) }))
            .KnownAt("2024-10-25").Status.ShouldBe(DevelopmentStatus.Reported);

    [Fact]
    public void A_dispute_outranks_a_corroboration_and_a_retraction_both()
    {
        var given = Given.Events(Reported, Corroborated, Disputed.At("2024-10-25T10:00:00Z"), Retracted.At("2024-10-26T10:00:00Z") with { DuplicateOf = "another" });
        given.KnownAt("2024-10-24T10:00:00Z").Status.ShouldBe(DevelopmentStatus.Corroborated);
        given.KnownAt("2024-10-25T10:00:00Z").Status.ShouldBe(DevelopmentStatus.Disputed);
        var retracted = given.KnownAt("2024-10-26T10:00:00Z");
        retracted.Status.ShouldBe(DevelopmentStatus.Retracted);
        retracted.Retraction.ShouldBe(new Retraction("withdrawn", "another", Yonhap, Times.At("2024-10-26T10:00:00Z"), null));
        retracted.Disputes.ShouldBe([new Dispute("Kremlin", "a hoax", Yonhap, Times.At("2024-10-25T10:00:00Z"), null)]);
    }

    [Fact]
    public void A_reinstatement_ends_a_retraction_and_the_disputes_before_it()
    {
        var given = Given.Events(
            Reported, Disputed, Retracted.At("2024-10-25T10:00:00Z"), Reinstated.At("2024-10-26T10:00:00Z"), Disputed.At("2024-10-27T10:00:00Z") with { By = "KCNA" });
        var reinstated = given.KnownAt("2024-10-26T10:00:00Z");
        reinstated.Status.ShouldBe(DevelopmentStatus.Reported);
        reinstated.Disputes.ShouldBeEmpty();
        reinstated.Retraction.ShouldBeNull();
        var again = given.KnownAt("2024-10-27T10:00:00Z");
        again.Status.ShouldBe(DevelopmentStatus.Disputed);
        again.Disputes.Select(dispute => dispute.By).ShouldBe(["KCNA"]);
    }

    [Fact]
    public void Follow_ups_at_the_same_time_apply_in_the_order_of_their_positions()
    {
        Given.Events(Reported, Disputed, Reinstated).KnownAt("2024-10-25").Status.ShouldBe(DevelopmentStatus.Reported);
        Given.Events(Reported, Disputed, Reinstated, Disputed).KnownAt("2024-10-25").Disputes.Count.ShouldBe(1);
        Given.Events(Reported, Retracted, Reinstated, Retracted with { Reason = "again" }).KnownAt("2024-10-25").Retraction!.Reason.ShouldBe("again");
    }

    [Fact]
    public void A_reinstatement_recorded_late_ends_only_what_was_public_before_it()
    {
        var given = Given.Events(Reported, Disputed, Disputed.At("2024-10-26T10:00:00Z") with { By = "KCNA" }, Reinstated.At("2024-10-25T10:00:00Z"));
        given.KnownAt("2024-10-25T10:00:00Z").Status.ShouldBe(DevelopmentStatus.Reported);
        given.KnownAt("2024-10-27").Disputes.Select(dispute => dispute.By).ShouldBe(["KCNA"]);
    }

    [Fact]
    public void Of_two_retractions_the_last_in_known_time_is_in_force() =>
        Given.Events(Reported, Retracted.At("2024-10-26T10:00:00Z") with { Reason = "later" }, Retracted).KnownAt("2024-10-27").Retraction!.Reason.ShouldBe("later");

    [Fact]
    public void An_annulled_reinstatement_ends_nothing()
    {
        var given = Given.Events(Reported, Disputed, Retracted, Reinstated.At("2024-10-25T10:00:00Z"), Annulled(40));
        given.KnownAt("2024-10-26", basis: 40).Status.ShouldBe(DevelopmentStatus.Reported);
        given.KnownAt("2024-10-26").Status.ShouldBe(DevelopmentStatus.Retracted);
        given.KnownAt("2024-10-26").Disputes.Count.ShouldBe(1);
    }
}
