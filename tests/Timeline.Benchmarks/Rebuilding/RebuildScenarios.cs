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
            var rounds = await Interleaved.RunAsync(options.Rounds, () => OneAsync(log, options.Events), floor.RunAsync);
            return [new Figure($"rebuild of {options.Events:N0} events, 3% corrections", "events/s", "COPY of the bare event rows", "≥ 0.5", rounds)];
        }),
    ];

    /// <summary>A log with its views; the first rebuild is nobody's measurement.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource log, long events)
    {
        await GeneratedLog.FillAsync(log, events);
        await RebuildAsync(log, Projections.All, accept: true, Pace.Unhindered);
    }

    /// <returns>Events a second.</returns>
    private static async Task<double> OneAsync(NpgsqlDataSource log, long events)
    {
        await ExecuteAsync(log, "checkpoint");
        var watch = Stopwatch.StartNew();
        await RebuildAsync(log, Projections.Timeline, accept: false, Pace.Unhindered);
        var elapsed = watch.Elapsed.TotalSeconds;
        await DropReplacedAsync(log);
        return events / elapsed;
    }

    public static async Task<Operation> RebuildAsync(NpgsqlDataSource log, string projection, bool accept, Pace pace)
    {
        var operations = new Operations(log);
        var (operation, _) = await operations.StartAsync(
            new OperationRequest(OperationKind.Rebuild, projection, new OperationOptions(new Selection(), accept), "benchmark"), CancellationToken.None);
        var phases = Environment.GetEnvironmentVariable("TIMELINE_BENCHMARK_PHASES") is null ? null : PrintPhasesAsync(operations, operation.Id);
        await new OperationRunner(log, new ViewSets(log), NullLogger.Instance).RunAsync(operation.Id, pace, isAbandoned: true, CancellationToken.None);
        if (phases is not null)
            await phases;
        operation = (await operations.FindAsync(operation.Id, CancellationToken.None))!;
        return operation.State == OperationState.Succeeded ? operation : throw new InvalidOperationException($"The rebuild ended as {operation.State}: {operation.Fault}");
    }

    private static async Task PrintPhasesAsync(Operations operations, long id)
    {
        var watch = Stopwatch.StartNew();
        var last = OperationPhase.Waiting;
        while (true)
        {
            var operation = (await operations.FindAsync(id, CancellationToken.None))!;
            if (operation.Progress.Phase != last)
                Console.Error.WriteLine($"    {watch.Elapsed.TotalSeconds,6:N2} s {operation.Progress.Phase} (own cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:N2}, servers {ServerCpu():N2})");
            last = operation.Progress.Phase;
            if (operation.State != OperationState.Running)
                return;
            await Task.Delay(20);
        }
    }

    private static double ServerCpu()
    {
        var ticks = 0L;
        foreach (var process in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(process, "stat"));
                if (!File.ReadAllText(Path.Combine(process, "cmdline")).Contains("rebuild"))
                    continue;
                if (!stat.Contains("(postgres)"))
                    continue;
                var f = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                ticks += long.Parse(f[11]) + long.Parse(f[12]);
            }
            catch (IOException) { }
        }
        return ticks / 100.0;
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
