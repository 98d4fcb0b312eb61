using Timeline.Service.Tests.Support;
using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests;

/// <summary>
/// The page as it looks, into <c>artifacts/page</c>. With <c>TIMELINE_README_IMAGES=1</c> the README's picture is taken anew too.
/// </summary>
[Collection(OnTheSite.Name)]
public sealed class ScreenshotTests(Site site)
{
    private const int MostReadmeBytes = 300 * 1024;

    [Theory]
    [InlineData(1440, 1000)]
    [InlineData(768, 1024)]
    [InlineData(390, 844)]
    public async Task Each_view_is_drawn_on_each_screen(int width, int height)
    {
        foreach (var isDark in new[] { false, true })
        {
            await using var reader = await site.OpenAsync("/?knownAt=2024-11-20", new Look(width, height, isDark));
            await reader.WaitForAxisAsync();
            var suffix = $"{width}-{(isDark ? "dark" : "light")}";
            (await reader.ScreenshotAsync($"timeline-{suffix}")).Length.ShouldBeGreaterThan(10_000);
            foreach (var (name, path) in new[] { ("entry", "/?knownAt=2025-04-28#entry=kcna-confirm"), ("changes", "/changes?from=2024-10-25&to=2024-12-31"), ("actor", "/actors/north-korea?knownAt=2024-12-31") })
            {
                await reader.GoAsync(path);
                await reader.Page.WaitForTimeoutAsync(600);
                (await reader.ScreenshotAsync($"{name}-{suffix}")).Length.ShouldBeGreaterThan(10_000);
            }
        }
    }

    [Fact]
    public async Task The_readme_shows_the_page_as_it_is()
    {
        var picture = Repository.PathOf("docs", "images", "page.png");
        if (Environment.GetEnvironmentVariable("TIMELINE_README_IMAGES") == "1")
        {
            await using var reader = await site.OpenAsync("/?knownAt=2024-11-20", new Look(1280, 860));
            await reader.WaitForAxisAsync();
            var bytes = await reader.ScreenshotAsync("readme");
            await File.WriteAllBytesAsync(picture, bytes);
        }

        File.ReadAllText(Repository.PathOf("README.md")).ShouldContain("docs/images/page.png");
        new FileInfo(picture).Length.ShouldBeInRange(20_000, MostReadmeBytes);
    }
}
