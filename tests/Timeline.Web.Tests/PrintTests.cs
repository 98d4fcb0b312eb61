using Microsoft.Playwright;
using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests;

[Collection(OnTheSite.Name)]
public sealed class PrintTests(Site site)
{
    [Fact]
    public async Task On_paper_there_is_everything_to_read_and_nothing_to_press()
    {
        await using var reader = await site.OpenAsync("/", new Look(IsDark: true));
        await reader.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });

        (await reader.Entries.CountAsync()).ShouldBe(127);
        (await reader.Page.GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0);
        (await reader.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).getPropertyValue('color-scheme') + getComputedStyle(document.documentElement).backgroundColor")).ShouldBe("lightrgb(255, 255, 255)");
        (await reader.Page.PdfAsync()).Length.ShouldBeGreaterThan(50_000);
    }
}
