using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>
/// GeoJSON (RFC 7946): a feature a place, so that one entry may have several; a place without coordinates is a feature without geometry, and an entry
/// without places is none. What is retracted stays, and says so.
/// </summary>
internal sealed class GeoJsonFeed(FeedHead head, IBufferWriter<byte> output) : IWholeFeed
{
    private readonly Utf8JsonWriter json = new(output, TimelineJson.Writer);
    private BoundingBox? box;

    public void Begin()
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        json.Flush();
    }

    public void Add(FeedItem item)
    {
        for (var i = 0; i < item.Entry.Places.Count; i++)
            Write(item, i);
        json.Flush();
    }

    public void End()
    {
        json.WriteEndArray();
        if (box is { } bounds)
        {
            json.WriteStartArray("bbox");
            foreach (var edge in bounds.Edges)
                json.WriteNumberValue(edge);
            json.WriteEndArray();
        }
        FeedJson.WritePin(json, head);
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private void Write(FeedItem item, int number)
    {
        var entry = item.Entry;
        var place = entry.Places[number];
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", $"{entry.Id}/{number}");
        json.WritePropertyName("geometry");
        if (place is { Latitude: { } latitude, Longitude: { } longitude })
        {
            json.WriteStartObject();
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(longitude);
            json.WriteNumberValue(latitude);
            json.WriteEndArray();
            json.WriteEndObject();
            box = box?.Around(longitude, latitude) ?? BoundingBox.Of(longitude, latitude);
        }
        else
        {
            json.WriteNullValue();
        }
        WriteProperties(item, place.Name);
        json.WriteEndObject();
    }

    private void WriteProperties(FeedItem item, string place)
    {
        var entry = item.Entry;
        json.WriteStartObject("properties");
        json.WriteString("place", place);
        json.WriteString("headline", entry.Headline);
        json.WriteString("kind", EntryJson.NameOf(entry.Kind));
        json.WriteString("actor", entry.Actor);
        json.WriteString("actorName", item.Names.Of(entry.Actor));
        json.WriteString("attribution", entry.Attribution);
        json.WriteString("when", item.Date.Text);
        json.WriteString("url", head.AddressOf(entry.Id));
        FeedJson.WriteStanding(json, entry);
        json.WriteEndObject();
    }
}
