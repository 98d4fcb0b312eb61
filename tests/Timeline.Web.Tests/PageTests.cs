using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests;

[Collection(OnTheSite.Name)]
public sealed class PageTests(Site site)
{
    [Fact]
    public async Task The_page_reads_the_timeline_and_breaks_none_of_its_own_rules()
    {
        var page = await site.Browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(site.Address);
        await page.WaitForSelectorAsync("html[data-state=ready]", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

        complaints.ShouldBeEmpty();
    }
}
