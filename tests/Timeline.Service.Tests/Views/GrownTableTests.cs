using System.Globalization;
using Timeline.Service.Database;
using Timeline.Service.Tests.Import;

namespace Timeline.Service.Tests.Views;

/// <summary>Statements that run all the time go by keys also while the planner takes the tables for as small as they were: before it has gathered statistics.</summary>
public sealed class GrownTableTests
{
    private const int Reports = 4_000;

    [Fact]
    public async Task What_is_new_for_live_readers_is_looked_up_event_by_event()
    {
        await using var log = await GrownAsync();

        var plan = await PlanAsync(log, Sql.Text("Live/live_steps.sql").Replace("$1", "3900::bigint", StringComparison.Ordinal).Replace("$2", "200::integer", StringComparison.Ordinal));

        ShouldGoByKeys(plan);
    }

    [Fact]
    public async Task The_events_behind_a_difference_are_looked_up_by_development()
    {
        await using var log = await GrownAsync();
        var developments = string.Join(',', Enumerable.Range(0, 50).Select(i => string.Create(CultureInfo.InvariantCulture, $"r-{i}")));

        var plan = await PlanAsync(log, Sql.Text("Views/diff_events.sql").Replace("$1", $"'{{{developments}}}'", StringComparison.Ordinal).Replace("$2", "4000::bigint", StringComparison.Ordinal));

        ShouldGoByKeys(plan);
    }

    private static async Task<ImportLog> GrownAsync()
    {
        var log = await ImportLog.CreateAsync();
        await log.ImportAsync([Lines.Actor, .. Enumerable.Range(0, Reports).Select(i => Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}")))]);
        (await log.EventsAsync()).ShouldBe(Reports + 1);
        return log;
    }

    private static async Task<string> PlanAsync(ImportLog log, string statement) => string.Join('\n', await log.ColumnAsync($"explain (costs off) {statement}"));

    private static void ShouldGoByKeys(string plan)
    {
        foreach (var table in new[] { "segments", "mt_events", "development_log" })
            plan.ShouldNotContain($"Seq Scan on {table} ");
        plan.ShouldNotContain("Merge");
        plan.ShouldNotContain("Hash");
    }
}
