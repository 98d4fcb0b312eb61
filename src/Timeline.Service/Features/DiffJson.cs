using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>What differs between two answers, as JSON.</summary>
internal static class DiffJson
{
    public static void WritePoint(Utf8JsonWriter json, string name, DiffPoint point)
    {
        json.WriteStartObject(name);
        json.WriteString("knownAt", point.KnownAt.ToString());
        json.WriteNumber("basis", point.Basis);
        json.WriteEndObject();
    }

    /// <summary>Begins a revised entry; the caller adds the reason, and ends the object.</summary>
    public static void WriteRevision(Utf8JsonWriter json, string development, byte[] before, byte[] after)
    {
        json.WriteStartObject();
        json.WriteString("id", development);
        json.WritePropertyName("before");
        json.WriteRawValue(before, skipInputValidation: true);
        json.WritePropertyName("after");
        json.WriteRawValue(after, skipInputValidation: true);
        json.WriteStartArray("changes");
        foreach (var change in EntryChanges.Between(JsonElement.Parse(before), JsonElement.Parse(after)))
            change.WriteTo(json);
        json.WriteEndArray();
    }

    /// <summary>An event in short: what it is, its clocks, its reason and source.</summary>
    public static void WriteCause(Utf8JsonWriter json, Recorded recorded, DevelopmentHistory history)
    {
        json.WriteStartObject();
        json.WriteNumber("position", recorded.Position);
        json.WriteString("type", EventTypes.Of(recorded.Event).Alias);
        if (recorded.Event is DatedEvent dated)
            EntryJson.WriteReported(json, dated.ReportedAt, dated.ReportedOn);
        if (history.EffectiveAt(recorded) is { IsInCalendar: true } effectiveAt)
            json.WriteString("effectiveAt", effectiveAt.ToString());
        json.WriteString("recordedAt", recorded.RecordedAt.ToString());
        WriteWords(json, recorded.Event);
        if (recorded.Event is DatedEvent { Source: var source })
        {
            json.WritePropertyName("source");
            EntryJson.WriteSource(json, source);
        }
        json.WriteEndObject();
    }

    public static void WriteCause(Utf8JsonWriter json, ActorChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("position", change.Position);
        json.WriteString("type", change.Type);
        json.WriteString("actor", change.Actor);
        json.WriteString("recordedAt", change.RecordedAt.ToString());
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, DevelopmentEvent @event)
    {
        switch (@event)
        {
            case DevelopmentCorrected e:
                json.WriteString("reason", e.Reason);
                break;
            case DevelopmentDisputed e:
                json.WriteString("by", e.By);
                json.WriteString("reason", e.Reason);
                break;
            case DevelopmentRetracted e:
                json.WriteString("reason", e.Reason);
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
}
