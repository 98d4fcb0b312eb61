using System.Buffers;
using System.Globalization;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>
/// iCalendar (RFC 5545, published by the rules of RFC 5546, with the calendar's properties of RFC 7986). What is retracted stays in it as cancelled: a
/// subscriber who only polls learns of it. An imprecise date is an all-day span of where it may lie, and the description says so.
/// </summary>
internal sealed class CalendarFeed(FeedHead head, IBufferWriter<byte> output) : IWholeFeed
{
    private readonly CalendarText text = new(output);

    public void Begin()
    {
        text.Line("BEGIN", "VCALENDAR");
        text.Line("VERSION", "2.0");
        text.Line("PRODID", "-//Timeline//Timeline//EN");
        text.Line("CALSCALE", "GREGORIAN");
        text.Line("METHOD", "PUBLISH");
        text.TextLine("NAME", head.Title);
        // What came before RFC 7986, for clients that know nothing else.
        text.TextLine("X-WR-CALNAME", head.Title);
        text.TextLine("DESCRIPTION", head.Subtitle);
        text.Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        text.Line("X-PUBLISHED-TTL", "PT1H");
        text.Line("SOURCE;VALUE=URI", head.Origin + head.Subscription);
        text.Line("URL", head.AbsolutePermalink);
    }

    public void Add(FeedItem item)
    {
        var entry = item.Entry;
        text.Line("BEGIN", "VEVENT");
        text.TextLine("UID", $"{entry.Id}@{head.LogId}.timeline.invalid");
        // No clock is read: what is published was made when it was recorded.
        text.Line("DTSTAMP", Time(entry.RecordedAt));
        text.Line("LAST-MODIFIED", Time(entry.RecordedAt));
        text.Line("SEQUENCE", Number(entry.Revision));
        WriteDates(item);
        text.TextLine("SUMMARY", entry.Headline);
        text.TextLine("DESCRIPTION", Notes.TextOf(item));
        text.Line("STATUS", StatusOf(entry.Status));
        text.Line("TRANSP", "TRANSPARENT");
        text.Line("CATEGORIES", string.Join(',', entry.Tags.Prepend(EntryJson.NameOf(entry.Kind)).Select(CalendarText.Escape)));
        if (entry.Places.Count > 0)
            text.TextLine("LOCATION", Notes.PlaceNames(entry));
        if (entry.Places.FirstOrDefault(place => place.Latitude is not null) is { Latitude: { } latitude, Longitude: { } longitude })
            text.Line("GEO", $"{Degrees(latitude)};{Degrees(longitude)}");
        text.Line("URL", head.AddressOf(entry.Id));
        text.TextLine("X-TIMELINE-EDTF", entry.Occurred.Text);
        text.Line("X-TIMELINE-STATUS", EntryJson.NameOf(entry.Status));
        text.Line("END", "VEVENT");
    }

    public void End() => text.Line("END", "VCALENDAR");

    public void Dispose()
    {
    }

    private void WriteDates(FeedItem item)
    {
        var date = item.Date;
        if (date is { IsTime: true, Start: { } time })
        {
            text.Line("DTSTART", Time(time.Start));
            return;
        }
        var from = date.Span?.From ?? date.Anchor(item.Entry.KnownFrom).Start;
        text.Line("DTSTART;VALUE=DATE", Day(from));
        // Exclusive. Without it, it is one day.
        if (date.Span?.To is { IsInCalendar: true } to)
            text.Line("DTEND;VALUE=DATE", Day(to));
    }

    /// <summary>Only what several publishers say is confirmed.</summary>
    private static string StatusOf(DevelopmentStatus status) => status switch
    {
        DevelopmentStatus.Retracted => "CANCELLED",
        DevelopmentStatus.Corroborated => "CONFIRMED",
        _ => "TENTATIVE",
    };

    private static string Time(Instant instant) => instant.ToDateTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Day(Instant instant) => instant.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>RFC 5545 asks for no more than six decimals: ten centimetres.</summary>
    private static string Degrees(decimal degrees) => decimal.Round(degrees, 6).ToString("0.######", CultureInfo.InvariantCulture);
}
