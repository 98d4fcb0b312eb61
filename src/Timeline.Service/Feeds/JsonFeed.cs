using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>
/// JSON Feed 1.1, the newest change first. What is retracted stays and says so in <c>_timeline.status</c>; JSON Feed has no tombstones, so what left the
/// filter, or was removed, is an item that says just that, with the status <c>withdrawn</c>.
/// </summary>
internal static class JsonFeed
{
    public static void Write(IBufferWriter<byte> output, FeedHead head, IReadOnlyList<FeedUpdate> updates)
    {
        using var json = new Utf8JsonWriter(output, TimelineJson.Writer);
        json.WriteStartObject();
        json.WriteString("version", "https://jsonfeed.org/version/1.1");
        json.WriteString("title", head.Title);
        json.WriteString("description", head.Subtitle);
        json.WriteString("home_page_url", $"{head.Origin}/");
        json.WriteString("feed_url", head.Origin + head.Subscription);
        if (head.Next is { } next)
            json.WriteString("next_url", head.Origin + next);
        FeedJson.WritePin(json, head);
        json.WriteStartArray("items");
        foreach (var update in updates)
        {
            json.WriteStartObject();
            json.WriteString("id", head.IdOf(update.Development));
            json.WriteString("url", head.AddressOf(update.Development));
            json.WriteString("date_modified", update.UpdatedAt.ToString());
            if (update.Shown is { } item)
                WriteItem(json, item);
            else
                WriteWithdrawn(json, update);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, FeedItem item)
    {
        var entry = item.Entry;
        if (entry.Sources.Select(claim => Notes.WebAddress(claim.Source.Url)).OfType<string>().FirstOrDefault() is { } source)
            json.WriteString("external_url", source);
        json.WriteString("title", entry.Headline);
        json.WriteString("content_html", Html.Of(item));
        if (entry.Summary is { } summary)
            json.WriteString("summary", summary);
        json.WriteString("date_published", entry.KnownFrom.ToString());
        json.WriteStartArray("authors");
        json.WriteStartObject();
        json.WriteString("name", entry.Attribution);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("tags");
        json.WriteStringValue(EntryJson.NameOf(entry.Kind));
        foreach (var tag in entry.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
        FeedJson.WriteStanding(json, entry);
    }

    private static void WriteWithdrawn(Utf8JsonWriter json, FeedUpdate update)
    {
        if (update.Item is { } item)
            json.WriteString("title", item.Entry.Headline);
        json.WriteString("content_text", update.WhyWithdrawn);
        json.WriteStartObject("_timeline");
        json.WriteString("id", update.Development);
        json.WriteString("status", "withdrawn");
        json.WriteNumber("position", update.Change.Position);
        json.WriteEndObject();
    }
}
