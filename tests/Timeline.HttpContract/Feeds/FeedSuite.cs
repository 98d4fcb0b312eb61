using System.Text.Json;
using System.Xml.Linq;

namespace Timeline.HttpContract;

/// <summary>A suite about feeds.</summary>
public abstract class FeedSuite(TimelineApi api) : ContractSuite(api)
{
    /// <summary>Every feed, with its media type.</summary>
    public static readonly TheoryData<string, string> Feeds = new()
    {
        { "/feeds/timelinejs.json", "application/json; charset=utf-8" },
        { "/feeds/vis.json", "application/json; charset=utf-8" },
        { "/feeds/calendar.ics", "text/calendar; charset=utf-8" },
        { "/feeds/timeline.csv", "text/csv; charset=utf-8; header=present" },
        { "/feeds/places.geojson", "application/geo+json" },
        { "/feeds/events.jsonld", "application/ld+json" },
        { "/feeds/atom.xml", "application/atom+xml; charset=utf-8" },
        { "/feeds/feed.json", "application/feed+json" },
    };

    protected static IEnumerable<string> Paths => Feeds.Select(feed => (string)feed[0]);

    /// <summary>A feed as a reader that others wrote understands it.</summary>
    protected async Task<JsonElement> Read(string reader, string path) => await FeedReaders.ReadAsync(reader, (await Ok(path)).Body);

    protected async Task<XElement> Xml(string path) => XDocument.Parse((await Ok(path)).Body).Root!;

    /// <summary>Reports something that happened at a date, by an actor of its own; gives a filter for just that.</summary>
    protected async Task<(string Id, string Filter)> ReportedAt(string edtf, Func<Call, Call>? with = null)
    {
        var report = (await ReportOf()).Occurred(edtf);
        await Accept(with?.Invoke(report) ?? report);
        return (report.Id, $"actor={report.Body["actor"]}");
    }
}
