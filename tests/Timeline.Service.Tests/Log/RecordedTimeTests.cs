using Timeline.Domain.Time;

namespace Timeline.Service.Tests.Log;

public class RecordedTimeTests
{
    [Fact]
    public async Task Times_rise_strictly_within_a_group_and_from_group_to_group()
    {
        await using var log = await WriterDatabase.WithActorAsync();

        var outcomes = (await log.AppendTogetherAsync([.. Enumerable.Range(1, 50).Select(i => Given.Report($"a{i}"))]))
            .Concat(await log.AppendTogetherAsync([.. Enumerable.Range(1, 50).Select(i => Given.Report($"b{i}"))])).ToList();

        outcomes.Zip(outcomes.Skip(1)).ShouldAllBe(pair => pair.First.Answer!.RecordedAt < pair.Second.Answer!.RecordedAt);
        (await log.ScalarAsync<long>("select count(*) from timeline.mt_events where timestamp > clock_timestamp()")).ShouldBe(0);
    }

    [Fact]
    public async Task When_the_newest_event_lies_ahead_of_the_clock_times_go_on_from_it_by_microseconds()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var ahead = Instant.StartOf(new DateOnly(2999, 1, 1));
        await log.ExecuteAsync(
            $"""
            alter table timeline.mt_events disable trigger user;
            insert into timeline.mt_events (seq_id, id, stream_id, version, data, type, timestamp) values (70, gen_random_uuid(), 'usa', 2, '{"{}"}', 'foreign', '{ahead}');
            update timeline.mt_streams set version = 2 where id = 'usa';
            alter table timeline.mt_events enable trigger user
            """);

        var outcomes = await log.AppendTogetherAsync(Given.Report("d1"), Given.Report("d2"));
        var later = await log.AppendTogetherAsync(Given.Report("d3"));

        outcomes.Concat(later).Select(outcome => (outcome.Answer!.Position, outcome.Answer.Version, outcome.Answer.RecordedAt)).ShouldBe(
            [(71, 3, ahead.PlusMicroseconds(1)), (72, 4, ahead.PlusMicroseconds(2)), (73, 5, ahead.PlusMicroseconds(3))]);
        await log.Source.ShouldBeSoundAsync();
    }
}
