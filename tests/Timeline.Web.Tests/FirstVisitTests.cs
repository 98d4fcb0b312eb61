using Timeline.Web.Tests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

[Collection(OnTheSite.Name)]
public sealed class FirstVisitTests(Site site, ITestOutputHelper output)
{
    [Fact]
    public async Task It_shows_what_is_known_and_stays_within_its_own_site()
    {
        await using var reader = await site.OpenAsync("/");
        await reader.WaitForAxisAsync();

        await Expect(reader.Headline).ToHaveTextAsync("What is known, as of 28 April 2025");
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("127 developments");
        await Expect(reader.Entries.First).ToContainTextAsync("North Korea for the first time admits its deployment to Russia");
        (await reader.Page.Locator(".vis-item[data-status='corroborated']").CountAsync()).ShouldBeGreaterThan(3);
        await Expect(reader.Page).ToHaveTitleAsync("What was known, and when? · Timeline");
        reader.ShouldBeAtPeace();
    }

    [Theory]
    [InlineData("/actors/north-korea")]
    [InlineData("/changes")]
    [InlineData("/?knownAt=2024-11-05#entry=nis-1500")]
    public async Task Every_other_view_stays_within_its_own_site_too(string path)
    {
        await using var reader = await site.OpenAsync(path);
        await reader.Page.WaitForLoadStateAsync();
        await Expect(reader.Page.Locator("main h2").First).ToBeVisibleAsync();

        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task How_soon_it_can_be_used_is_measured()
    {
        await using var warmUp = await site.OpenAsync("/");
        await using var reader = await site.OpenAsync("/");
        await reader.WaitForAxisAsync();

        var marks = await reader.Page.EvaluateAsync<double[]>(
            "() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, ...['list', 'axis'].map(name => performance.getEntriesByName(`timeline:${name}`)[0].startTime)]");

        output.WriteLine($"after navigation began: first paint {marks[0]:F0} ms, list and slider usable {marks[1]:F0} ms, axis usable {marks[2]:F0} ms");
        marks.ShouldAllBe(mark => mark > 0);
    }

    [Fact]
    public async Task All_dates_are_in_UTC_wherever_it_is_read()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-10-25", new Look(TimeZone: "Pacific/Auckland"));
        await reader.WaitForAxisAsync();

        await Expect(reader.Headline).ToHaveTextAsync("What was known on 25 October 2024");
        var (axis, list) = await ReadTimesAsync(reader);
        await using var atHome = await site.OpenAsync("/?knownAt=2024-10-25");
        await atHome.WaitForAxisAsync();
        (await ReadTimesAsync(atHome)).ShouldBe((axis, list));
    }

    private static async Task<(string Axis, string List)> ReadTimesAsync(Reader reader) => (
        string.Join('|', await reader.Page.Locator(".vis-time-axis .vis-text:not(.vis-measure)").AllTextContentsAsync()),
        string.Join('|', await reader.Page.Locator(".entry time").AllTextContentsAsync()));
}
