using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>
/// schema.org in JSON-LD: a list of events. What is retracted is cancelled; what a correction moved is rescheduled, and says from when. Dates are as
/// precise as they are known (<c>2024-10</c>).
/// </summary>
internal sealed class JsonLdFeed(FeedHead head, IBufferWriter<byte> output) : IWholeFeed
{
    private readonly Utf8JsonWriter json = new(output, TimelineJson.Writer);

    public void Begin()
    {
        json.WriteStartObject();
        json.WriteStartArray("@context");
        json.WriteStringValue("https://schema.org");
        json.WriteStartObject();
        json.WriteStartObject("_timeline");
        json.WriteString("@id", "tag:timeline.invalid,2024:feeds/timeline");
        json.WriteString("@type", "@json");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("@type", "ItemList");
        json.WriteString("name", head.Title);
        json.WriteString("description", head.Subtitle);
        json.WriteString("url", head.AbsolutePermalink);
        FeedJson.WritePin(json, head);
        json.WriteStartArray("itemListElement");
        json.Flush();
    }

    public void Add(FeedItem item)
    {
        var entry = item.Entry;
        json.WriteStartObject();
        json.WriteString("@type", "Event");
        json.WriteString("@id", head.IdOf(entry.Id));
        json.WriteString("identifier", entry.Id);
        json.WriteString("name", entry.Headline);
        if (entry.Summary is { } summary)
            json.WriteString("description", summary);
        json.WriteString("url", head.AddressOf(entry.Id));
        if (item.Date.Start is { } start)
            json.WriteString("startDate", start.ToIso());
        if (item.Date.End is { } end)
            json.WriteString("endDate", end.ToIso());
        json.WriteString("eventStatus", item.IsRetracted ? "https://schema.org/EventCancelled"
            : item.PreviousOccurred is not null ? "https://schema.org/EventRescheduled" : "https://schema.org/EventScheduled");
        if (item.PreviousOccurred is { } previous && FeedDate.Of(previous).Start is { } before)
            json.WriteString("previousStartDate", before.ToIso());
        WriteArray("location", entry.Places, WritePlace);
        WriteArray("about", [.. entry.Actors], actor => WriteActor(item, actor));
        WriteArray("subjectOf", [.. entry.Sources.Select(claim => claim.Source)], WriteSource);
        if (entry.Tags.Count > 0)
            json.WriteString("keywords", string.Join(", ", entry.Tags.Prepend(EntryJson.NameOf(entry.Kind))));
        else
            json.WriteString("keywords", EntryJson.NameOf(entry.Kind));
        FeedJson.WriteStanding(json, entry);
        json.WriteEndObject();
        json.Flush();
    }

    public void End()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private void WritePlace(Place place)
    {
        json.WriteString("@type", "Place");
        json.WriteString("name", place.Name);
        if (place is not { Latitude: { } latitude, Longitude: { } longitude })
            return;
        json.WriteStartObject("geo");
        json.WriteString("@type", "GeoCoordinates");
        json.WriteNumber("latitude", latitude);
        json.WriteNumber("longitude", longitude);
        json.WriteEndObject();
    }

    private void WriteActor(FeedItem item, string actor)
    {
        json.WriteString("@type", item.Names.KindOf(actor) switch
        {
            "state" => "Country",
            "person" => "Person",
            "organization" or "force" => "Organization",
            _ => "Thing",
        });
        json.WriteString("name", item.Names.Of(actor));
        json.WriteString("identifier", actor);
    }

    private void WriteSource(Source source)
    {
        json.WriteString("@type", "CreativeWork");
        if (source.Title is { } title)
            json.WriteString("name", title);
        if (Notes.WebAddress(source.Url) is { } url)
            json.WriteString("url", url);
        if (source.PublishedAt is { } published)
            json.WriteString("datePublished", published);
        json.WriteStartObject("publisher");
        json.WriteString("@type", "Organization");
        json.WriteString("name", source.Publisher);
        json.WriteEndObject();
    }

    private void WriteArray<T>(string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
