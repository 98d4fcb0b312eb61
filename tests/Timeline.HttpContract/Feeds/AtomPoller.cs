using System.Xml.Linq;

namespace Timeline.HttpContract;

/// <summary>
/// A feed reader that only polls: it reads Atom from the newest change on until it meets one that it has, and applies entries and tombstones. It knows
/// nothing else of the service.
/// </summary>
public sealed class AtomPoller(HttpClient client, string address)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Tombstones = "http://purl.org/atompub/tombstones/1.0";
    private static readonly XNamespace Own = "tag:timeline.invalid,2024:feeds";

    private readonly Dictionary<string, string> _seen = [];

    /// <summary>What it shows: ids with the position and the headline of what it got last.</summary>
    public SortedDictionary<string, string> Shown { get; } = new(StringComparer.Ordinal);

    public int Entries { get; private set; }

    public int Removals { get; private set; }

    /// <param name="point">At which point to poll, as parameters.</param>
    /// <returns>False where the feed is not there.</returns>
    public async Task<bool> PollAsync(string point)
    {
        // A feed that is there is read to the end before it is applied, oldest first, as changes came.
        var changes = new List<XElement>();
        for (var next = $"{address}&{point}"; next is not null;)
        {
            using var response = await client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
            if ((int)response.StatusCode == 404)
                return false;
            ((int)response.StatusCode).ShouldBe(200, next);
            var feed = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
            var page = feed.Elements().Where(element => element.Name == Atom + "entry" || element.Name == Tombstones + "deleted-entry").ToList();
            var unseen = page.TakeWhile(change => !_seen.TryGetValue(IdOf(change), out var when) || when != WhenOf(change)).ToList();
            changes.AddRange(unseen);
            next = unseen.Count < page.Count ? null : (string?)feed.Elements(Atom + "link").SingleOrDefault(link => (string)link.Attribute("rel")! == "next")?.Attribute("href");
        }
        foreach (var change in Enumerable.Reverse(changes))
            Apply(change);
        return true;
    }

    private void Apply(XElement change)
    {
        var id = IdOf(change);
        if (_seen.TryGetValue(id, out var when))
            Time(WhenOf(change)).ShouldBeGreaterThan(Time(when), $"{id} went back in time");
        _seen[id] = WhenOf(change);
        if (change.Name == Tombstones + "deleted-entry")
        {
            if (Shown.Remove(id))
                Removals++;
            return;
        }
        var own = change.Element(Own + "entry")!;
        Shown[id] = $"{(string)own.Attribute("id")!} {(string)own.Attribute("position")!} {(string)own.Attribute("status")!} {(string)change.Element(Atom + "title")!}";
        Entries++;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string IdOf(XElement change) => (string?)change.Attribute("ref") ?? (string)change.Element(Atom + "id")!;

    private static string WhenOf(XElement change) => (string?)change.Attribute("when") ?? (string)change.Element(Atom + "updated")!;
}
