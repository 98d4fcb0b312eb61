using System.Xml.Linq;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>atom.xml</c>: RFC 4287 with the tombstones of RFC 6721, as XML and as feedparser reads it.</summary>
public abstract class AtomContract(TimelineApi api) : FeedSuite(api)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Tombstones = "http://purl.org/atompub/tombstones/1.0";

    [Fact]
    public async Task Feed_and_entries_have_what_Atom_requires()
    {
        var (id, filter) = await ReportedAt("2024-10-10", call => call.Kind("treaty").Tags("navy").Set("summary", "Told <b>so</b>").Set("source", new { publisher = "Agency", url = "https://agency.example/a" }));
        var entry = await Entry(id);
        var feed = await Xml($"/feeds/atom.xml?{filter}");

        feed.Name.ShouldBe(Atom + "feed");
        foreach (var owner in new[] { feed, feed.Element(Atom + "entry")! })
        {
            foreach (var required in new[] { "id", "title", "updated" })
                owner.Elements(Atom + required).Single().Value.ShouldNotBeNullOrWhiteSpace();
            new Uri(owner.Element(Atom + "id")!.Value, UriKind.Absolute).Scheme.ShouldBe("tag");
            DateTimeOffset.TryParse(owner.Element(Atom + "updated")!.Value, System.Globalization.CultureInfo.InvariantCulture, out _).ShouldBeTrue();
            owner.Elements(Atom + "author").Elements(Atom + "name").Single().Value.ShouldNotBeNullOrWhiteSpace();
        }
        var read = (await Read(FeedReaders.Atom, $"/feeds/atom.xml?{filter}")).Find("items[]").Single();
        read.Text("id").ShouldNotBeNull().ShouldEndWith($":developments/{id}");
        read.Text("title").ShouldBe(entry.Text("headline"));
        read.Text("author").ShouldBe("Agency");
        read.Texts("categories[]").ShouldBe(["treaty", "reported", "navy"]);
        read.Text("link").ShouldBe(new Uri(Api.Client.BaseAddress!, $"/api/developments/{id}").ToString());
        read.Text("updated").ShouldBe(entry.Text("recordedAt")![..23] + "Z");
        read.Text("content").ShouldNotBeNull().ShouldContain("<p>Told &lt;b&gt;so&lt;/b&gt;</p>");
        feed.Element(Atom + "entry")!.Element(Atom + "published")!.Value.ShouldBe("2024-10-18T00:00:00Z");
        feed.Element(Atom + "updated")!.Value.ShouldBe(entry.Text("recordedAt"));
    }

    [Fact]
    public async Task A_change_keeps_the_id_and_moves_updated_and_puts_it_first()
    {
        var actor = await Actor();
        var (first, second) = (Unique("a"), Unique("b"));
        await Accept(Report(first).By(actor), Report(second).By(actor));
        var before = await Xml($"/feeds/atom.xml?actor={actor}");
        // Told of the past, and recorded only now.
        await Accept(Correct(first).Change("headline", "Corrected").Reported("2024-10-18"));
        var after = await Xml($"/feeds/atom.xml?actor={actor}");

        Ids(before).Select(Short).ShouldBe([second, first]);
        Ids(after).Select(Short).ShouldBe([first, second]);
        Ids(after).ShouldBe(Ids(before), ignoreOrder: true);
        Updated(after, first).ShouldBeGreaterThan(Updated(before, second));
        Updated(after, second).ShouldBe(Updated(before, second));
        after.Element(Atom + "id")!.Value.ShouldBe(before.Element(Atom + "id")!.Value);
    }

    [Fact]
    public async Task What_is_retracted_is_a_tombstone_and_comes_back_as_an_entry()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        var retraction = await Accept(Retract(id));
        var feed = await Xml($"/feeds/atom.xml?{filter}");
        var tombstone = feed.Elements(Tombstones + "deleted-entry").Single();

        feed.Elements(Atom + "entry").ShouldBeEmpty();
        Short((string)tombstone.Attribute("ref")!).ShouldBe(id);
        ((string)tombstone.Attribute("when")!).ShouldBe(retraction.RecordedAt);
        tombstone.Element(Tombstones + "comment")!.Value.ShouldBe("Retracted: because");
        feed.Element(Atom + "updated")!.Value.ShouldBe(retraction.RecordedAt);
        (await Xml($"/feeds/atom.xml?{filter}&include=retracted")).Elements(Atom + "entry").Count().ShouldBe(1);

        var reinstatement = await Accept(Reinstate(id));
        var back = await Xml($"/feeds/atom.xml?{filter}");
        back.Elements(Tombstones + "deleted-entry").ShouldBeEmpty();
        back.Element(Atom + "entry")!.Element(Atom + "updated")!.Value.ShouldBe(reinstatement.RecordedAt);
    }

    [Fact]
    public async Task What_leaves_the_filter_is_a_tombstone_there_and_what_was_never_in_it_is_not()
    {
        var (old, @new) = (Unique("old"), Unique("new"));
        var report = (await ReportOf()).Tags(old);
        await Accept(report, (await ReportOf()).Tags(@new));
        await Accept(Correct(report.Id).Change("tags", new[] { @new }));

        var left = await Xml($"/feeds/atom.xml?tag={old}");
        left.Elements(Tombstones + "deleted-entry").Select(tombstone => Short((string)tombstone.Attribute("ref")!)).ShouldBe([report.Id]);
        left.Elements(Tombstones + "deleted-entry").Single().Element(Tombstones + "comment")!.Value.ShouldBe("No longer what this feed is about.");
        (await Xml($"/feeds/atom.xml?tag={@new}")).Elements(Tombstones + "deleted-entry").ShouldBeEmpty();
        (await Xml($"/feeds/atom.xml?tag={old}&knownAt=2024-10-18")).Elements(Atom + "entry").Count().ShouldBe(1);
    }

    [Fact]
    public async Task What_became_known_later_moves_nothing_in_the_answer_of_a_time_before()
    {
        var report = await ReportOf();
        var written = await Accept(report, Correct(report.Id).Change("headline", "Corrected").Reported("2024-10-25"), Retract(report.Id).Reported("2024-10-26"));

        (await Xml($"/feeds/atom.xml?actor={report.Body["actor"]}&knownAt=2024-10-20")).Element(Atom + "entry")!.Element(Atom + "updated")!.Value.ShouldBe(written[0].RecordedAt);
        (await Xml($"/feeds/atom.xml?actor={report.Body["actor"]}&knownAt=2024-10-25")).Element(Atom + "entry")!.Element(Atom + "updated")!.Value.ShouldBe(written[1].RecordedAt);
    }

    [Fact]
    public async Task What_is_removed_is_a_tombstone()
    {
        var report = await ReportOf();
        var written = await Accept(report);
        await Accept(Annul(report.Id, written.Position));

        (await Xml($"/feeds/atom.xml?actor={report.Body["actor"]}")).Elements(Tombstones + "deleted-entry").Single()
            .Element(Tombstones + "comment")!.Value.ShouldStartWith("Removed:");
    }

    [Fact]
    public async Task An_alias_that_moves_to_another_actor_takes_its_entries_away_and_brings_others()
    {
        var (one, other, alias) = (await Actor(), await Actor(), Unique("alias"));
        var (ofOne, ofOther) = (Unique("development"), Unique("development"));
        await Accept(Report(ofOne).By(one), Report(ofOther).By(other));
        await Accept(Describe(one).Set("aliases", new[] { alias }));
        await Accept(Describe(one).Set("aliases", Array.Empty<string>()));
        var moved = await Accept(Describe(other).Set("aliases", new[] { alias }));
        var feed = await Xml($"/feeds/atom.xml?actor={alias}");

        Ids(feed).Select(Short).ShouldBe([ofOther]);
        Updated(feed, ofOther).ShouldBe(DateTimeOffset.Parse(moved.RecordedAt, System.Globalization.CultureInfo.InvariantCulture));
        feed.Elements(Tombstones + "deleted-entry").Select(tombstone => Short((string)tombstone.Attribute("ref")!)).ShouldBe([ofOne]);
        feed.Elements().TakeWhile(element => element.Name != Tombstones + "deleted-entry").ShouldContain(element => element.Name == Atom + "entry");
    }

    [Fact]
    public async Task An_empty_feed_is_a_feed()
    {
        await using var log = await AnotherLog();
        var answer = await log.Ok("/feeds/atom.xml");

        XDocument.Parse(answer.Body).Root!.Elements(Atom + "entry").ShouldBeEmpty();
        (await FeedReaders.ReadAsync(FeedReaders.Atom, answer.Body)).Text("title").ShouldBe("Timeline");
    }

    private static List<string> Ids(XElement feed) => [.. feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value)];

    private static string Short(string id) => id.Split('/')[^1];

    private static DateTimeOffset Updated(XElement feed, string id) => DateTimeOffset.Parse(
        feed.Elements(Atom + "entry").Single(entry => Short(entry.Element(Atom + "id")!.Value) == id).Element(Atom + "updated")!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
