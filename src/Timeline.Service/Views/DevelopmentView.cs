using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What was known of one development, and where that changed last.</summary>
/// <param name="KnownFrom">The newest effective time by then that affects it.</param>
/// <param name="Newest">The newest position by then that affects it.</param>
internal sealed record KnownDevelopment(byte[] Entry, Instant KnownFrom, long Newest);

/// <summary>An event of a development with who recorded it.</summary>
internal sealed record HistoryEvent(Recorded Recorded, string Type, long Version, string? RecordedBy, string? CorrelationId, string? CausationId);

/// <summary>Reads single developments.</summary>
internal sealed class DevelopmentView(ViewSource views)
{
    /// <summary>The entry at (knownAt, basis), or null where nothing was known, or it was removed.</summary>
    public async Task<KnownDevelopment?> FindAsync(string id, Instant knownAt, long basis, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/development.sql"), cancellation);
        command.Parameters.Add(Sql.Value(id));
        command.Parameters.Add(Sql.Value(knownAt));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsDBNull(2)
            ? new KnownDevelopment(reader.GetFieldValue<byte[]>(2), reader.GetInstant(1), reader.GetInt64(0))
            : null;
    }

    /// <summary>The first entry that was known by what the log held at a position, or null where nothing ever was.</summary>
    public async Task<KnownDevelopment?> FindFirstAsync(string id, long basis, CancellationToken cancellation) =>
        await SecondsAsync(id, Instant.FirstDay, basis, 1, cancellation) is [var first]
            ? await FindAsync(id, first.PlusMicroseconds(Instant.MicrosecondsPerSecond - 1), basis, cancellation)
            : null;

    /// <summary>The starts of the seconds, from one on (inclusive), in which the entry changed; in order.</summary>
    public async Task<IReadOnlyList<Instant>> SecondsAsync(string id, Instant from, long basis, long limit, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/development_seconds.sql"), cancellation);
        command.Parameters.AddRange(new[] { Sql.Value(id), Sql.Value(from), Sql.Value(basis), Sql.Value(limit) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seconds = new List<Instant>();
        while (await reader.ReadAsync(cancellation))
            seconds.Add(reader.GetInstant(0));
        return seconds;
    }

    /// <summary>Every event up to a position, in order; but for those that cannot be read.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> EventsAsync(string id, long basis, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Log/development_events.sql"), cancellation);
        command.Parameters.Add(Sql.Value(id));
        command.Parameters.Add(Sql.Value(basis));
        var catalog = await views.EventsAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<HistoryEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            if (catalog.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4)).Event is DevelopmentEvent @event)
            {
                events.Add(new HistoryEvent(
                    new Recorded(reader.GetInt64(0), reader.GetInstant(2), @event),
                    EventTypes.AliasOf(reader.GetString(3)), reader.GetInt64(1), reader.GetText(5), reader.GetText(6), reader.GetText(7)));
            }
        }
        return events;
    }
}
