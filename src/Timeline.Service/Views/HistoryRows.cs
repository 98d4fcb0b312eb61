using System.Runtime.CompilerServices;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>Rows of events (development, position, recordedAt, type, data), each development's together and in order of position.</summary>
internal static class HistoryRows
{
    /// <summary>One history after the other, read row by row as the caller goes on.</summary>
    public static async IAsyncEnumerable<DevelopmentHistory> ReadHistoriesAsync(this NpgsqlDataReader reader, EventCatalog catalog, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var id = "";
        var events = new List<Recorded>();
        while (await reader.ReadAsync(cancellation))
        {
            var development = reader.GetString(0);
            if (development != id && events.Count > 0)
            {
                yield return new DevelopmentHistory(id, events);
                events = [];
            }
            id = development;
            var (position, recordedAt) = (reader.GetInt64(1), reader.GetInstant(2));
            if (catalog.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4)).Event is DevelopmentEvent @event)
                events.Add(new Recorded(position, recordedAt, @event));
        }
        if (events.Count > 0)
            yield return new DevelopmentHistory(id, events);
    }
}
