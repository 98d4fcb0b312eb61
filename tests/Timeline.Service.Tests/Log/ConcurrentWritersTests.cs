using System.Collections.Concurrent;
using Npgsql;
using Timeline.Service.Log;

namespace Timeline.Service.Tests.Log;

public class ConcurrentWritersTests
{
    private const int Streams = 4;
    private const int ReportsEach = 40;

    [Fact]
    public async Task Two_writers_with_16_clients_each_and_8_foreign_ones_order_their_events_by_commit()
    {
        await using var log = await WriterDatabase.CreateAsync();
        await log.AppendTogetherAsync([.. Enumerable.Range(0, Streams).Select(i => Given.Actor($"actor-{i}"))]);
        var reader = PollingReader.Start(log.Source);
        var writers = new[] { await log.StartWriterAsync(), await log.StartWriterAsync() };
        var answers = new ConcurrentBag<Appended>();
        var foreign = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 32).Select(client => ReportAsync(writers[client % 2], client, answers))
            .Concat(Enumerable.Range(0, 8).Select(client => WriteAsForeignerAsync(log, client, foreign))));

        await reader.ShouldHaveSeenEverythingAsync();
        await log.Source.ShouldBeSoundAsync();
        answers.Count.ShouldBe(32 * ReportsEach);
        var stored = await log.ColumnAsync(
            "select concat_ws(' ', data ->> 'development', stream_id, version, seq_id) from timeline.mt_events where type = 'development_reported'");
        stored.ShouldBe(answers.Select(answer => $"{answer.Id} {answer.Stream} {answer.Version} {answer.Position}"), ignoreOrder: true);
        reader.Seen.ShouldBe(foreign.Concat(answers.Select(answer => answer.Position)).Concat(Enumerable.Range(1, Streams).Select(i => (long)i)), ignoreOrder: true);
    }

    private static async Task ReportAsync(LogWriter writer, int client, ConcurrentBag<Appended> answers)
    {
        for (var i = 0; i < ReportsEach; i++)
            answers.Add((await writer.AppendAsync(Given.Report($"c{client}-{i}", $"actor-{(client + i) % Streams}"))).Answer!);
    }

    /// <summary>As Marten does, takes numbers before it has the lock; on streams of its own and on ours, and every fourth time it rolls back.</summary>
    private static async Task WriteAsForeignerAsync(WriterDatabase log, int client, ConcurrentBag<long> positions)
    {
        var random = new Random(client);
        var stream = client % 2 == 0 ? $"foreign-{client}" : $"actor-{client % Streams}";
        await using var connection = await log.Source.OpenConnectionAsync();
        for (var i = 0; i < 20; i++)
        {
            await using var number = new NpgsqlCommand("select nextval('timeline.mt_events_sequence')", connection);
            var taken = (long)(await number.ExecuteScalarAsync())!;
            await Task.Delay(random.Next(4));
            await using var transaction = await connection.BeginTransactionAsync();
            await using var write = new NpgsqlCommand(
                """
                with stream as (
                  insert into timeline.mt_streams (id, version) values ($1, 1)
                  on conflict (id) do update set version = mt_streams.version + 1 returning id, version)
                insert into timeline.mt_events (seq_id, id, stream_id, version, data, type)
                select $2, gen_random_uuid(), id, version, '{}', 'foreign' from stream returning seq_id
                """,
                connection)
            {
                Parameters = { new() { Value = stream }, new() { Value = taken } },
            };
            var position = (long)(await write.ExecuteScalarAsync())!;
            if (random.Next(4) == 0)
            {
                await transaction.RollbackAsync();
                continue;
            }
            await transaction.CommitAsync();
            positions.Add(position);
        }
    }
}
