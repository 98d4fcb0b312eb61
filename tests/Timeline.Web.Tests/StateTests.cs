using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>When there is nothing to show, or nobody to ask.</summary>
[Collection(OnTheSite.Name)]
public sealed class StateTests(Site site)
{
    [Fact]
    public async Task An_empty_log_says_so()
    {
        await using var desk = await Desk.OpenAsync();
        await using var reader = await desk.ReadAsync(site, "/");

        await Expect(reader.Page.GetByText("Nothing has been reported yet")).ToBeVisibleAsync();
        await Expect(reader.Slider).ToBeDisabledAsync();
        await reader.GoAsync("/changes");
        await Expect(reader.Page.Locator(".summary-line")).ToContainTextAsync("nothing changed");
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task Filters_that_nothing_passes_can_be_cleared()
    {
        await using var reader = await site.OpenAsync("/?kind=sanction");
        await Expect(reader.Page.GetByText("Nothing matches")).ToBeVisibleAsync();

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("127 developments");
    }

    [Fact]
    public async Task Without_a_network_the_slider_goes_on_and_what_needs_the_service_says_so()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-11-20");
        await reader.WaitForAxisAsync();
        await reader.Page.Context.SetOfflineAsync(true);

        await Expect(reader.Page.Locator(".offline")).ToContainTextAsync("You are offline");
        await reader.DragToAsync(0.42);
        await Expect(reader.Headline).ToContainTextAsync("October 2024");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "What changed" }).ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are offline");

        await reader.Page.Context.SetOfflineAsync(false);
        await Expect(reader.Page.Locator(".offline")).ToBeHiddenAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(reader.Page.Locator(".summary-line")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task When_the_service_is_away_the_page_says_so_and_comes_back_with_it()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        await desk.ReportAsync("first");
        await using var reader = await desk.ReadAsync(site, "/");
        await desk.CloseAsync();

        await Expect(reader.Page.Locator(".connection")).ToHaveTextAsync("Reconnecting …");
        await reader.Page.Locator("summary", new() { HasText = "Kind" }).ClickAsync();
        await reader.Page.GetByLabel("Treaty").CheckAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The service cannot be reached");

        await desk.ReopenAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(reader.Page.GetByText("Nothing matches")).ToBeVisibleAsync();
    }
}
