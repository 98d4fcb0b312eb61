using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>An event as the log holds it, with what <c>timeline.development_log</c> says of it.</summary>
/// <param name="Data">JSON, UTF-8.</param>
/// <param name="Development">Null where it has no row there.</param>
internal readonly record struct LoggedEvent(long Position, Instant RecordedAt, string Type, byte[] Data, string? Development, Instant NewestKnownAt);

/// <summary>Some events in order.</summary>
/// <param name="UpTo">The log up to here was read: there is nothing else before.</param>
internal sealed record LogPage(IReadOnlyList<LoggedEvent> Events, long UpTo);

/// <summary>Reads the log for a replay: by position, or the whole history of some developments.</summary>
internal static class LogPages
{
    /// <summary>The types that begin with this.</summary>
    public const string Everything = "%";

    /// <inheritdoc cref="Everything"/>
    public const string OfActors = "actor%";

    public static async Task<LogPage> ReadAsync(NpgsqlConnection connection, long after, long upTo, string types, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/log_page.sql"), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(new[] { Sql.Value(after), Sql.Value(upTo), Sql.Value(types), Sql.Value(most) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<LoggedEvent>(Math.Min(most, 8192));
        while (await reader.ReadAsync(cancellation))
        {
            var isIndexed = !reader.IsDBNull(4);
            events.Add(new LoggedEvent(
                reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3),
                isIndexed ? reader.GetString(4) : null, isIndexed ? reader.GetInstant(5) : default));
        }
        return new LogPage(events, events.Count < most ? upTo : events[^1].Position);
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
