using Timeline.Domain;
using Timeline.Service.Rebuilding;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>An event that cannot be read stops nothing else: it is set aside where everybody sees it, and replayed when it can be.</summary>
public class UnreadableEventTests
{
    /// <summary>What a later binary reads: the second version of reports has another word for the headline.</summary>
    private static readonly EventCatalog Later = new(
        [.. EventTypes.All.Select(type => type.Alias == "development_reported" ? type with { Version = 2 } : type)],
        [new Upcaster("development_reported", 1, _ => { })]);

    [Fact]
    public async Task It_is_set_aside_and_counted_in_health_and_in_the_report_of_the_operation()
    {
        await using var log = await WrittenAsync();
        await using var service = await RebuildService.StartAsync(log.Database);

        var verified = await service.RunAsync("/api/projections/all/verify");
        var ready = await service.GetAsync("/health/ready");
        var views = (await service.GetAsync("/api/projections")).GetProperty("projections");

        RebuildService.Text(verified, "state").ShouldBe("succeeded", "everything else is right");
        verified.GetProperty("unreadableEvents").GetInt64().ShouldBe(2);
        (RebuildService.Text(ready, "status"), ready.GetProperty("unreadableEvents").GetInt64()).ShouldBe(("healthy", 2));
        views.EnumerateArray().Select(view => (view.GetProperty("unreadableEvents").GetInt64(), view.GetProperty("lag").GetInt64())).ShouldBe([(2, 0), (0, 0)]);
        (await log.ScalarAsync<string>("select string_agg(type || ': ' || reason, chr(10) order by position) from timeline.unreadable_events"))
            .ShouldBe("""
                development_reported_v2: It is of version 2 of development_reported, and this binary reads up to 1.
                development_corrected: It is not of the shape of development_corrected: JSON deserialization for type 'Timeline.Domain.Developments.DevelopmentCorrected' was missing required properties including: 'changes', 'reason', 'source', 'reportedAt'.
                """.ReplaceLineEndings("\n"), StringCompareShould.IgnoreLineEndings);
        (await log.WriteAsync([Given.Report("another")]))[0].Answer.ShouldNotBeNull();
        using var read = await service.Client.GetAsync("/api/timeline");
        ((int)read.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task When_a_fix_ships_it_is_replayed_with_the_new_version_and_counted_no_more()
    {
        await using var log = await WrittenAsync();
        (await log.RebuildAsync()).Progress.Unreadable.ShouldBe(2);
        var first = ViewVersions.Shipped.Newest;

        var fixedOne = await log.RebuildAsync(by: new ViewVersions(first, first with { Number = 2, Events = Later }), version: 2);

        (fixedOne.State, fixedOne.Progress.Unreadable).ShouldBe((OperationState.Succeeded, 1));
        (await log.ScalarAsync<long>("select count(*) from timeline.unreadable_events")).ShouldBe(1);
        (await log.ScalarAsync<string>("select words from timeline.segments where development = 'newer'")).ShouldContain("of a newer program");
    }

    [Fact]
    public async Task A_fix_of_the_same_version_shows_what_it_adds_and_takes_it_in_when_that_is_accepted()
    {
        await using var log = await WrittenAsync();
        await log.RebuildAsync();
        var mended = new ViewVersions(ViewVersions.Shipped.Newest with { Events = Later });

        var shown = await log.RebuildAsync(by: mended);
        var accepted = await log.RebuildAsync(options: new OperationOptions(new Selection(), Accept: true), by: mended);

        shown.State.ShouldBe(OperationState.Differs);
        (await log.DifferencesAsync(shown)).Select(row => (row.Kind, row.Subject)).Distinct().ShouldBe([("missing", "newer")]);
        (accepted.State, accepted.Progress.Unreadable).ShouldBe((OperationState.Succeeded, 1));
        (await log.ScalarAsync<long>("select count(*) from timeline.segments where development = 'newer'")).ShouldBe(1);
    }

    /// <summary>Reports of d1 to d5, one of a newer program, and a correction of d2 that lost its members.</summary>
    private static async Task<RebuildLog> WrittenAsync()
    {
        var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(1, 5).Select(i => Given.Report($"d{i}"))]);
        await log.ExecuteAsync(
            """
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'usa', 100,
              '{"development": "newer", "actor": "usa", "kind": "other", "occurred": "2024", "headline": "Of a newer program", "source": {"publisher": "P"},
                "reportedAt": "2024-10-20T00:00:00Z"}', 'development_reported_v2');
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'usa', 101, '{"development": "d2"}', 'development_corrected')
            """);
        return log;
    }
}
