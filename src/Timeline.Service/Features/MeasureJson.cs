using System.Text.Json;
using Timeline.Domain.Time;

namespace Timeline.Service.Features;

/// <summary>A claim about a measure: the figure as its entry tells it, and the development that it belongs to.</summary>
internal static class MeasureJson
{
    public static void WriteClaim(Utf8JsonWriter json, string development, JsonElement figure, Instant? supersededAt, bool withMeasure)
    {
        json.WriteStartObject();
        foreach (var member in figure.EnumerateObject())
        {
            if (withMeasure || member.Name != "measure")
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }
        }
        json.WriteString("development", development);
        if (supersededAt is { } at)
            json.WriteString("supersededAt", at.ToString());
        json.WriteEndObject();
    }
}
