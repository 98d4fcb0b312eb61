using System.Buffers;

namespace Timeline.Service.Feeds;

/// <summary>A feed as pages announce it, in <c>link rel="alternate"</c> for example.</summary>
/// <param name="Name">In English.</param>
/// <param name="FileName">What it is called when saved.</param>
internal record FeedFormat(string Name, string Path, string MediaType, string FileName)
{
    /// <summary>Whether what is retracted stays in it, whatever <c>include</c> says.</summary>
    public bool KeepsRetracted { get; init; }
}

/// <summary>A feed of the whole answer in the timeline's order.</summary>
/// <param name="Open">Begins to write one.</param>
internal sealed record WholeFormat(string Name, string Path, string MediaType, string FileName, Func<FeedHead, IBufferWriter<byte>, IWholeFeed> Open)
    : FeedFormat(Name, Path, MediaType, FileName)
{
    /// <summary>Whether it takes <c>group</c>.</summary>
    public bool HasGroups { get; init; }

    /// <summary>Whether it tells of dates before a correction.</summary>
    public bool TellsPreviousDates { get; init; }
}

/// <summary>A feed in pages, the newest change first, which tells what left the answer.</summary>
internal sealed record ChangeFormat(string Name, string Path, string MediaType, string FileName, Action<IBufferWriter<byte>, FeedHead, IReadOnlyList<FeedUpdate>> Write)
    : FeedFormat(Name, Path, MediaType, FileName);

/// <summary>The feeds there are.</summary>
internal static class FeedList
{
    public static readonly IReadOnlyList<WholeFormat> Whole =
    [
        new("TimelineJS", "/feeds/timelinejs.json", "application/json; charset=utf-8", "timelinejs.json", (head, output) => new TimelineJsFeed(head, output)) { HasGroups = true },
        new("vis-timeline", "/feeds/vis.json", "application/json; charset=utf-8", "vis.json", (head, output) => new VisFeed(head, output)) { HasGroups = true },
        new("Calendar", "/feeds/calendar.ics", "text/calendar; charset=utf-8", "calendar.ics", (head, output) => new CalendarFeed(head, output)) { KeepsRetracted = true },
        new("CSV", "/feeds/timeline.csv", "text/csv; charset=utf-8; header=present", "timeline.csv", (_, output) => new CsvFeed(output)),
        new("GeoJSON", "/feeds/places.geojson", "application/geo+json", "places.geojson", (head, output) => new GeoJsonFeed(head, output)) { KeepsRetracted = true },
        new("JSON-LD", "/feeds/events.jsonld", "application/ld+json", "events.jsonld", (head, output) => new JsonLdFeed(head, output)) { KeepsRetracted = true, TellsPreviousDates = true },
    ];

    public static readonly IReadOnlyList<ChangeFormat> Changes =
    [
        new("Atom", "/feeds/atom.xml", "application/atom+xml; charset=utf-8", "atom.xml", AtomFeed.Write),
        new("JSON Feed", "/feeds/feed.json", "application/feed+json", "feed.json", JsonFeed.Write) { KeepsRetracted = true },
    ];

    /// <summary>Those that readers subscribe to first.</summary>
    public static IEnumerable<FeedFormat> All => Changes.Concat<FeedFormat>(Whole);
}
