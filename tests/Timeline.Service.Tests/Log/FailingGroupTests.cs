using Npgsql;
using Timeline.Domain;

namespace Timeline.Service.Tests.Log;

public class FailingGroupTests
{
    [Theory]
    [InlineData("before insert on timeline.segments for each row when (new.development = 'd3')")]
    [InlineData("before insert on timeline.mt_events for each row when (new.data ->> 'development' = 'd3')")]
    public async Task A_command_that_fails_in_the_database_fails_alone(string when)
    {
        await using var log = await WriterDatabase.WithActorAsync();
        await log.ExecuteAsync(
            $"""
            create function timeline.poison() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$;
            create trigger poison {when} execute function timeline.poison()
            """);
        var writer = log.NewWriter();
        var outcomes = Enumerable.Range(1, 6).Select(i => writer.AppendAsync(Given.Report($"d{i}").WithKey($"k{i}"))).ToList();

        await writer.StartAsync(CancellationToken.None);

        (await Should.ThrowAsync<PostgresException>(() => outcomes[2])).MessageText.ShouldBe("poison");
        outcomes.RemoveAt(2);
        (await Task.WhenAll(outcomes)).Select(outcome => outcome.Answer!.Version).ShouldBe([2, 3, 4, 5, 6]);
        (await writer.AppendAsync(Given.Report("d7"))).Answer!.Version.ShouldBe(7);
        (await log.ColumnAsync("select key from timeline.command_keys order by key")).ShouldBe(["k1", "k2", "k4", "k5", "k6"]);
        await log.Source.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_follow_up_to_what_holds_an_event_that_cannot_be_read_is_refused_and_stops_no_other()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        await log.AppendTogetherAsync(Given.Report("d1"));
        await log.ExecuteAsync(
            """
            insert into timeline.mt_streams (id, version) values ('broken', 1);
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'broken', 1, '{"development": 5}', 'development_reported');
            insert into timeline.development_log select max(seq_id), 'broken', now() from timeline.mt_events
            """);
        var writer = log.NewWriter();
        var broken = writer.AppendAsync(Given.Dispute("broken"));
        var sound = writer.AppendAsync(Given.Dispute("d1"));

        await writer.StartAsync(CancellationToken.None);

        (await sound).Answer!.Version.ShouldBe(3);
        (await broken).Refusal!.Code.ShouldBe(RefusalCode.Unavailable);
        (await broken).Refusal!.Detail.ShouldContain("position");
    }

    [Fact]
    public async Task When_the_queue_is_full_a_command_is_refused_at_once_and_those_in_it_are_carried_out()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var writer = log.NewWriter(capacity: 2);
        var first = writer.AppendAsync(Given.Report("d1"));
        var second = await writer.EnqueueAsync(Given.Report("d2"), CancellationToken.None);

        (await writer.AppendAsync(Given.Report("d3"))).Refusal!.Code.ShouldBe(RefusalCode.Unavailable);
        var third = writer.EnqueueAsync(Given.Report("d4"), CancellationToken.None);
        third.IsCompleted.ShouldBeFalse();
        await writer.StartAsync(CancellationToken.None);

        (await Task.WhenAll(first, second, await third)).Select(outcome => outcome.Answer!.Id).ShouldBe(["d1", "d2", "d4"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_writer_that_stops_finishes_or_refuses_what_it_has_taken(int millisecondsLater)
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var writer = await log.StartWriterAsync();
        var outcomes = Enumerable.Range(1, 600).Select(i => writer.AppendAsync(Given.Report($"d{i}"))).ToList();

        await Task.Delay(millisecondsLater);
        await writer.StopAsync(CancellationToken.None);

        var all = await Task.WhenAll(outcomes);
        all.Where(outcome => outcome.Answer is null).ShouldAllBe(outcome => outcome.Refusal!.Code == RefusalCode.Unavailable);
        (await log.ScalarAsync<long>("select count(*) from timeline.development_log")).ShouldBe(all.Count(outcome => outcome.Answer is not null));
        (await writer.AppendAsync(Given.Report("late"))).Refusal!.Code.ShouldBe(RefusalCode.Unavailable);
        (await await writer.EnqueueAsync(Given.Report("late"), CancellationToken.None)).Refusal!.Code.ShouldBe(RefusalCode.Unavailable);
    }
}
