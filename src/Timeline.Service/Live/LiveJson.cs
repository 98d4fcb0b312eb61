using System.Buffers;
using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Live;

/// <summary>The parts of a live frame that readers share, as JSON.</summary>
internal static class LiveJson
{
    /// <summary>A revised entry with what changed and why.</summary>
    public static byte[] Revised(LiveStep step) => Write(json =>
    {
        var (before, after) = (step.Before!.Json, step.After!.Json);
        json.WriteStartObject();
        json.WriteString("id", step.Development);
        json.WritePropertyName("before");
        json.WriteRawValue(before, skipInputValidation: true);
        json.WritePropertyName("after");
        json.WriteRawValue(after, skipInputValidation: true);
        json.WriteStartArray("changes");
        foreach (var change in EntryChanges.Between(JsonElement.Parse(before), JsonElement.Parse(after)))
            change.WriteTo(json);
        json.WriteEndArray();
        json.WriteStartArray("because");
        if (step.Cause is { } cause)
            json.WriteRawValue(cause, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>An event in short: what it is, its clocks, its reason and source. Null for one that is not ours or cannot be read.</summary>
    public static byte[]? Cause(long position, Instant recordedAt, string type, ReadOnlySpan<byte> data)
    {
        if (EventTypes.Catalog.Read(type, data).Event is not DevelopmentEvent @event)
            return null;
        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("position", position);
            json.WriteString("type", EventTypes.AliasOf(type));
            if (@event is DatedEvent dated)
                EntryJson.WriteReported(json, dated.ReportedAt, dated.ReportedOn);
            json.WriteString("recordedAt", recordedAt.ToString());
            WriteWords(json, @event);
            if (@event is DatedEvent { Source: var source })
            {
                json.WritePropertyName("source");
                EntryJson.WriteSource(json, source);
            }
            json.WriteEndObject();
        });
    }

    private static void WriteWords(Utf8JsonWriter json, DevelopmentEvent @event)
    {
        if (@event is DevelopmentDisputed dispute)
            json.WriteString("by", dispute.By);
        if (@event is DevelopmentEventAnnulled annulment)
            json.WriteNumber("annuls", annulment.Position);
        var reason = @event switch
        {
            DevelopmentCorrected e => e.Reason,
            DevelopmentDisputed e => e.Reason,
            DevelopmentRetracted e => e.Reason,
            DevelopmentReinstated e => e.Reason,
            DevelopmentEventAnnulled e => e.Reason,
            _ => null,
        };
        if (reason is not null)
            json.WriteString("reason", reason);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
