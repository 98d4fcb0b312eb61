using System.Globalization;
using System.Text;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>An event as the log holds it, with what <c>timeline.development_log</c> says of it.</summary>
/// <param name="Data">JSON, UTF-8; there as long as its page.</param>
/// <param name="Development">Null where it has no row there.</param>
internal readonly record struct LoggedEvent(long Position, Instant RecordedAt, string Type, ReadOnlyMemory<byte> Data, string? Development, Instant NewestKnownAt);

/// <summary>Some events in order.</summary>
/// <param name="UpTo">The log up to here was read: there is nothing else before.</param>
internal sealed record LogPage(IReadOnlyList<LoggedEvent> Events, long UpTo, IDisposable Bytes) : IDisposable
{
    /// <summary>The events' JSON is gone then.</summary>
    public void Dispose() => Bytes.Dispose();
}

/// <summary>Reads the log for a replay: by position, or the whole history of some developments.</summary>
internal static class LogPages
{
    private const int BytesOfEvent = 1024;

    /// <summary>Says which events a development has.</summary>
    public const string Index = "timeline.development_log";

    /// <summary>The types that begin with this.</summary>
    public const string Everything = "%";

    /// <inheritdoc cref="Everything"/>
    public const string OfActors = "actor%";

    /// <summary>What an operation has to read.</summary>
    public static string TypesOf(Operation operation) => operation.OnTimeline ? Everything : OfActors;

    public static async Task<LogPage> ReadAsync(NpgsqlConnection connection, long after, long upTo, string types, int most, CancellationToken cancellation)
    {
        var statement = Sql.Text("Rebuilding/log_page.sql")
            .Replace("{after}", Text(after), StringComparison.Ordinal)
            .Replace("{upTo}", Text(upTo), StringComparison.Ordinal)
            .Replace("{types}", types, StringComparison.Ordinal)
            .Replace("{most}", Text(most), StringComparison.Ordinal);
        // Npgsql takes no comment before it.
        statement = statement[statement.IndexOf("copy (", StringComparison.Ordinal)..];
        var rows = await CopyReader.ReadAsync(connection, statement, most * BytesOfEvent, cancellation);
        var events = new List<LoggedEvent>(most);
        var names = new List<(byte[] Utf8, string Text)>();
        while (rows.Next())
        {
            var (position, recordedAt, type, data) = (rows.Long(), rows.Instant(), Name(rows.Field()!.Value.Span), rows.Field()!.Value);
            events.Add(new LoggedEvent(position, recordedAt, type, data, rows.Text(), rows.OptionalInstant() ?? default));
        }
        return new LogPage(events, events.Count < most ? upTo : events[^1].Position, rows);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

        // A page has a handful of types.
        string Name(ReadOnlySpan<byte> utf8)
        {
            foreach (var (known, text) in names)
            {
                if (utf8.SequenceEqual(known))
                    return text;
            }
            names.Add((utf8.ToArray(), Encoding.UTF8.GetString(utf8)));
            return names[^1].Text;
        }
    }

    /// <summary>The newest position.</summary>
    public static async Task<long> HeadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select position from timeline.log_head()", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The histories of some developments, but for the events that cannot be read, and for those that none is of.</summary>
    /// <param name="index">The table or view that says which events a development has.</param>
    /// <param name="upTo">Inclusive.</param>
    public static async Task<IReadOnlyList<DevelopmentHistory>> HistoriesAsync(
        NpgsqlConnection connection, string index, EventCatalog catalog, IEnumerable<string> developments, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/histories.sql").Replace("{index}", index, StringComparison.Ordinal), connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.TextArray(developments));
        command.Parameters.Add(Sql.Value(upTo));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var histories = new List<DevelopmentHistory>();
        var events = new List<Recorded>();
        var id = "";
        while (await reader.ReadAsync(cancellation))
        {
            var development = reader.GetString(0);
            if (development != id)
                Complete();
            id = development;
            if (catalog.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4)).Event is DevelopmentEvent @event)
                events.Add(new Recorded(reader.GetInt64(1), reader.GetInstant(2), @event));
        }
        Complete();
        return histories;

        void Complete()
        {
            if (events.Count > 0)
                histories.Add(new DevelopmentHistory(id, events));
            events = [];
        }
    }
}
