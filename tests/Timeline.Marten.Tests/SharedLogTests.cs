using JasperFx.Events;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using static Timeline.HttpContract.Calls;
using static Timeline.Marten.Tests.TwoHosts;

namespace Timeline.Marten.Tests;

/// <summary>What one host writes, the other reads; and so does any Marten process.</summary>
public class SharedLogTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    [Fact]
    public async Task Marten_reads_and_aggregates_a_stream_that_the_default_host_wrote()
    {
        await StoryAsync(hosts.OnNpgsql, "nauru", "treaty-1");

        await using var session = hosts.Foreign.QuerySession();
        var events = await session.Events.FetchStreamAsync("nauru");
        var actor = await session.Events.AggregateStreamAsync<Actor>("nauru");
        var stream = await session.Events.FetchStreamStateAsync("nauru");

        events.Select(e => e.Data.GetType()).ShouldBe([typeof(ActorRegistered), typeof(DevelopmentReported), typeof(DevelopmentCorrected), typeof(ActorDescribed)]);
        events.Select(e => e.Version).ShouldBe([1, 2, 3, 4]);
        events[1].Data.ShouldBeOfType<DevelopmentReported>().Headline.ShouldBe("Headline of treaty-1");
        actor.ShouldNotBeNull().Name.ShouldBe("Republic of Nauru");
        (stream!.Version, stream.AggregateType).ShouldBe((4, typeof(Actor)));
    }

    [Fact]
    public async Task Marten_finds_who_wrote_an_event_and_why_whichever_host_has_written_it()
    {
        foreach (var (host, actor) in new[] { (hosts.OnNpgsql, "palau"), (hosts.OnMarten, "tonga") })
        {
            await AcceptAsync(host, Register(actor).Key($"key-of-{actor}").Header("X-Correlation-Id", "desk-7").Header("X-Causation-Id", "mail-3"));

            await using var session = hosts.Foreign.QuerySession();
            var e = (await session.Events.FetchStreamAsync(actor)).ShouldHaveSingleItem();

            (e.UserName, e.CorrelationId, e.CausationId).ShouldBe(("anonymous", "desk-7", "mail-3"));
            e.GetHeader("idempotencyKey")?.ToString().ShouldBe($"key-of-{actor}");
            e.GetHeader("idempotencyScope")?.ToString().ShouldBe("anonymous POST /api/actors");
        }
    }

    [Fact]
    public async Task Both_hosts_write_the_same_rows()
    {
        await StoryAsync(hosts.OnNpgsql, "samoa", "samoa-1");
        await StoryAsync(hosts.OnMarten, "fiji", "fiji-1");

        var rows = await hosts.ColumnAsync(
            """
            select replace(to_jsonb(e) - '{id,seq_id,timestamp,correlation_id}'::text[] || to_jsonb(s) - '{timestamp,created}'::text[] || jsonb_build_object('event', e.type) #>> '{}', s.id, 'the-actor')
            from timeline.mt_events e join timeline.mt_streams s on s.id = e.stream_id where s.id in ('samoa', 'fiji') order by s.id desc, e.version
            """);
        var (onNpgsql, onMarten) = (rows[..4], rows[4..]);

        onMarten.Select(row => row.Replace("fiji", "samoa").Replace("Fiji", "Samoa")).ShouldBe(onNpgsql.Select(row => row.Replace("Fiji", "Samoa")));
    }

    [Fact]
    public async Task The_default_host_serves_what_the_other_one_wrote_and_answers_letter_for_letter_alike()
    {
        await StoryAsync(hosts.OnMarten, "tuvalu", "treaty-2");
        await StoryAsync(hosts.OnNpgsql, "kiribati", "treaty-3");

        foreach (var path in new[] { "/api/developments/treaty-2", "/api/developments/treaty-2/history", "/api/actors/tuvalu", "/api/actors/kiribati/events", "/api/timeline?actor=tuvalu", "/api/timeline?actor=kiribati", "/feeds/timeline.csv?actor=tuvalu" })
            (await hosts.OnNpgsql.GetStringAsync(path)).ShouldBe(await hosts.OnMarten.GetStringAsync(path), path);
        (await GetAsync(hosts.OnNpgsql, "/api/developments/treaty-2")).GetProperty("headline").GetString().ShouldBe("Another headline");
        await hosts.VerifyAsync();
    }

    [Fact]
    public async Task A_key_that_was_used_at_one_host_is_used_at_the_other()
    {
        var call = Register("vanuatu").Key("once");
        var first = await AcceptAsync(hosts.OnNpgsql, call.Copy());

        (await AcceptAsync(hosts.OnMarten, call.Copy())).GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task A_tombstone_of_a_failed_append_is_nobodys_event()
    {
        await StoryAsync(hosts.OnMarten, "nieuland", "nieuland-1");
        await using (var session = hosts.Foreign.LightweightSession())
        {
            session.Events.Append("nieuland", 99, new ActorDescribed("nieuland", default, default, default));
            await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => session.SaveChangesAsync());
        }
        // Marten writes it behind the caller's back.
        while ((await hosts.ColumnAsync("select type from timeline.mt_events where type = 'tombstone'")).Count == 0)
            await Task.Delay(20);

        await AcceptAsync(hosts.OnMarten, Correct("nieuland-1").Change("headline", "After it"));
        await AcceptAsync(hosts.OnNpgsql, Correct("nieuland-1").Change("headline", "And after that"));

        foreach (var host in new[] { hosts.OnMarten, hosts.OnNpgsql })
            (await GetAsync(host, "/api/developments/nieuland-1")).GetProperty("headline").GetString().ShouldBe("And after that");
        await hosts.VerifyAsync();
    }

    [Fact]
    public async Task A_session_of_the_hosts_store_that_does_not_hold_the_ordering_lock_may_not_append()
    {
        await StoryAsync(hosts.OnMarten, "guam", "guam-1");
        await using var session = hosts.Marten.Store.LightweightSession();
        session.Events.Append("guam", new ActorDescribed("guam", default, default, default));

        (await Should.ThrowAsync<InvalidOperationException>(() => session.SaveChangesAsync())).Message.ShouldContain("ordering lock");

        (await hosts.ColumnAsync("select version::text from timeline.mt_streams where id = 'guam'")).ShouldBe(["4"]);
    }

    /// <summary>An actor, a report, a correction, a new name.</summary>
    internal static async Task StoryAsync(HttpClient host, string actor, string development)
    {
        await AcceptAsync(host, Register(actor));
        await AcceptAsync(host, Report(development).By(actor).Figure("troops", 12.50m).At("Yaren", -0.54, 166.9).Tags("pact"));
        await AcceptAsync(host, Correct(development).Change("headline", "Another headline").Change("tags", null));
        await AcceptAsync(host, Describe(actor).Set("name", $"Republic of {char.ToUpperInvariant(actor[0])}{actor[1..]}"));
    }
}
