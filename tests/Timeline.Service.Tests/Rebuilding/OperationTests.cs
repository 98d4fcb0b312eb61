using System.Net;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>Operations over HTTP, across two services on one database.</summary>
public class OperationTests
{
    [Fact]
    public async Task A_view_has_one_operation_at_a_time_across_services_and_any_of_them_cancels_it()
    {
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(0, 20).Select(i => Given.Report($"d{i}"))]);
        var right = await log.RowsAsync();
        var projector = new PausingProjector(pauseAt: 5);
        await using var first = await RebuildService.StartAsync(log.Database, Of(projector));
        var running = await first.StartAsync("/api/projections/timeline/rebuild");
        await projector.Paused;
        await using var second = await RebuildService.StartAsync(log.Database);

        foreach (var path in new[] { "/api/projections/timeline/rebuild", "/api/projections/timeline/verify", "/api/projections/all/rebuild" })
        {
            using var refused = await second.Client.PostAsync(path, null);
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            refused.Headers.Location!.ToString().ShouldBe(running);
            RebuildService.Text(await RebuildService.JsonAsync(refused), "type").ShouldBe("/problems/already-running");
        }
        // The other view is another matter.
        RebuildService.Text(await second.RunAsync("/api/projections/actors/rebuild"), "state").ShouldBe("succeeded");
        using var cancelled = await second.Client.DeleteAsync(running);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        projector.GoOn();

        var ended = await second.EndAsync(running);
        RebuildService.Text(ended, "state").ShouldBe("cancelled");
        (await log.SchemasAsync()).ShouldBe(1, "only that of the actors is there");
        (await log.RowsAsync()).ShouldBe(right);
        RebuildService.Text(await second.RunAsync("/api/projections/all/rebuild"), "state").ShouldBe("succeeded");
    }

    [Fact]
    public async Task What_differs_is_told_repaired_and_told_no_more()
    {
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa"), .. Enumerable.Range(0, 30).Select(i => Given.Report($"d{i}"))]);
        await log.ExecuteAsync("update timeline.segments set words = 'planted'; delete from timeline.actor_keys");
        await using var service = await RebuildService.StartAsync(log.Database);

        var refused = await service.RunAsync("/api/projections/timeline/rebuild");
        var found = await service.RunAsync("/api/projections/all/verify");
        var rest = await service.GetAsync(RebuildService.Text(found.GetProperty("differences"), "next"));
        var repaired = await service.RunAsync("/api/projections/all/verify?repair=true");

        RebuildService.Text(refused, "state").ShouldBe("differs");
        RebuildService.Text(found, "state").ShouldBe("differs");
        var differences = found.GetProperty("differences");
        (differences.GetProperty("different").GetInt64(), differences.GetProperty("missing").GetInt64()).ShouldBe((30, 1));
        var one = differences.GetProperty("items")[0];
        (RebuildService.Text(one, "table"), RebuildService.Text(one, "kind"), RebuildService.Text(one, "subject"), one.GetProperty("columns")[0].GetString(), one.GetProperty("events")[0].GetInt64())
            .ShouldBe(("segments", "different", "d0", "words", 2));
        (differences.GetProperty("items").GetArrayLength() + rest.GetProperty("items").GetArrayLength()).ShouldBe(31);
        (RebuildService.Text(repaired, "state"), repaired.GetProperty("repaired").GetInt64()).ShouldBe(("succeeded", 31));
        RebuildService.Text(await service.RunAsync("/api/projections/all/verify"), "state").ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_part_is_replayed_at_the_cost_of_that_part()
    {
        await using var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa", "US"), Given.Actor("france"), .. Enumerable.Range(0, 200).Select(i => Given.Report($"d{i}")), .. Enumerable.Range(0, 10).Select(i => Given.Report($"f{i}", "france"))]);
        await using var service = await RebuildService.StartAsync(log.Database);

        (await ReplayedAsync(service, "development=d7")).ShouldBe((1, 1));
        (await ReplayedAsync(service, "actor=france")).ShouldBe((10, 10));
        (await ReplayedAsync(service, "actor=US")).ShouldBe((200, 200));
        (await ReplayedAsync(service, "from=5&to=9")).ShouldBe((5, 5));
    }

    private static async Task<(long Events, long Folds)> ReplayedAsync(RebuildService service, string part)
    {
        var replayed = (await service.RunAsync($"/api/projections/timeline/rebuild?{part}")).GetProperty("replayed");
        return (replayed.GetProperty("events").GetInt64(), replayed.GetProperty("folds").GetInt64());
    }

    private static ViewVersions Of(TimelineProjector projector) => new(ViewVersions.Shipped.Newest with { Timeline = projector });
}
