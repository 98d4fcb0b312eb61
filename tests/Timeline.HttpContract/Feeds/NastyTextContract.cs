using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Timeline.HttpContract;

/// <summary>Texts that formats stumble over come out of every feed as they went in.</summary>
public abstract class NastyTextContract(TimelineApi api) : FeedSuite(api)
{
    private const int Seed = 20241031;

    private static readonly string[] Fragments =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<![CDATA[", "<!--", "&amp;", "&lt;", "&", "\"", "''", "\r\n", "\n", "\r", "\t", "\\", "\\n", ";", ",", ":",
        "BEGIN:VEVENT", "\r\nEND:VCALENDAR", "é", "é", "👩‍👩‍👧‍👦", "🚢", "\u2028", "\u2029", "\u200F", "\u202E", "مرحبا", "שלום", "北韓軍", "\uFEFF", "\uFFFE", "\uFFFD", "\u00A0", "=1+1", "-2", "@SUM", "'",
        "{\"a\":1}", "%00", "\\u0000", "http://example.org/?a=b&c", new string('x', 90), "  ", "#", "|", "`", "$&",
    ];

    [Fact]
    public async Task A_nasty_text_is_read_as_it_was_written()
    {
        var random = new Random(Seed);
        var actor = await Actor();
        var written = new Dictionary<string, (string Headline, string Summary, string Place, string Tag)>();
        foreach (var number in Enumerable.Range(0, 60))
        {
            var (headline, summary, place, tag) = (Any(8, 200), Any(40, 4_000), Any(4, 150), Any(2, 100));
            var id = Unique("nasty");
            written[id] = (headline, summary, place, tag);
            await Accept(Calls.Report(id).By(actor).Headline(headline).Set("summary", summary).At(place, number, -number).Tags(tag).From(Any(3, 200)));
        }

        var query = $"actor={actor}&limit=1000";
        var (atom, csv, calendar) = (await Ok($"/feeds/atom.xml?{query}"), await Ok($"/feeds/timeline.csv?{query}"), await Ok($"/feeds/calendar.ics?{query}"));
        var read = await FeedReaders.ReadAsync(
            (FeedReaders.Atom, atom.Body), (FeedReaders.Csv, csv.Body), (FeedReaders.Calendar, calendar.Body), (FeedReaders.JsonFeed, (await Ok($"/feeds/feed.json?{query}")).Body),
            (FeedReaders.TimelineJs, (await Ok($"/feeds/timelinejs.json?{query}")).Body), (FeedReaders.GeoJson, (await Ok($"/feeds/places.geojson?{query}")).Body),
            (FeedReaders.JsonLd, (await Ok($"/feeds/events.jsonld?{query}")).Body));
        var vis = (await Ok($"/feeds/vis.json?{query}")).Json;

        foreach (var (id, (headline, summary, place, tag)) in written)
        {
            var entry = XDocument.Parse(atom.Body).Root!.Elements().Single(element => element.Elements().Any(part => part.Name.LocalName == "id" && part.Value.EndsWith($"/{id}", StringComparison.Ordinal)));
            // The one that XML cannot write is replaced.
            entry.Elements().First(element => element.Name.LocalName == "title").Value.ShouldBe(headline.Replace('\uFFFE', '\uFFFD'));
            entry.Elements().Where(element => element.Name.LocalName == "category").Select(category => (string)category.Attribute("term")!).ShouldContain(tag.Replace('\uFFFE', '\uFFFD'));

            var row = read[1].EnumerateArray().Single(row => row.Text("id") == id);
            Unprotected(row.Text("headline")!).ShouldBe(headline);
            Unprotected(row.Text("summary")!).ShouldBe(summary);
            JsonElement.Parse(row.Text("tags")!).Text("[0]").ShouldBe(tag);

            var @event = read[2].Find("events[]").Single(@event => @event.Text("uid.values[0]")!.StartsWith(id + "@", StringComparison.Ordinal));
            // A calendar knows one kind of line break.
            @event.Text("summary.values[0]").ShouldBe(OneKindOfBreak(headline));
            @event.Text("location.values[0]").ShouldBe(OneKindOfBreak(place));
            @event.Texts("categories.values[]").ShouldBe(["other", OneKindOfBreak(tag)]);
            @event.Text("description.values[0]").ShouldNotBeNull().ShouldStartWith(OneKindOfBreak(summary));

            var item = read[3].Find("items[]").Single(item => item.Text("_timeline.id") == id);
            (item.Text("title"), item.Text("summary"), item.Text("tags[1]")).ShouldBe((headline, summary, tag));
            TextOf(read[4].Find("events[]").Single(slide => slide.Text("unique_id") == id).Text("text.headline")!).ShouldBe(headline);
            TextOf(vis.Find("items[]").Single(item => item.Text("id") == id).Text("content")!).ShouldBe(headline);
            read[5].Find("features[]").Single(feature => feature.Text("properties._timeline.id") == id).Text("properties.place").ShouldBe(place);
        }
        read[6].Text("expanded[0]").ShouldNotBeNull();
        (read[0].Find("items[]").Count(), read[2].Find("events[]").Count()).ShouldBe((60, 60));

        string Any(int most, int length)
        {
            var text = new StringBuilder("a");
            for (var i = random.Next(1, most + 1); i > 0; i--)
                text.Append(Fragments[random.Next(Fragments.Length)]);
            var whole = random.Next(2) == 0 ? text.ToString()[1..] : text.ToString();
            whole = whole.Length > length ? new StringInfo(whole).SubstringByTextElements(0, length / 12) : whole;
            return string.IsNullOrWhiteSpace(whole) ? "blank " + whole : whole;
        }
    }

    private static string OneKindOfBreak(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static string Unprotected(string cell) => cell.Length > 1 && cell[0] == '\'' && cell[1] is '=' or '+' or '-' or '@' or '\t' or '\r' ? cell[1..] : cell;

    /// <summary>What HTML shows where there is nothing but text; fails where there is more.</summary>
    private static string TextOf(string html)
    {
        html.ShouldNotContain("<");
        html.ShouldNotContain(">");
        return System.Net.WebUtility.HtmlDecode(html);
    }
}
