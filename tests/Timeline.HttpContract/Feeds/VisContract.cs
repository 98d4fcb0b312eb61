using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>vis.json</c>: items and groups for vis-timeline.</summary>
public abstract class VisContract(TimelineApi api) : FeedSuite(api)
{
    [Theory]
    [InlineData("2024-10-23", "box", "2024-10-23T00:00:00Z", null, "")]
    [InlineData("2024-10-23T14:30:00.25Z", "point", "2024-10-23T14:30:00.25Z", null, "")]
    [InlineData("2024-06-18/2024-06-19", "range", "2024-06-18T00:00:00Z", "2024-06-20T00:00:00Z", "")]
    [InlineData("2024-10", "range", "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z", " imprecise")]
    [InlineData("2024-10~", "range", "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z", " imprecise approximate")]
    [InlineData("2024-10-23?", "range", "2024-10-23T00:00:00Z", "2024-10-24T00:00:00Z", " imprecise uncertain")]
    [InlineData("2024-10-1X", "range", "2024-10-10T00:00:00Z", "2024-10-20T00:00:00Z", " imprecise")]
    [InlineData("2023-06/..", "box", "2023-06-01T00:00:00Z", null, " open-end imprecise")]
    [InlineData("/2024-11-04", "box", "2024-11-04T00:00:00Z", null, " open-start imprecise")]
    [InlineData("../..", "box", "2024-10-18T00:00:00Z", null, " undated imprecise")]
    public async Task An_item_spans_where_its_date_may_lie(string edtf, string type, string start, string? end, string classes)
    {
        var (id, filter) = await ReportedAt(edtf);
        var item = (await Ok($"/feeds/vis.json?{filter}")).Json.Find("items[]").Single();

        (item.Text("id"), item.Text("type"), item.Text("start"), item.Text("end")).ShouldBe((id, type, start, end));
        item.Text("className").ShouldBe($"kind-other status-reported{classes}");
        item.Text("edtf").ShouldBe(edtf);
    }

    [Fact]
    public async Task Texts_stay_texts_in_HTML()
    {
        const string evil = "<img src=x onerror=alert(1)> & \"'";
        const string escaped = "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;";
        var report = (await ReportOf()).Headline(evil).Set("summary", evil);
        await Accept(report, Describe((string)report.Body["actor"]!).Set("name", evil));
        var feed = (await Ok($"/feeds/vis.json?actor={report.Body["actor"]}&group=actor")).Json;

        feed.Text("items[0].content").ShouldBe(escaped);
        feed.Text("items[0].title").ShouldNotBeNull().ShouldStartWith($"<b>{escaped}</b><p>{escaped}</p>");
        feed.Text("groups[0].content").ShouldBe(escaped);
    }

    [Fact]
    public async Task Every_group_of_an_item_is_there_once()
    {
        var (one, other) = (await Actor(), await Actor());
        var tag = Unique("tag");
        await Accept(
            Report(Unique("a")).By(one).Kind("treaty").Tags(tag), Report(Unique("b")).By(one).Kind("meeting").Tags(tag), Report(Unique("c")).By(other).Kind("treaty").Tags(tag));

        (await Ok($"/feeds/vis.json?tag={tag}")).Texts("groups[].id").ShouldBe(["meeting", "treaty"]);
        var byActor = await Ok($"/feeds/vis.json?tag={tag}&group=actor");
        byActor.Texts("groups[].id").ShouldBe([one, other], ignoreOrder: true);
        byActor.Texts("groups[].content").ShouldBe([$"Name of {one}", $"Name of {other}"], ignoreOrder: true);
        byActor.Texts("items[].group").Distinct().ShouldBe([one, other], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_retracted_is_dropped_unless_asked_for()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        await Accept(Retract(id));

        (await Ok($"/feeds/vis.json?{filter}")).Texts("items[]").ShouldBeEmpty();
        (await Ok($"/feeds/vis.json?{filter}&include=retracted")).Text("items[0].className").ShouldBe("kind-other status-retracted");
        (await Ok($"/feeds/vis.json?{filter}&status=retracted")).Text("items[0].status").ShouldBe("retracted");
    }
}
