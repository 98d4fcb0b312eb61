using Timeline.Domain;

namespace Timeline.Service.Tests.Log;

public class RepeatedCommandTests
{
    [Fact]
    public async Task The_same_key_twice_in_a_group_is_one_event_and_one_answer()
    {
        await using var log = await WriterDatabase.WithActorAsync();

        var outcomes = await log.AppendTogetherAsync(Given.Report("d1").WithKey("k"), Given.Report("d2").WithKey("k"), Given.Report("d3").WithKey("k", "other"));

        outcomes[0].IsReplay.ShouldBeFalse();
        outcomes[1].IsReplay.ShouldBeTrue();
        outcomes[1].Answer.ShouldBe(outcomes[0].Answer);
        outcomes[2].Refusal!.Code.ShouldBe(RefusalCode.Invalid);
        (await log.ScalarAsync<long>("select count(*) from timeline.mt_events")).ShouldBe(2);
    }

    [Fact]
    public async Task Another_writer_gives_the_first_answer_again_to_the_microsecond()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var first = (await log.AppendTogetherAsync(Given.Report("d1").WithKey("k"))).Single();

        var again = (await log.AppendTogetherAsync(Given.Report("d1").WithKey("k"))).Single();

        again.IsReplay.ShouldBeTrue();
        again.Answer.ShouldBe(first.Answer);
        (await log.AppendTogetherAsync(Given.Report("d1").WithKey("k", "other"))).Single().Refusal!.Code.ShouldBe(RefusalCode.Invalid);
    }

    [Fact]
    public async Task A_refusal_does_not_use_its_key_up()
    {
        await using var log = await WriterDatabase.CreateAsync();

        var outcomes = await log.AppendTogetherAsync(Given.Report("d1").WithKey("k"), Given.Actor("usa"), Given.Report("d1").WithKey("k"));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe([RefusalCode.Invalid, null, null]);
        outcomes[2].IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_id_twice_in_a_group_is_taken_the_second_time()
    {
        await using var log = await WriterDatabase.CreateAsync();

        var outcomes = await log.AppendTogetherAsync(
            Given.Actor("usa", "US"), Given.Actor("usa"), Given.Actor("us"), Given.Report("d1"), Given.Report("d1"));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe([null, RefusalCode.Taken, RefusalCode.Taken, null, RefusalCode.Taken]);
    }

    [Fact]
    public async Task An_upsert_that_changes_nothing_writes_nothing_and_is_remembered_under_its_key()
    {
        await using var log = await WriterDatabase.CreateAsync();

        var outcomes = await log.AppendTogetherAsync(
            Given.ActorUpsert("usa", "United States", "US"), Given.ActorUpsert("usa", "United States", "US").WithKey("k"), Given.ActorUpsert("usa", "USA", "US"));

        outcomes.Select(outcome => outcome.Answer?.Version).ShouldBe([1, null, 2]);
        outcomes[1].Refusal.ShouldBeNull();
        var again = (await log.AppendTogetherAsync(Given.ActorUpsert("usa", "United States", "US").WithKey("k"))).Single();
        again.IsReplay.ShouldBeTrue();
        again.Answer.ShouldBeNull();
        (await log.ColumnAsync("select type from timeline.mt_events order by seq_id")).ShouldBe(["actor_registered", "actor_described"]);
    }
}
