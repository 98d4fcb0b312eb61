using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Benchmarks.Rebuilding;
using Timeline.Service.Log;
using Timeline.Service.Schema;
using Timeline.Service.Views.Terms;
using Timeline.Service.Views.Zones;

namespace Timeline.Benchmarks.Generating;

/// <summary>
/// Databases that hold a generated history, written by the product's own writer; of a very long one the log is laid down as it would be, and the product
/// rebuilds its views. On a server that stays, they are made once.
/// </summary>
internal static class GeneratedLog
{
    private const int InFlight = 4_000;

    /// <summary>From here on a history is not appended event by event.</summary>
    public const long VeryLong = 1_000_000;

    /// <returns>The connection string.</returns>
    public static async Task<string> OfAsync(BenchmarkServer server, Regime regime, long events)
    {
        var name = $"history_{regime}_{events}".ToLowerInvariant();
        if (await server.FindAsync(name) is { } there)
        {
            // It may have been laid down by an earlier version.
            await using var kept = NpgsqlDataSource.Create(there);
            await Migrator.MigrateAsync(kept, null, CancellationToken.None);
            await ZoneKeeper.CatchUpAsync(kept, new ZoneOptions(), new TermOptions(), CancellationToken.None);
            return there;
        }
        await using (var source = await server.NewLogAsync(name + "_half"))
        {
            if (events >= VeryLong)
                await RebuildScenarios.PrepareAsync(source, Histories.Events(regime, events));
            else
                await AppendAsync(source, regime, events);
            await ZoneKeeper.CatchUpAsync(source, new ZoneOptions(), new TermOptions(), CancellationToken.None);
            await using var vacuum = source.CreateCommand("vacuum analyze");
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync();
        }
        return await server.FinishAsync(name + "_half", name);
    }

    private static async Task AppendAsync(NpgsqlDataSource source, Regime regime, long events)
    {
        using var writer = new LogWriter(source, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        var origin = new Origin("benchmark");
        foreach (var outcome in await Task.WhenAll(Reports.Registrations().Select(command => writer.AppendAsync(new Append(command, origin)))))
            Require(outcome);
        var waiting = new Queue<Task<AppendOutcome>>();
        var (watch, done) = (Stopwatch.StartNew(), 0L);
        foreach (var command in Histories.Commands(regime, events))
        {
            if (waiting.Count == InFlight)
                Require(await waiting.Dequeue());
            waiting.Enqueue(await writer.EnqueueAsync(new Append(command, origin), CancellationToken.None));
            if (++done % 50_000 == 0)
                Console.Error.WriteLine($"  {done:N0} of {events:N0} events, {done / watch.Elapsed.TotalSeconds:N0}/s");
        }
        while (waiting.TryDequeue(out var last))
            Require(await last);
        await writer.StopAsync(CancellationToken.None);
    }

    private static void Require(AppendOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
            throw new InvalidOperationException($"The generated history was refused: {refusal.Detail}");
    }
}
