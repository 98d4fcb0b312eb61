using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Benchmarks.Rebuilding;

/// <summary>
/// A log of so many events, of which three in a hundred are corrections, laid down by COPY past the triggers: what is measured reads a log and does not
/// mind how it came about.
/// </summary>
internal static class CopiedLog
{
    private const int ChunkEvents = 10_000;
    private const int CorrectionEvery = 33;

    /// <summary>Fills an empty log with events in this order; its views stay empty.</summary>
    public static async Task FillAsync(NpgsqlDataSource source, IEnumerable<(string Stream, object Event)> events)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, "set session_replication_role = replica");
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var newest = Instant.MinValue;
        using var rows = new CopyBuffer();
        using var index = new CopyBuffer();
        var position = 0L;
        foreach (var @event in events)
        {
            position++;
            var stream = @event.Stream;
            var version = versions[stream] = versions.GetValueOrDefault(stream) + 1;
            rows.BeginRow(9);
            rows.Write(position);
            rows.Write(Guid.CreateVersion7().ToByteArray(bigEndian: true));
            rows.Write(stream);
            rows.Write(version);
            rows.Write([1, .. EventTypes.Write(@event.Event)]);
            rows.Write(EventTypes.Of(@event.Event).StoredAlias);
            rows.Write(Recorded(position));
            rows.Write(EventTypes.Of(@event.Event).DotNetType);
            rows.Write("generator");
            if (@event.Event is DatedEvent dated)
            {
                newest = Instant.Max(newest, dated.ReportedAt);
                index.BeginRow(3);
                index.Write(position);
                index.Write(dated.Development);
                index.Write(newest);
            }
            if (position % ChunkEvents == 0)
                await SendAsync();
            if (position % 500_000 == 0)
                Console.Error.WriteLine($"  {position:N0} events laid down");
        }
        await SendAsync();
        await ExecuteAsync(connection, "insert into timeline.mt_streams (id, type, version) select stream_id, 'actor', max(version) from timeline.mt_events group by stream_id");
        await ExecuteAsync(connection, "select setval('timeline.mt_events_sequence', (select max(seq_id) from timeline.mt_events))");
        await ExecuteAsync(connection, "set session_replication_role = origin");
        await ExecuteAsync(connection, "vacuum analyze timeline.mt_events");
        await ExecuteAsync(connection, "vacuum analyze timeline.development_log");

        async Task SendAsync()
        {
            await rows.SendAsync(connection, "copy timeline.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, user_name) from stdin (format binary)", default);
            await index.SendAsync(connection, "copy timeline.development_log (position, development, newest_known_at) from stdin (format binary)", default);
            rows.Clear();
            index.Clear();
        }
    }

    private static Instant Recorded(long position) => new((1_767_225_600L * Instant.MicrosecondsPerSecond) + (position * 1_000));

    /// <summary>So many events, corrections all over them.</summary>
    public static IEnumerable<(string Stream, object Event)> Events(long count)
    {
        var actors = Reports.Registered().ToList();
        foreach (var actor in actors)
            yield return (actor.Actor, actor);
        var random = new Random(1);
        for (var number = 0L; number < count - actors.Count; number++)
        {
            if (number % CorrectionEvery != CorrectionEvery - 1)
            {
                yield return Reported(number);
                continue;
            }
            var corrected = random.NextInt64(number);
            if (corrected % CorrectionEvery == CorrectionEvery - 1)
                corrected--;
            var (stream, report) = Reported(corrected);
            var before = (DevelopmentReported)report;
            yield return (stream, new DevelopmentCorrected(
                before.Development, new DevelopmentChanges { Headline = Patch<string>.Set(before.Headline + ", corrected") }, "misread", before.Source, before.ReportedAt.PlusMicroseconds(Instant.MicrosecondsPerDay), null));
        }
    }

    private static (string Stream, object Event) Reported(long number)
    {
        var report = Reports.Event(number);
        return (report.Actor, report);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
