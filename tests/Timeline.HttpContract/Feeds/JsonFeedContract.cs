using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>feed.json</c>, held to JSON Feed 1.1.</summary>
public abstract class JsonFeedContract(TimelineApi api) : FeedSuite(api)
{
    [Fact]
    public async Task An_item_has_what_the_entry_has()
    {
        var (id, filter) = await ReportedAt("2024-10~", call => call
            .Kind("treaty").Tags("navy").Set("summary", "As told & <so>.").Set("source", new { publisher = "Agency", url = "https://agency.example/a?b=%C3%A9" }));
        var entry = await Entry(id);
        var feed = await Read(FeedReaders.JsonFeed, $"/feeds/feed.json?{filter}");
        var item = feed.Find("items[]").Single();

        feed.Text("version").ShouldBe("https://jsonfeed.org/version/1.1");
        new Uri(feed.Text("feed_url")!).PathAndQuery.ShouldBe($"/feeds/feed.json?{filter}");
        (item.Text("title"), item.Text("summary")).ShouldBe((entry.Text("headline"), "As told & <so>."));
        item.Text("content_html").ShouldNotBeNull().ShouldStartWith("<p>As told &amp; &lt;so&gt;.</p><p><b>When:</b> about October 2024 (EDTF 2024-10~)</p>");
        (item.Text("date_published"), item.Text("date_modified")).ShouldBe((entry.Text("knownFrom"), entry.Text("recordedAt")));
        item.Text("external_url").ShouldBe("https://agency.example/a?b=%C3%A9");
        item.Texts("tags[]").ShouldBe(["treaty", "navy"]);
        (item.Text("_timeline.status"), item.Text("_timeline.occurred.edtf"), item.Text("_timeline.revision")).ShouldBe(("reported", "2024-10~", "1"));
        feed.Text("_timeline.permalink").ShouldNotBeNull().ShouldStartWith("/feeds/feed.json?");
    }

    [Fact]
    public async Task What_is_retracted_stays_and_says_so()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        var before = await Read(FeedReaders.JsonFeed, $"/feeds/feed.json?{filter}");
        var retraction = await Accept(Retract(id));
        var item = (await Read(FeedReaders.JsonFeed, $"/feeds/feed.json?{filter}")).Find("items[]").Single();

        item.Text("id").ShouldBe(before.Text("items[0].id"));
        item.Text("_timeline.status").ShouldBe("retracted");
        item.Text("date_modified").ShouldBe(retraction.RecordedAt);
        item.Text("content_html").ShouldNotBeNull().ShouldContain("<b>Retracted:</b> 19 October 2024: because");
    }

    [Fact]
    public async Task What_left_the_filter_or_was_removed_says_just_that()
    {
        var tag = Unique("tag");
        var (moved, removed) = ((await ReportOf()).Tags(tag), (await ReportOf()).Tags(tag));
        var written = await Accept(moved, removed);
        var annulment = await Accept(Annul(removed.Id, written[1].Position));
        await Accept(Correct(moved.Id).Change("tags", null));
        var feed = await Read(FeedReaders.JsonFeed, $"/feeds/feed.json?tag={tag}");

        feed.Texts("items[]._timeline.status").ShouldBe(["withdrawn", "withdrawn"]);
        feed.Texts("items[]._timeline.id").ShouldBe([moved.Id, removed.Id]);
        feed.Texts("items[].content_text").ShouldBe(["No longer what this feed is about.", "Removed: it was recorded by mistake, or nothing of it was known at that time."]);
        feed.Text("items[1].date_modified").ShouldBe(annulment.RecordedAt);
    }
}
