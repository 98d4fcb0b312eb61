using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>Items and groups for vis-timeline's data sets. It shows HTML, so every text is escaped. Times are UTC.</summary>
internal sealed class VisFeed(FeedHead head, IBufferWriter<byte> output) : IWholeFeed
{
    private readonly Utf8JsonWriter json = new(output, TimelineJson.Writer);
    private readonly SortedDictionary<string, string> groups = new(StringComparer.Ordinal);

    public void Begin()
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        json.Flush();
    }

    public void Add(FeedItem item)
    {
        var (entry, date) = (item.Entry, item.Date);
        var kind = EntryJson.NameOf(entry.Kind);
        var (group, label) = head.Grouping == Grouping.Actor ? (entry.Actor, item.Names.Of(entry.Actor)) : (kind, kind);
        groups[group] = label;
        var (from, to) = Place(item);
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("group", group);
        json.WriteString("content", Html.Escape(entry.Headline));
        json.WriteString("title", $"<b>{Html.Escape(entry.Headline)}</b>{Html.Of(item)}");
        json.WriteString("start", from.ToString());
        if (to is { } end)
            json.WriteString("end", end.ToString());
        json.WriteString("type", to is not null ? "range" : date.IsTime ? "point" : "box");
        json.WriteString("className", string.Join(' ', ClassesOf(item, kind)));
        json.WriteString("status", EntryJson.NameOf(entry.Status));
        json.WriteString("edtf", entry.Occurred.Text);
        json.WriteNumber("revision", entry.Revision);
        json.WriteEndObject();
        json.Flush();
    }

    public void End()
    {
        json.WriteEndArray();
        json.WriteStartArray("groups");
        foreach (var (id, label) in groups)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("content", Html.Escape(label));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        FeedJson.WritePin(json, head);
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    /// <summary>A range from the outermost start to the outermost end, unless it is one day or a time: then where that begins.</summary>
    private static (Instant From, Instant? To) Place(FeedItem item)
    {
        var date = item.Date;
        if (date.IsTime || date.Span is not { } span || (date.IsSharp && date.End is null))
            return (date.Anchor(item.Entry.KnownFrom).Start, null);
        return (span.From, span.To);
    }

    private static IEnumerable<string> ClassesOf(FeedItem item, string kind)
    {
        var (entry, date) = (item.Entry, item.Date);
        yield return $"kind-{kind}";
        yield return $"status-{EntryJson.NameOf(entry.Status)}";
        if (date.IsUnknown)
            yield return "undated";
        else if (date.Span is null)
            yield return date.Start is null ? "open-start" : "open-end";
        if (!date.IsSharp)
            yield return "imprecise";
        if (entry.Occurred.Approximate)
            yield return "approximate";
        if (entry.Occurred.Uncertain)
            yield return "uncertain";
    }
}
