using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>timelinejs.json</c>, held to its documentation.</summary>
public abstract class TimelineJsContract(TimelineApi api) : FeedSuite(api)
{
    [Theory]
    [InlineData("2024-10-23", """{"year":2024,"month":10,"day":23}""", null, null)]
    [InlineData("2024-10", """{"year":2024,"month":10}""", null, null)]
    [InlineData("2024", """{"year":2024}""", null, null)]
    [InlineData("0044-03-15", """{"year":44,"month":3,"day":15}""", null, null)]
    [InlineData("2024-06-18/2024-06-19", """{"year":2024,"month":6,"day":18}""", """{"year":2024,"month":6,"day":19}""", null)]
    [InlineData("2023-06/2024-01-15", """{"year":2023,"month":6}""", """{"year":2024,"month":1,"day":15}""", null)]
    [InlineData("2024-10-23T14:30:00Z", """{"year":2024,"month":10,"day":23,"hour":14,"minute":30,"second":0,"millisecond":0}""", null, null)]
    [InlineData("2024-10~", """{"year":2024,"month":10}""", null, "about October 2024")]
    [InlineData("2024-10-23?", """{"year":2024,"month":10,"day":23}""", null, "23 October 2024 (uncertain)")]
    [InlineData("2024-10-XX", """{"year":2024,"month":10}""", null, "some time in October 2024")]
    [InlineData("2024-XX-12", """{"year":2024}""", null, "some time in 2024")]
    [InlineData("202X", """{"year":2020}""", """{"year":2029}""", "some time from 2020 to 2029")]
    [InlineData("2024-22", """{"year":2024,"month":6}""", """{"year":2024,"month":8}""", "June 2024 – August 2024")]
    [InlineData("2024-24", """{"year":2024,"month":12}""", """{"year":2025,"month":2}""", "December 2024 – February 2025")]
    [InlineData("195", """{"year":1950}""", """{"year":1959}""", "1950 – 1959")]
    [InlineData("[2024-10-23..2024-10-26]", """{"year":2024,"month":10,"day":23}""", """{"year":2024,"month":10,"day":26}""", "some time from 23 October 2024 to 26 October 2024")]
    [InlineData("{2023,2024-10}", """{"year":2023}""", """{"year":2024}""", "2023 – 2024")]
    [InlineData("2023-06~/..", """{"year":2023,"month":6}""", null, "from about June 2023 on")]
    [InlineData("../2024-11-04", """{"year":2024,"month":11,"day":4}""", null, "until 4 November 2024")]
    [InlineData("[..1984]", """{"year":1984}""", null, "until 1984")]
    [InlineData("../..", """{"year":2024,"month":10,"day":18}""", null, "date unknown")]
    public async Task A_date_leaves_out_what_is_not_known(string edtf, string start, string? end, string? displayed)
    {
        var (_, filter) = await ReportedAt(edtf);
        var slide = (await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}")).Find("events[]").Single();

        (slide.Text("start_date"), slide.Text("end_date"), slide.Text("display_date")).ShouldBe((start, end, displayed));
        slide.Text("_timeline.occurred.edtf").ShouldBe(edtf);
    }

    [Fact]
    public async Task Texts_stay_texts_in_HTML()
    {
        const string evil = "<img src=x onerror=alert(1)> & \"'";
        const string escaped = "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;";
        var (id, filter) = await ReportedAt("2024-10-10", call => call.Headline(evil).Set("summary", evil).From(evil).At(evil).Set("attribution", evil));
        var feed = await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}&publisher={Uri.EscapeDataString(evil)}");
        var slide = feed.Find("events[]").Single();

        slide.Text("unique_id").ShouldBe(id);
        slide.Text("text.headline").ShouldBe(escaped);
        slide.Text("autolink").ShouldBe("false");
        slide.Text("text.text").ShouldNotBeNull().ShouldContain($"<p>{escaped}</p>");
        foreach (var text in feed.Texts("title.text.headline").Append(slide.Text("text.text")!))
        {
            text.ShouldNotContain("<img");
            text.ShouldContain("&lt;img");
        }
    }

    /// <summary>TimelineJS loads media from where they are.</summary>
    [Fact]
    public async Task Nothing_is_loaded_from_other_hosts_and_only_web_addresses_are_links()
    {
        var (_, filter) = await ReportedAt("2024-10-10", call => call.Set("source", new { publisher = "Agency", url = "https://agency.example/a?b=1&c=\u00e9" }).At("Sea", 1, 2));
        var slide = (await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}")).Find("events[]").Single();

        slide.Has("media").ShouldBeFalse();
        slide.Has("background").ShouldBeFalse();
        slide.Text("text.text").ShouldNotBeNull().ShouldContain("<a href=\"https://agency.example/a?b=1&amp;c=\u00e9\" rel=\"noopener noreferrer\">Agency</a>");
    }

    [Fact]
    public async Task Slides_are_grouped_by_kind_or_by_the_actors_name_which_no_version_takes_for_HTML()
    {
        var report = (await ReportOf()).Kind("treaty");
        await Accept(report, Describe((string)report.Body["actor"]!).Set("name", "A & B <b>&lt;i&gt;</b>"));
        var path = $"/feeds/timelinejs.json?actor={report.Body["actor"]}";

        (await Read(FeedReaders.TimelineJs, path)).Text("events[0].group").ShouldBe("treaty");
        (await Read(FeedReaders.TimelineJs, path + "&group=kind")).Text("events[0].group").ShouldBe("treaty");
        (await Read(FeedReaders.TimelineJs, path + "&group=actor")).Text("events[0].group").ShouldBe("A & B ‹b›＆lt;i＆gt;‹/b›");
    }

    [Fact]
    public async Task What_is_retracted_is_dropped_unless_asked_for()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        await Accept(Retract(id));

        (await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}")).Texts("events[]").ShouldBeEmpty();
        var shown = await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}&include=retracted");
        shown.Text("events[0]._timeline.status").ShouldBe("retracted");
        shown.Text("events[0].text.text").ShouldNotBeNull().ShouldContain("<b>Retracted:</b> 19 October 2024: because");
    }

    [Fact]
    public async Task The_title_says_at_which_point_and_an_era_what_was_still_ahead()
    {
        var (_, filter) = await ReportedAt("2024-11-15");
        var then = await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}&knownAt=2024-10-20");
        var later = await Read(FeedReaders.TimelineJs, $"/feeds/timelinejs.json?{filter}&knownAt=2024-11-20");

        then.Text("title.text.headline").ShouldBe($"Timeline: {filter}");
        then.Text("title.text.text").ShouldNotBeNull().ShouldContain("As known at 2024-10-20T23:59:59.999999Z");
        then.Text("eras[0].start_date").ShouldBe("""{"year":2024,"month":10,"day":20}""");
        then.Text("eras[0].end_date").ShouldBe("""{"year":2024,"month":11,"day":15}""");
        then.Text("eras[0].text.headline").ShouldBe("Still ahead on 20 October 2024");
        later.Has("eras").ShouldBeFalse();
    }
}
