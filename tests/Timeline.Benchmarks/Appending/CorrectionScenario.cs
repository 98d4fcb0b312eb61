using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Measuring;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Service.Log;

namespace Timeline.Benchmarks.Appending;

/// <summary>What correcting a development costs in the longest stream of a history, against a short one of the same log; one writer.</summary>
internal static class CorrectionScenario
{
    private const int Corrections = 200;

    public static Scenario[] All { get; } = [new("correction", "Correct a development in a long stream", RunAsync)];

    private static async Task<IReadOnlyList<Measuring.Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        var history = await GeneratedLog.OfAsync(server, Regime.Live, options.Events);
        // A few thousand corrections more change nothing for the next reader of millions, and a copy would take the disk as much again.
        await using var source = NpgsqlDataSource.Create(options.Events >= GeneratedLog.VeryLong ? history : await server.CopyAsync(history, "corrections"));
        using var writer = new LogWriter(source, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        var (longest, ofLongest) = await DevelopmentsAsync(source, "order by version desc limit 1");
        var (shorter, ofShorter) = await DevelopmentsAsync(source, "where version >= 100 order by version limit 20");
        var rounds = await Interleaved.RunAsync(options.Rounds, () => MedianAsync(writer, ofLongest), () => MedianAsync(writer, ofShorter));
        await writer.StopAsync(CancellationToken.None);
        return [new Measuring.Figure($"correction in a stream of {longest:N0} events", "ms", $"in streams of {shorter:N0}", "≤ 1.3", rounds)];
    }

    private static async Task<double> MedianAsync(LogWriter writer, Queue<string> developments)
    {
        var measured = new List<double>();
        for (var i = 0; i < Corrections; i++)
        {
            var id = developments.Dequeue();
            developments.Enqueue(id);
            var command = new CorrectDevelopment(
                id, new DevelopmentChanges { Headline = Patch<string>.Set($"Corrected {Guid.NewGuid():N}") }, "misread", new Source("Desk"),
                new ReportTime(null, Histories.AfterAll));
            var start = Stopwatch.GetTimestamp();
            if ((await writer.AppendAsync(new Append(command, new Origin("benchmark")))).Refusal is { } refusal)
                throw new InvalidOperationException($"A correction was refused: {refusal.Detail}");
            measured.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return measured.Order().ElementAt(measured.Count / 2);
    }

    /// <summary>A spread of developments of some streams, and how long the first of these is.</summary>
    private static async Task<(long Version, Queue<string> Ids)> DevelopmentsAsync(NpgsqlDataSource source, string streams)
    {
        await using var command = source.CreateCommand(EmbeddedFile.Read("Appending.developments_of_streams.sql").Replace("{streams}", streams, StringComparison.Ordinal));
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        var (version, ids) = (0L, new Queue<string>());
        while (await reader.ReadAsync())
        {
            version = reader.GetInt64(0);
            ids.Enqueue(reader.GetString(1));
        }
        return (version, ids);
    }
}
