using System.Text.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>What feeds in JSON have in common: the extension <c>_timeline</c>.</summary>
internal static class FeedJson
{
    /// <summary>At which point the feed was answered, as every answer of the API names it.</summary>
    public static void WritePin(Utf8JsonWriter json, FeedHead head)
    {
        json.WriteStartObject("_timeline");
        json.WriteString("knownAt", head.Pin.KnownAt.ToString());
        json.WriteNumber("basis", head.Pin.Basis);
        json.WriteString("edition", head.Pin.Edition);
        json.WriteString("permalink", head.Permalink);
        json.WriteEndObject();
    }

    /// <summary>How an entry stands, and its date as it was given.</summary>
    public static void WriteStanding(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject("_timeline");
        json.WriteString("id", entry.Id);
        json.WriteString("status", EntryJson.NameOf(entry.Status));
        json.WritePropertyName("occurred");
        EntryJson.WriteOccurred(json, entry.Occurred);
        json.WriteString("knownFrom", entry.KnownFrom.ToString());
        json.WriteNumber("revision", entry.Revision);
        json.WriteString("revisedAt", entry.RevisedAt.ToString());
        json.WriteString("recordedAt", entry.RecordedAt.ToString());
        json.WriteNumber("position", entry.Position);
        json.WriteEndObject();
    }
}
