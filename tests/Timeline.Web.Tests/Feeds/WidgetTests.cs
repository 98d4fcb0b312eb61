using System.Text.Json;
using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests.Feeds;

/// <summary>TimelineJS and vis-timeline show our feeds in a real browser: whole, and as text.</summary>
[Collection(OnTheSite.Name)]
public sealed class WidgetTests(Site site, WidgetService service) : IClassFixture<WidgetService>
{
    [Fact]
    public async Task TimelineJS_shows_a_slide_for_each_entry()
    {
        await using var shown = await TimelineJsAsync(service.Address, "/feeds/timelinejs.json?include=retracted", 9);

        (await HeadlinesAsync(shown)).ShouldBe(["On a day", "In a month", "Since a month", "Two days", "At a time", "Long ago", "Some time", WidgetService.Evil, "Taken back"], ignoreOrder: true);
        shown.Complaints.ShouldBeEmpty();
        await using var without = await TimelineJsAsync(service.Address, "/feeds/timelinejs.json", 8);
        (await HeadlinesAsync(without)).ShouldNotContain("Taken back");
    }

    [Fact]
    public async Task TimelineJS_takes_no_text_for_HTML()
    {
        foreach (var group in new[] { "kind", "actor" })
        {
            await using var shown = await TimelineJsAsync(service.Address, $"/feeds/timelinejs.json?group={group}", 8);
            await shown.Page.EvaluateAsync("window.timeline.goToId('attack')");
            await shown.Page.WaitForFunctionAsync("document.querySelector('#attack .tl-text-content, .tl-slide .tl-text-content') !== null");

            (await shown.Page.Locator("img").CountAsync()).ShouldBe(0);
            (await shown.Page.Locator("#timeline script").CountAsync()).ShouldBe(0);
            (await shown.Page.Locator(".tl-slide .tl-text-content").AllInnerTextsAsync()).ShouldContain(text => text.Contains(WidgetService.Evil));
            if (group == "actor")
                (await shown.Page.Locator(".tl-timegroup-message").AllTextContentsAsync()).ShouldBe(["Good & Sons", WidgetService.Evil.Replace('<', '‹').Replace('>', '›') + " ＆lt;img src=x onerror=alert(3)＆gt;"], ignoreOrder: true);
            shown.Complaints.ShouldBeEmpty(group);
        }
    }

    [Fact]
    public async Task TimelineJS_shows_dates_no_finer_than_they_are_known()
    {
        await using var shown = await TimelineJsAsync(service.Address, "/feeds/timelinejs.json", 8);
        var dates = await shown.Page.EvaluateAsync<JsonElement>(
            """
            Object.fromEntries(window.timeline.config.events.map(slide => [slide.unique_id,
              slide.display_date || [slide.start_date, slide.end_date].filter(Boolean).map(date => date.getDisplayDate(window.timeline.language)).join(' to ')]))
            """);

        dates.GetProperty("day").GetString().ShouldBe("October 23, 2024");
        dates.GetProperty("month").GetString().ShouldBe("about October 2024");
        dates.GetProperty("open").GetString().ShouldBe("from June 2023 on");
        dates.GetProperty("span").GetString().ShouldBe("June 18, 2024 to June 19, 2024");
        dates.GetProperty("old").GetString().ShouldBe("March 15, 44");
        dates.GetProperty("undated").GetString().ShouldBe("date unknown");
        (await shown.Page.Locator(".tl-slide .tl-headline-date").AllInnerTextsAsync()).ShouldNotContain(text => text.Contains("October 1,"));
    }

