using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Benchmarks.Measuring;
using Timeline.Service.Rebuilding;
using Timeline.Service.Views;

namespace Timeline.Benchmarks.Rebuilding;

/// <summary>Rebuilding the timeline view from the log: on an idle server, and while others read and write.</summary>
internal static class RebuildScenarios
{
    public static Scenario[] All { get; } =
    [
        new("rebuild", "Rebuild the timeline view beside the live one, indexes and switch included", async (server, options) =>
        {
            await using var log = await server.NewLogAsync("rebuild");
            await PrepareAsync(log, options.Events);
            await using var floor = await BareCopy.OfAsync(log, options.Events);
            var name = $"rebuild of {options.Events:N0} events, 3% corrections";
            var keyless = new List<Round>();
            var rounds = await Interleaved.RunAsync(options.Rounds, () => OneAsync(log, options.Events), floor.RunAsync, isWarm: true);
            foreach (var round in rounds)
                keyless.Add(new Round(round.Ours, await floor.RunAsync(withKeys: false)));
            return [new Figure(name, "events/s", "COPY of the bare event rows, with their keys", "≥ 0.5", rounds), new Figure(name, "events/s", "COPY of the same without any key", null, keyless)];
        }),
        new("rebuild-online", "Readers' p99 over HTTP, 8 of them and 4 writers, during a rebuild against before it", async (server, options) =>
        {
            await using var load = await OnlineLoad.StartAsync(server, options.Events);
            await load.BeforeAsync(options.Duration);
            var (rounds, works) = (new List<Round>(), new List<Round>());
            for (var i = 0; i < options.Rounds; i++)
            {
                var before = await load.BeforeAsync(options.Duration);
                var during = await load.DuringRebuildAsync();
                rounds.Add(new Round(during.P99, before.P99));
                works.Add(new Round(during.PerSecond, before.PerSecond));
                Console.Error.WriteLine($"  round {i + 1}: p99 {during.P99:N1} ms against {before.P99:N1} ms, {during.PerSecond:N0} reads/s against {before.PerSecond:N0}; rebuilt in {during.Seconds:N1} s; {load.Failures} failures");
            }
            if (load.Failures > 0)
                throw new InvalidOperationException($"{load.Failures} requests failed.");
            var name = $"8 readers and 4 writers, {options.Events:N0} events";
            return [new Figure($"{name}: readers' p99", "ms", "before the rebuild", "≤ 2", rounds), new Figure($"{name}: reads", "reads/s", "before the rebuild", null, works)];
        }),
    ];

    /// <summary>A log with its views; the first rebuild is nobody's measurement.</summary>
    public static Task PrepareAsync(NpgsqlDataSource log, long events) => PrepareAsync(log, CopiedLog.Events(events));

    /// <inheritdoc cref="PrepareAsync(NpgsqlDataSource, long)"/>
    public static async Task PrepareAsync(NpgsqlDataSource log, IEnumerable<(string Stream, object Event)> events)
    {
        await CopiedLog.FillAsync(log, events);
        await RebuildAsync(log, Projections.All, accept: true);
        await DropReplacedAsync(log);
        // Where a new database has them.
        await ExecuteAsync(log, "select timeline.settle_views()");
    }

    /// <returns>Events a second.</returns>
    private static async Task<double> OneAsync(NpgsqlDataSource log, long events)
    {
        // As a view is that has been live for a while; the server's own vacuum of the round before would take a part of this one.
        await ExecuteAsync(log, "vacuum");
        await ExecuteAsync(log, "checkpoint");
        var watch = Stopwatch.StartNew();
        await RebuildAsync(log, Projections.Timeline, accept: false);
        var elapsed = watch.Elapsed.TotalSeconds;
        await DropReplacedAsync(log);
        return events / elapsed;
    }

    private static async Task RebuildAsync(NpgsqlDataSource log, string projection, bool accept)
    {
        var operations = new Operations(log);
        var (operation, _) = await operations.StartAsync(
            new OperationRequest(OperationKind.Rebuild, projection, new OperationOptions(new Selection(), accept), "benchmark"), CancellationToken.None);
        await new OperationRunner(log, new ViewSets(log), NullLogger.Instance).RunAsync(operation.Id, Pace.Unhindered, isAbandoned: true, CancellationToken.None);
        operation = (await operations.FindAsync(operation.Id, CancellationToken.None))!;
        if (operation.State != OperationState.Succeeded)
            throw new InvalidOperationException($"The rebuild ended as {operation.State}: {operation.Fault}");
    }

    private static Task DropReplacedAsync(NpgsqlDataSource log) =>
        new ReplacedSets(log, new ViewSets(log), new RebuildSettings { KeepReplaced = TimeSpan.Zero }).DropAsync(CancellationToken.None);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
