using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>
/// TimelineJS 3 (<c>timeline.knightlab.com/docs/json-format.html</c>). It shows HTML, so every text is escaped. Slides have no media: TimelineJS
/// would load them from other hosts, and tell those who is reading.
/// </summary>
internal sealed partial class TimelineJsFeed(FeedHead head, IBufferWriter<byte> output) : IWholeFeed
{
    private readonly Utf8JsonWriter json = new(output, TimelineJson.Writer);
    private PartialDate? latest;

    public void Begin()
    {
        json.WriteStartObject();
        json.WriteStartObject("title");
        WriteText(Html.Escape(head.Title), $"<p>{Html.Escape(head.Subtitle)}</p>");
        json.WriteEndObject();
        json.WriteStartArray("events");
        json.Flush();
    }

    public void Add(FeedItem item)
    {
        var (entry, date) = (item.Entry, item.Date);
        json.WriteStartObject();
        json.WriteString("unique_id", entry.Id);
        var start = date.Anchor(entry.KnownFrom);
        Write("start_date", start);
        if (date is { Start: not null, End: { } end })
            Write("end_date", end);
        if (latest is null || start.Start > latest.Value.Start)
            latest = start;
        // What TimelineJS can say by itself it says in the language of its page.
        if (!date.IsPlain)
            json.WriteString("display_date", Html.Escape(date.Text));
        json.WriteString("group", Label(head.Grouping == Grouping.Actor ? item.Names.Of(entry.Actor) : EntryJson.NameOf(entry.Kind)));
        WriteText(Html.Escape(entry.Headline), Html.Of(item));
        json.WriteBoolean("autolink", false);
        FeedJson.WriteStanding(json, entry);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>What was known at the time to be still ahead is marked as an era.</summary>
    public void End()
    {
        json.WriteEndArray();
        if (latest is { } last && last.Start > head.Pin.KnownAt)
        {
            json.WriteStartArray("eras");
            json.WriteStartObject();
            Write("start_date", PartialDate.Of(head.Pin.KnownAt, day: true));
            Write("end_date", last);
            WriteText($"Still ahead on {PartialDate.DayText(head.Pin.KnownAt)}", null);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        FeedJson.WritePin(json, head);
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose() => json.Dispose();

    private void WriteText(string headline, string? text)
    {
        json.WriteStartObject("text");
        json.WriteString("headline", headline);
        if (text is not null)
            json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>TimelineJS fills parts that are left out with the first month, day and so on, and shows none of them. Months count from 1.</summary>
    private void Write(string name, PartialDate date)
    {
        json.WriteStartObject(name);
        json.WriteNumber("year", date.Year);
        if (date.Month is { } month)
            json.WriteNumber("month", month);
        if (date.Day is { } day)
            json.WriteNumber("day", day);
        if (date.At is { } at)
        {
            var time = at.ToDateTime();
            json.WriteNumber("hour", time.Hour);
            json.WriteNumber("minute", time.Minute);
            json.WriteNumber("second", time.Second);
            json.WriteNumber("millisecond", time.Millisecond);
        }
        json.WriteEndObject();
    }

    /// <summary>
    /// TimelineJS takes a group's label for HTML, unescapes it, and takes what that gives for HTML once more. No escaping is safe in all its versions, so
    /// what could begin a tag or an entity is replaced by a character of the same look.
    /// </summary>
    private static string Label(string text) => MayBeginAnEntity().Replace(text, "＆").Replace('<', '‹').Replace('>', '›');

    [GeneratedRegex("&(?=[A-Za-z#])", RegexOptions.CultureInvariant)]
    private static partial Regex MayBeginAnEntity();
}