    [Fact]
    public async Task TimelineJS_shows_all_of_the_examples()
    {
        var count = JsonElement.Parse(await site.Client.GetStringAsync(new Uri("/feeds/timelinejs.json", UriKind.Relative))).GetProperty("events").GetArrayLength();
        await using var shown = await TimelineJsAsync(site.Address, "/feeds/timelinejs.json", count);

        count.ShouldBeGreaterThan(50);
        shown.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Vis_shows_an_item_for_each_entry_and_takes_no_text_for_HTML()
    {
        foreach (var group in new[] { "kind", "actor" })
        {
            await using var shown = await VisAsync(service.Address, $"/feeds/vis.json?group={group}", 8);

            (await shown.Page.Locator(".vis-item .vis-item-content").AllInnerTextsAsync())
                .ShouldBe(["On a day", "In a month", "Since a month", "Two days", "At a time", "Long ago", "Some time", WidgetService.Evil], ignoreOrder: true);
            (await shown.Page.Locator("img").CountAsync()).ShouldBe(0);
            (await shown.Page.Locator("#timeline script").CountAsync()).ShouldBe(0);
            if (group == "actor")
                (await shown.Page.Locator(".vis-labelset .vis-label .vis-inner").AllInnerTextsAsync()).ShouldBe(["Good & Sons", WidgetService.Evil + " &lt;img src=x onerror=alert(3)&gt;"], ignoreOrder: true);
            foreach (var (type, most) in new[] { ("box", 5), ("range", 2), ("point", 1) })
                (await shown.Page.Locator($".vis-item.vis-{type}.status-reported").CountAsync()).ShouldBeGreaterThanOrEqualTo(most, type);
            (await shown.Page.Locator(".vis-range.imprecise.approximate").CountAsync()).ShouldBe(1);
            shown.Complaints.ShouldBeEmpty(group);
        }
    }

    [Fact]
    public async Task Vis_shows_all_of_the_examples()
    {
        var count = JsonElement.Parse(await site.Client.GetStringAsync(new Uri("/feeds/vis.json", UriKind.Relative))).GetProperty("items").GetArrayLength();
        await using var shown = await VisAsync(site.Address, "/feeds/vis.json?group=actor", count);

        count.ShouldBeGreaterThan(50);
        shown.Complaints.ShouldBeEmpty();
    }

    /// <summary>As somebody's page would: TimelineJS fetches the feed itself.</summary>
    private async Task<WidgetPage> TimelineJsAsync(string origin, string feed, int markers)
    {
        var shown = await WidgetPage.OpenAsync(site.Browser, origin, $$"""
            <link rel=stylesheet href=timelinejs/css/timeline.css>
            <script src=timelinejs/js/timeline.js></script>
            <div id=timeline style="width: 1100px; height: 800px"></div>
            <script>
              window.timeline = new TL.Timeline('timeline', new URL('{{feed}}', location).href,
                { script_path: new URL('timelinejs/js/', location).href, font: null, hash_bookmark: false, duration: 0 });
            </script>
            """);
        await shown.Page.WaitForFunctionAsync($"document.querySelectorAll('.tl-timemarker').length === {markers}");
        (await shown.Page.EvaluateAsync<string[]>("window.timeline.config.getErrors()")).ShouldBeEmpty();
        return shown;
    }

    private static async Task<IReadOnlyList<string>> HeadlinesAsync(WidgetPage shown) => await shown.Page.Locator(".tl-timemarker .tl-headline").AllTextContentsAsync();

    private async Task<WidgetPage> VisAsync(string origin, string feed, int items)
    {
        var shown = await WidgetPage.OpenAsync(site.Browser, origin, $$"""
            <link rel=stylesheet href=vis/styles/vis-timeline-graph2d.min.css>
            <script src=vis/standalone/umd/vis-timeline-graph2d.min.js></script>
            <div id=timeline></div>
            <script>
              fetch('{{feed}}').then(answer => answer.json()).then(feed => {
                window.timeline = new vis.Timeline(document.getElementById('timeline'), new vis.DataSet(feed.items), new vis.DataSet(feed.groups), { showTooltips: true });
              });
            </script>
            """);
        await shown.Page.WaitForFunctionAsync($"document.querySelectorAll('.vis-item-content').length >= {items}");
        return shown;
    }
}
