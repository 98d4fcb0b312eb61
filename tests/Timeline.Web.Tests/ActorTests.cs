using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

[Collection(OnTheSite.Name)]
public sealed class ActorTests(Site site)
{
    [Theory]
    [InlineData("north-korea", "2024-10-25")]
    [InlineData("north-korea", "2024-12-31")]
    [InlineData("DPRK", "2024-11-05")]
    public async Task It_tells_where_an_actor_stood(string id, string knownAt)
    {
        await using var reader = await site.OpenAsync($"/actors/{id}?knownAt={knownAt}");
        var state = JsonElement.Parse(await site.Client.GetStringAsync($"/api/actors/{id}?knownAt={knownAt}"));

        await Expect(reader.Page.Locator(".actor-name")).ToHaveTextAsync("North Korea");
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync($"{state.GetProperty("count").GetInt32()} developments");
        var kinds = reader.Page.Locator(".fact").Nth(0);
        foreach (var kind in state.GetProperty("counts").EnumerateObject())
            await Expect(kinds.Locator("li").Filter(new() { HasTextRegex = new Regex($"^{kind.Name}{kind.Value}", RegexOptions.IgnoreCase) })).ToHaveCountAsync(1);
        await Expect(reader.Page.Locator(".fact").Nth(1)).ToContainTextAsync("Russia");
        await Expect(reader.Page.Locator(".fact").Nth(2).Locator("li")).ToHaveCountAsync(state.GetProperty("treaties").GetArrayLength() is var count and > 0 ? count : 0);
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task Its_figures_are_drawn_by_who_claims_them_as_far_as_they_were_told()
    {
        await using var reader = await site.OpenAsync("/actors/north-korea?knownAt=2024-10-20");
        var chart = reader.Page.Locator(".measure-chart", new() { HasText = "Troops deployed" });
        await Expect(chart.Locator(".legend li")).ToHaveCountAsync(4);
        await Expect(chart.Locator(".legend")).Not.ToContainTextAsync("Lloyd Austin");

        await reader.Slider.FocusAsync();
        await reader.Page.Keyboard.PressAsync("End");
        await Expect(chart.Locator(".legend")).ToContainTextAsync("Lloyd Austin, US Secretary of Defense");
        await Expect(chart.Locator(".legend")).ToContainTextAsync("10,000–12,000 persons");

        var claims = JsonElement.Parse(await site.Client.GetStringAsync("/api/measures/troops-deployed?actor=north-korea")).GetProperty("count").GetInt32();
        await Expect(chart.Locator(".series .point")).ToHaveCountAsync(claims);
        await Expect(chart.Locator(".plot")).ToHaveAttributeAsync("aria-label", new Regex("by who claims it"));
    }

    [Fact]
    public async Task It_is_reached_from_an_entry_and_leads_to_its_counterparts()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty");
        await reader.Page.Locator(".entry .meta a", new() { HasText = "State Duma" }).First.ClickAsync();
        await Expect(reader.Page.Locator(".actor-name")).ToContainTextAsync("State Duma");
        await Expect(reader.Page).ToHaveTitleAsync(new Regex("State Duma"));
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();

        await reader.Page.Locator(".fact").Nth(1).GetByRole(AriaRole.Link, new() { Name = "North Korea", Exact = true }).ClickAsync();
        await Expect(reader.Page.Locator(".actor-name")).ToHaveTextAsync("North Korea");
        await reader.Page.GoBackAsync();
        await Expect(reader.Page.Locator(".actor-name")).ToContainTextAsync("State Duma");
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task Nobody_is_told_as_such()
    {
        await using var reader = await site.OpenAsync("/actors/nobody");

        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nobody");
    }
}
