using System.Net;
using Timeline.Service.Tests.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>A binary with a new version of the views, and the way back.</summary>
public class VersionTests
{
    private static readonly ViewVersion First = ViewVersions.Shipped.Newest;

    [Fact]
    public async Task A_new_version_is_built_at_the_start_while_the_old_one_serves_and_then_takes_its_place()
    {
        await using var log = await WrittenAsync();
        var (permalink, body) = await PinnedAsync(log);
        using var gate = new ManualResetEventSlim();
        await using var service = await RebuildService.StartAsync(log.Database, Both(gate));

        (await service.VersionAsync()).ShouldBe(1);
        await ReportAsync(service, "meanwhile");
        var operation = RebuildService.Text((await service.GetAsync("/api/projections")).GetProperty("projections")[0], "operation");
        var running = await service.GetAsync(operation);
        gate.Set();
        var ended = await service.EndAsync(operation);

        (RebuildService.Text(running, "state"), running.GetProperty("version").GetInt32(), RebuildService.Text(running, "requestedBy")).ShouldBe(("running", 2, "start-up"));
        RebuildService.Text(ended, "state").ShouldBe("succeeded");
        (await service.VersionAsync()).ShouldBe(2);
        (await service.Client.GetStringAsync("/api/timeline")).ShouldContain("version-2");
        (await service.Client.GetStringAsync("/api/developments/meanwhile")).ShouldContain("version-2");
        await ReportAsync(service, "afterwards");
        (await service.Client.GetStringAsync("/api/developments/afterwards")).ShouldContain("version-2");
        (await service.Client.GetByteArrayAsync(permalink)).ShouldBe(body, "the old version answers for its permalinks");
    }

    [Fact]
    public async Task One_can_go_back_and_forth_and_every_permalink_keeps_its_bytes()
    {
        await using var log = await WrittenAsync();
        var first = await PinnedAsync(log);
        await using var service = await RebuildService.StartAsync(log.Database, Both());
        await UntilAsync(async () => await service.VersionAsync() == 2);
        await ReportAsync(service, "of-the-second");
        var second = await PinnedAsync(service);

        RebuildService.Text(await service.RunAsync("/api/projections/all/rebuild?version=1"), "state").ShouldBe("succeeded");

        (await service.VersionAsync()).ShouldBe(1);
        (await service.Client.GetStringAsync("/api/developments/of-the-second")).ShouldNotContain("version-2");
        (await service.Client.GetByteArrayAsync(first.Permalink)).ShouldBe(first.Body);
        (await service.Client.GetByteArrayAsync(second.Permalink)).ShouldBe(second.Body);
        using var unknown = await service.Client.PostAsync("/api/projections/all/rebuild?version=3", null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var half = await service.Client.PostAsync("/api/projections/timeline/rebuild?version=2", null);
        half.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_version_that_is_told_by_a_setting_stays_and_editions_tell_what_is_served()
    {
        await using var log = await WrittenAsync();
        await using (var service = await RebuildService.StartAsync(log.Database, Both(), "--Timeline:ViewVersion=1"))
        {
            await service.RunAsync("/api/projections/all/verify");
            (await service.VersionAsync()).ShouldBe(1);
        }
        await using (var service = await RebuildService.StartAsync(log.Database, Both()))
            await UntilAsync(async () => await service.VersionAsync() == 2);
        await using var back = await RebuildService.StartAsync(log.Database, Both(), "--Timeline:ViewVersion=1");
        await UntilAsync(async () => await back.VersionAsync() == 1);

        var editions = (await back.GetAsync("/api/projections")).GetProperty("editions");
        editions.EnumerateArray().Select(edition => (RebuildService.Text(edition, "edition").Split('.')[1], edition.TryGetProperty("upTo", out _))).ShouldBe([("1", false), ("2", true)]);
    }

    [Fact]
    public async Task A_binary_that_does_not_know_the_live_version_leaves_it_and_answers_for_permalinks_of_its_own()
    {
        await using var log = await WrittenAsync();
        var (permalink, body) = await PinnedAsync(log);
        await using (var service = await RebuildService.StartAsync(log.Database, Both()))
            await UntilAsync(async () => await service.VersionAsync() == 2);

        await using var old = await RebuildService.StartAsync(log.Database);

        using var unpinned = await old.Client.GetAsync("/api/timeline");
        unpinned.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var write = await old.Client.PostAsync("/api/developments", Body("refused"));
        write.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await old.Client.GetByteArrayAsync(permalink)).ShouldBe(body);
        (await log.ScalarAsync<int>("select version from timeline.view_sets where replaced_at is null")).ShouldBe(2);
    }

    private static ViewVersions Both(ManualResetEventSlim? gate = null) => new(First, First with { Number = 2, Timeline = new SigningProjector(2, gate) });

    private static async Task<RebuildLog> WrittenAsync()
    {
        var log = await RebuildLog.CreateAsync();
        await log.WriteAsync([Given.Actor("usa", "US"), .. Enumerable.Range(0, 30).Select(i => Given.Report($"d{i}")), Given.Correction("d3", "Corrected")]);
        return log;
    }

    private static async Task<(string Permalink, byte[] Body)> PinnedAsync(RebuildLog log)
    {
        await using var service = await RebuildService.StartAsync(log.Database);
        return await PinnedAsync(service);
    }

    private static async Task<(string Permalink, byte[] Body)> PinnedAsync(RebuildService service)
    {
        var permalink = RebuildService.Text(await service.GetAsync("/api/timeline?actor=US&limit=1000"), "permalink");
        return (permalink, await service.Client.GetByteArrayAsync(permalink));
    }

    private static async Task ReportAsync(RebuildService service, string id)
    {
        using var body = Body(id);
        using var response = await service.Client.PostAsync("/api/developments", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    private static StringContent Body(string id) => new(
        $$"""{"id": "{{id}}", "actor": "usa", "kind": "statement", "occurred": "2024-10", "headline": "Written over HTTP", "source": {"publisher": "P"}, "reportedAt": "2024-10-20"}""",
        new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(50, patience.Token);
    }
}
