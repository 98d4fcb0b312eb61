using System.Text.Json;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>An event of a development as its history tells it: its clocks, its source, who recorded it, what it changed, what annulled it.</summary>
internal static class HistoryJson
{
    /// <summary>Writes events of a history as the members of an array.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<HistoryEvent> events, DevelopmentHistory history, Instant knownAt)
    {
        // Folded once for all events: each step gives the entry around its own.
        var steps = Fold.Steps(history, knownAt).DistinctBy(step => step.Recorded.Position).ToDictionary(step => step.Recorded.Position, step => (step.Before, step.After));
        foreach (var stored in events)
            Write(json, stored, history, knownAt, steps.GetValueOrDefault(stored.Recorded.Position));
    }

    private static void Write(Utf8JsonWriter json, HistoryEvent stored, DevelopmentHistory history, Instant knownAt, (Entry? Before, Entry After) step)
    {
        var recorded = stored.Recorded;
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteNumber("version", stored.Version);
        json.WriteString("type", stored.Type);
        // An early corroboration makes the report count before it was published; until then nobody knew when, where or by whom it would be.
        var isPublic = recorded.Event is not DatedEvent { ReportedAt: var reportedAt } || reportedAt <= knownAt;
        if (isPublic && recorded.Event is DatedEvent dated)
            EntryJson.WriteReported(json, dated.ReportedAt, dated.ReportedOn);
        json.WriteString("effectiveAt", history.EffectiveAt(recorded).ToString());
        json.WriteString("recordedAt", recorded.RecordedAt.ToString());
        WriteText(json, "recordedBy", stored.RecordedBy);
        WriteText(json, "correlationId", stored.CorrelationId);
        WriteText(json, "causationId", stored.CausationId);
        if (isPublic)
            WriteWords(json, recorded.Event);
        WriteChanges(json, step);
        if (history.AnnulmentOf(recorded.Position) is { Event: DevelopmentEventAnnulled annulment } by)
        {
            json.WriteStartObject("annulledBy");
            json.WriteNumber("position", by.Position);
            json.WriteString("recordedAt", by.RecordedAt.ToString());
            json.WriteString("reason", annulment.Reason);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>What the event says itself, without the fields that its change shows.</summary>
    private static void WriteWords(Utf8JsonWriter json, DevelopmentEvent @event)
    {
        if (@event is DatedEvent { Source: var source })
        {
            json.WritePropertyName("source");
            EntryJson.WriteSource(json, source);
        }
        switch (@event)
        {
            case DevelopmentReported e:
                WriteText(json, "attribution", e.Attribution);
                break;
            case DevelopmentCorrected e:
                json.WriteString("reason", e.Reason);
                break;
            case DevelopmentCorroborated e:
                WriteText(json, "attribution", e.Attribution);
                break;
            case DevelopmentDisputed e:
                json.WriteString("by", e.By);
                json.WriteString("reason", e.Reason);
                break;
            case DevelopmentRetracted e:
                json.WriteString("reason", e.Reason);
                WriteText(json, "duplicateOf", e.DuplicateOf);
                break;
            case DevelopmentReinstated e:
                json.WriteString("reason", e.Reason);
                break;
            case DevelopmentEventAnnulled e:
                json.WriteNumber("annuls", e.Position);
                json.WriteString("reason", e.Reason);
                break;
        }
    }

    private static void WriteChanges(Utf8JsonWriter json, (Entry? Before, Entry After) step)
    {
        if (step.Before is null)
            return;
        var changes = EntryChanges.Between(step.Before, step.After);
        if (changes.Count == 0)
            return;
        json.WriteStartArray("changes");
        foreach (var change in changes)
            change.WriteTo(json);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }
}
