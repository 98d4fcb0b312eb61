using Timeline.Domain;

namespace Timeline.Service.Tests.Log;

public class ConditionalAppendTests
{
    [Fact]
    public async Task Of_two_that_expect_the_same_version_of_a_stream_one_is_stale()
    {
        await using var log = await WriterDatabase.WithActorAsync();

        var outcomes = await log.AppendTogetherAsync(
            Given.Report("d1").If(version: 1), Given.Report("d2").If(version: 1), Given.Report("d3").If(version: 2), Given.Actor("uk").If(version: 0));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe([null, RefusalCode.Stale, null, null]);
    }

    [Fact]
    public async Task Of_two_that_have_read_the_same_state_of_a_development_one_is_stale_whatever_happens_to_others()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        await log.AppendTogetherAsync(Given.Report("d1"), Given.Report("d2"));

        var outcomes = await log.AppendTogetherAsync(
            Given.Dispute("d2"),
            Given.Correction("d1", "one").If(positions: 2),
            Given.Correction("d1", "other").If(positions: 2),
            Given.Correction("d1", "other").If(positions: [2, 5]));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe([null, null, RefusalCode.Stale, null]);
    }

    [Fact]
    public async Task An_actor_has_changed_when_its_record_or_a_development_of_its_has()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        await log.AppendTogetherAsync(Given.Actor("uk"), Given.Report("d1"));

        var outcomes = await log.AppendTogetherAsync(
            Given.Aliases("usa", "A").If(positions: 1),
            Given.Aliases("usa", "A").If(positions: 3),
            Given.Report("d2", "uk"),
            Given.Aliases("US", "B").If(positions: 4),
            Given.Aliases("A", "B").If(positions: 4),
            Given.Dispute("d1"),
            Given.Aliases("usa", "C").If(positions: 6),
            Given.Aliases("usa", "C").If(positions: 7));
        var later = await log.AppendTogetherAsync(Given.Aliases("usa", "D").If(positions: 7), Given.Aliases("usa", "D").If(positions: 8));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe(
            [RefusalCode.Stale, null, null, RefusalCode.Stale, null, null, RefusalCode.Stale, null]);
        later.Select(outcome => outcome.Refusal?.Code).ShouldBe([RefusalCode.Stale, null]);
    }
}
