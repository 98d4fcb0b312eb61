using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>The events behind each change of a diff's page, as JSON arrays by development.</summary>
internal static class DiffBecause
{
    /// <summary>
    /// Events of the development itself; and where an entry comes or goes, those of its actors' records by which a filter means an actor at one end only.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(
        DiffView view, DiffPin pin, DiffFilters filters, IReadOnlyCollection<ChangedEntry> changed, CancellationToken cancellation)
    {
        var (earlier, later) = (Math.Min(pin.From.Basis, pin.To.Basis), Math.Max(pin.From.Basis, pin.To.Basis));
        var actorChanges = await view.ActorChangesAsync(filters.ChangedActors, earlier, later, cancellation);
        var entries = changed.ToDictionary(entry => entry.Development, StringComparer.Ordinal);
        var because = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var history in view.HistoriesAsync(entries.Keys, later, cancellation))
        {
            var entry = entries[history.Id];
            var causes = DiffCauses.Between(history, pin.From, pin.To)
                .Select(recorded => (recorded.Position, Write: (Action<Utf8JsonWriter>)(json => DiffJson.WriteCause(json, recorded, history))));
            if (entry.Before is null || entry.After is null)
            {
                var actors = Actors(entry.Before ?? entry.After!);
                causes = causes.Concat(actorChanges
                    .Where(change => actors.Contains(change.Actor))
                    .Select(change => (change.Position, Write: (Action<Utf8JsonWriter>)(json => DiffJson.WriteCause(json, change)))));
            }
            because[history.Id] = ToJson(causes.OrderBy(cause => cause.Position).Select(cause => cause.Write));
        }
        return because;
    }

    private static byte[] ToJson(IEnumerable<Action<Utf8JsonWriter>> causes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
        {
            json.WriteStartArray();
            foreach (var write in causes)
                write(json);
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static HashSet<string> Actors(byte[] entry)
    {
        var json = JsonElement.Parse(entry);
        var actors = new HashSet<string>(StringComparer.Ordinal) { json.GetProperty("actor").GetString()! };
        if (json.TryGetProperty("participants", out var participants))
            actors.UnionWith(participants.EnumerateArray().Select(participant => participant.GetProperty("actor").GetString()!));
        return actors;
    }
}
