using static Timeline.HttpContract.Calls;
using static Timeline.Marten.Tests.TwoHosts;

namespace Timeline.Marten.Tests;

/// <summary>An event that somebody wrote wrong stops its development, and nothing else.</summary>
public class UnreadableEventTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    [Fact]
    public async Task A_development_with_an_event_that_cannot_be_read_takes_nothing_more_and_the_others_of_its_actor_do()
    {
        await SharedLogTests.StoryAsync(hosts.OnMarten, "yap", "yap-1");
        await AcceptAsync(hosts.OnMarten, Report("yap-2").By("yap"));
        await BreakAsync("yap-1");

        using var refused = await hosts.OnMarten.SendAsync(Correct("yap-1").Change("headline", "Never").ToRequest());

        ((int)refused.StatusCode).ShouldBe(503);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("cannot read, at position");
        await AcceptAsync(hosts.OnMarten, Correct("yap-2").Change("headline", "Well"));
    }

    private async Task BreakAsync(string development)
    {
        await using var command = hosts.Source.CreateCommand(
            $$"""
            with broken as (
              update timeline.mt_streams s set version = s.version + 1
              from timeline.development_log l join timeline.mt_events e on e.seq_id = l.position
              where l.development = '{{development}}' and s.id = e.stream_id and e.type = 'development_reported' returning s.id, s.version),
            event as (
              insert into timeline.mt_events (seq_id, id, stream_id, version, data, type)
              select nextval('timeline.mt_events_sequence'), gen_random_uuid(), id, version, '{"development": "{{development}}"}', 'development_disputed' from broken returning seq_id)
            insert into timeline.development_log select seq_id, '{{development}}', '2024-10-19' from event
            """);
        await command.ExecuteNonQueryAsync();
    }
}
