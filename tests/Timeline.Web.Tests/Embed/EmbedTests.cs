using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Service.Tests.Support;
using Timeline.Web.Tests.Accessibility;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests.Embed;

/// <summary>The timeline in a frame on a page of another origin.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class EmbedTests(Site site)
{
    private const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    [Fact]
    public async Task The_sample_page_shows_what_was_known_then_and_asks_nobody_but_the_service()
    {
        var answer = await site.Client.GetFromJsonAsync<JsonElement>("/api/timeline?actor=north-korea&knownAt=2024-10-25&order=desc&limit=5");
        var headlines = answer.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("headline").GetString()!).ToArray();

        await using var host = await HostingPage.OpenSampleAsync(site, new Look());

        headlines.Length.ShouldBe(5);
        (await host.Inside.Locator(".entry h2").AllTextContentsAsync()).ShouldBe(headlines);
        await Expect(host.Inside.Locator("h1")).ToHaveTextAsync("As known on 25 October 2024");
        await Expect(host.Inside.Locator(".about")).ToHaveTextAsync("North Korea");
        await Expect(host.Frame).ToHaveAttributeAsync("title", "North Korea, as known on 25 October 2024");
        host.Requests.Where(url => !url.StartsWith(site.Address + "/", StringComparison.Ordinal)).ShouldAllBe(url => url.StartsWith(host.Address, StringComparison.Ordinal));
        host.Requests.ShouldContain(site.Address + "/embed.js");
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_frame_is_as_tall_as_what_it_shows_and_more_can_be_shown()
    {
        await using var host = await HostingPage.OpenSampleAsync(site, new Look());
        var window = await host.WindowAsync();

        await ShouldFitAsync(window);
        var before = (await host.Frame.BoundingBoxAsync())!.Height;
        await host.Inside.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Expect(host.Inside.Locator(".entry").Nth(9)).ToBeAttachedAsync();
        await ShouldFitAsync(window);
        (await host.Frame.BoundingBoxAsync())!.Height.ShouldBeGreaterThan(before);
        await Expect(host.Inside.Locator(".entry").Nth(5).Locator("h2 a")).ToBeFocusedAsync();
    }

    /// <summary>Only the frame may say how tall it is.</summary>
    [Fact]
    public async Task A_height_that_another_window_tells_is_ignored()
    {
        await using var host = await HostingPage.OpenSampleAsync(site, new Look());
        await ShouldFitAsync(await host.WindowAsync());
        var before = (await host.Frame.BoundingBoxAsync())!.Height;

        await host.Page.EvaluateAsync("() => new Promise(done => { addEventListener('message', () => setTimeout(done)); postMessage({ type: 'timeline:height', height: 7 }, '*'); })");

        (await host.Frame.BoundingBoxAsync())!.Height.ShouldBe(before);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [InlineData(296, false)]
    [InlineData(296, true)]
    public async Task No_rule_of_accessibility_is_broken_on_any_width_and_nothing_has_to_be_scrolled_sideways(int width, bool isDark)
    {
        await using var host = await HostingPage.OpenSampleAsync(site, new Look(width, 900, isDark));
        var window = await host.WindowAsync();
        await ShouldFitAsync(window);
        await host.Page.ScreenshotAsync(new() { Path = Repository.PathOf("artifacts", "page", $"embed-{width}-{(isDark ? "dark" : "light")}.png"), FullPage = true });

        (await AccessibilityTests.FaultsAsync(window)).ShouldBeEmpty();
        (await window.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
        (await window.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor")).ShouldBe(isDark ? "rgb(17, 20, 24)" : "rgb(250, 249, 246)");
    }

    [Fact]
    public async Task Attributes_are_the_parameters_of_the_API()
    {
        await using var host = await HostingPage.OpenAsync(site, site.Address,
            "data-actor=\"north-korea, russia\" data-occurred-from=2024-10 data-known-at=2025-01-31 data-theme=dark data-limit=3 data-order=asc data-unheard-of=1");

        var asked = new Uri((await host.Frame.GetAttributeAsync("src"))!);
        asked.Query.ShouldBe("?actor=north-korea&actor=russia&occurredFrom=2024-10&order=asc&knownAt=2025-01-31&limit=3&theme=dark");
        await Expect(host.Inside.Locator(".entry")).ToHaveCountAsync(3);
        await Expect(host.Inside.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var permalink = (await host.Inside.GetByRole(AriaRole.Link, new() { Name = "Permalink" }).GetAttributeAsync("href"))!;
        permalink.ShouldContain("knownAt=2025-01-31T23:59:59.999999Z");
        permalink.ShouldContain("&basis=");
        permalink.ShouldContain("&edition=");
    }

    [Theory]
    [InlineData("data-known-at=yesterday", "Bad parameter")]
    [InlineData("data-actor=nobody-at-all", "Not found")]
    public async Task What_cannot_be_answered_is_said(string attributes, string title)
    {
        await using var host = await HostingPage.OpenAsync(site, site.Address, attributes);

        await Expect(host.Inside.GetByRole(AriaRole.Alert)).ToContainTextAsync(title);
    }

    [Fact]
    public async Task Markup_stays_text()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        await desk.ReportAsync("hostile", headline: Hostile, publisher: Hostile);
        await using var host = await HostingPage.OpenAsync(site, desk.Address, "");

        await Expect(host.Inside.Locator(".entry h2")).ToHaveTextAsync(Hostile);
        (await host.Inside.Locator("img, script:not([src])").CountAsync()).ShouldBe(0);
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_corrected_is_told_from_what_was_corroborated_or_disputed()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        foreach (var id in new[] { "corrected", "corroborated", "disputed" })
            await desk.ReportAsync(id);
        var source = new { publisher = "The Other Paper", url = "https://other.example/1" };
        await desk.WriteAsync("/api/developments/corrected/corrections", new { changes = new { headline = "Something else happened" }, reason = "A slip", reportedAt = "2024-10-23", source });
        await desk.WriteAsync("/api/developments/corroborated/corroborations", new { reportedAt = "2024-10-23", source });
        await desk.WriteAsync("/api/developments/disputed/disputes", new { by = "ruritania", reason = "It never did", reportedAt = "2024-10-23", source });
        await using var host = await HostingPage.OpenAsync(site, desk.Address, "");

        await Expect(host.Inside.Locator("[data-id=corrected] .updated")).ToHaveTextAsync("Corrected 23 Oct 2024");
        await Expect(host.Inside.Locator("[data-id=corroborated] .meta")).ToContainTextAsync("Corroborated");
        await Expect(host.Inside.Locator("[data-id=corroborated] .updated")).ToHaveTextAsync("Updated 23 Oct 2024");
        await Expect(host.Inside.Locator("[data-id=disputed] .status")).ToHaveTextAsync("Disputed");
        await Expect(host.Inside.Locator("[data-id=disputed] .note")).ToContainTextAsync("Disputed by Ruritania");
    }

    [Fact]
    public async Task It_is_small()
    {
        using var page = await SendAsync("/embed");
        var html = await site.Client.GetStringAsync("/embed");
        var sum = (await SendAsync("/embed.js")).Content.Headers.ContentLength!.Value;
        var files = Asset().Matches(html).Select(match => match.Value).ToList();
        files.Count.ShouldBeGreaterThan(2);
        foreach (var file in files)
            sum += (await SendAsync(file)).Content.Headers.ContentLength!.Value;

        sum.ShouldBeLessThan(12 * 1024);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors *");
        page.Headers.Contains("X-Frame-Options").ShouldBeFalse();
        using var other = await SendAsync("/");
        other.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'self'");
    }

    [Fact]
    public async Task The_script_may_be_kept_and_is_checked_each_time()
    {
        using var first = await site.Client.GetAsync("/embed.js");
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        first.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/embed.js") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await site.Client.SendAsync(request);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private async Task<HttpResponseMessage> SendAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        return await site.Client.SendAsync(request);
    }

    private static async Task ShouldFitAsync(IFrame window) =>
        await window.WaitForFunctionAsync("() => document.documentElement.dataset.state === 'ready' && Math.abs(innerHeight - document.body.getBoundingClientRect().height) < 1.5");

    [GeneratedRegex("(?<=\")/assets/[^\"]+\\.(js|css)(?=\")")]
    private static partial Regex Asset();
}
