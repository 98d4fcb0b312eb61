using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Measuring;
using Timeline.Domain;
using Timeline.Service.Import;
using Timeline.Service.Log;

namespace Timeline.Benchmarks.Appending;

/// <summary>A hundred reports at a time, durable, in one commit: as an import of so many lines writes them, against one statement that inserts as many bare events.</summary>
internal static class BatchScenario
{
    private const int Size = 100;

    public static Scenario[] All { get; } = [new("append-batch", $"Append reports {Size} at a time", RunAsync)];

    private static async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        await using var log = await server.NewLogAsync("append_batch");
        using var writer = new BatchWriter(log, NullLoggerFactory.Instance);
        var origin = new Origin("benchmark");
        Require(await writer.WriteAsync([.. Reports.Registrations().Select(command => new Append(command, origin))], CancellationToken.None));
        await using var bare = NpgsqlDataSource.Create(await server.NewDatabaseAsync("bare_batch"));
        await using (var table = bare.CreateCommand(EmbeddedFile.Read("Appending.bare_table.sql")))
            await table.ExecuteNonQueryAsync();
        await using var connection = await bare.OpenConnectionAsync();
        var (ours, floor) = (0L, 0L);

        var rounds = await Interleaved.RunAsync(
            options.Rounds,
            async () => Size * await Throughput.PerSecondAsync(1, options.Duration, async _ =>
                Require(await writer.WriteAsync([.. Numbers(ref ours).Select(number => new Append(Reports.Report(number), origin))], CancellationToken.None))),
            async () => Size * await Throughput.PerSecondAsync(1, options.Duration, _ => InsertAsync(connection, Numbers(ref floor))));
        return [new Figure($"append {Size} reports at a time, 1 writer", "events/s", $"INSERT of {Size} bare events a transaction", null, rounds)];
    }

    private static IEnumerable<long> Numbers(ref long last)
    {
        var first = last;
        last += Size;
        return Enumerable.Range(0, Size).Select(offset => first + offset);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, IEnumerable<long> numbers)
    {
        var events = numbers.Select(number => (Number: number, Event: Reports.Event(number))).ToList();
        await using var command = new NpgsqlCommand(EmbeddedFile.Read("Appending.bare_insert_many.sql"), connection)
        {
            Parameters =
            {
                new() { Value = events.Select(_ => Guid.CreateVersion7()).ToArray() },
                new() { Value = events.Select(row => row.Event.Actor).ToArray() },
                new() { Value = events.Select(row => row.Number).ToArray() },
                new() { Value = events.Select(row => EventTypes.Write(row.Event)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    private static void Require(IReadOnlyList<AppendOutcome?> outcomes)
    {
        if (outcomes.FirstOrDefault(outcome => outcome?.Answer is null) is { } refused)
            throw new InvalidOperationException($"An append was refused: {refused.Refusal?.Detail}");
    }
}
