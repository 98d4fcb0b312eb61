using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>Permalinks, citations, downloads.</summary>
[Collection(OnTheSite.Name)]
public sealed class SharingTests(Site site)
{
    [Fact]
    public async Task A_permalink_pins_what_is_shown_and_opens_as_such()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty&knownAt=2024-11-20");
        await reader.Page.Locator(".bar summary", new() { HasText = "Permalink" }).ClickAsync();
        var link = await reader.Page.GetByLabel("Permalink").InputValueAsync();

        link.ShouldContain("kind=treaty");
        link.ShouldContain("knownAt=2024-11-20");
        link.ShouldMatch("basis=[0-9]+");
        link.ShouldMatch(@"edition=[a-z0-9]+\.1");

        await reader.GoAsync(new Uri(link).PathAndQuery);
        await Expect(reader.Headline).ToContainTextAsync("20 November 2024");
        await Expect(reader.Page.Locator(".pinned")).ToContainTextAsync("Pinned to log position");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show the newest" }).ClickAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?kind=treaty&knownAt=2024-11-20$"));
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task A_permalink_of_another_log_is_refused_in_words()
    {
        await using var reader = await site.OpenAsync("/?basis=3&edition=aaaaaaaaaaaa.1");

        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("edition", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task The_view_is_cited_in_three_formats_with_the_hash_of_its_answer()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty&knownAt=2024-11-20");
        await reader.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await reader.Page.Locator(".bar summary", new() { HasText = "Cite" }).ClickAsync();
        var citation = reader.Page.GetByLabel("Citation");

        await Expect(citation).ToHaveValueAsync(new Regex("as known at 2024-11-20T23:59:59.999999Z.*SHA-256 [0-9a-f]{64}"));
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "BibTeX" }).ClickAsync();
        await Expect(citation).ToHaveValueAsync(new Regex("^@misc"));
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(reader.Page.Locator(".cite .state")).ToHaveTextAsync("Copied.");
        (await reader.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldStartWith("@misc");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "CSL-JSON" }).ClickAsync();
        await Expect(citation).ToHaveValueAsync(new Regex(@"^[\[{]"));
        _ = JsonElement.Parse(await citation.InputValueAsync());
    }

    [Fact]
    public async Task Every_format_takes_the_same_question_along()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty&knownAt=2024-11-20");
        await reader.Page.Locator(".bar summary", new() { HasText = "Download" }).ClickAsync();
        // What a menu holds is made when the browser says that it is open, a moment after the press.
        await Expect(reader.Page.Locator(".choices a")).ToHaveCountAsync(9);
        var links = await reader.Page.Locator(".choices a").EvaluateAllAsync<string[]>("links => links.map(link => link.pathname + link.search)");

        links.ShouldBe(
        [
            .. new[] { "timeline.csv", "events.jsonld", "places.geojson", "calendar.ics", "atom.xml", "feed.json", "timelinejs.json", "vis.json" }
                .Select(file => $"/feeds/{file}?kind=treaty&knownAt=2024-11-20"),
            "/api/timeline?kind=treaty&knownAt=2024-11-20",
        ]);
        foreach (var link in links)
        {
            using var answer = await site.Client.GetAsync(link);
            answer.IsSuccessStatusCode.ShouldBeTrue(link);
        }
    }
}
