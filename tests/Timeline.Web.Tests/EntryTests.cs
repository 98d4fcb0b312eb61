using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>The drawer with one development.</summary>
[Collection(OnTheSite.Name)]
public sealed class EntryTests(Site site)
{
    [Fact]
    public async Task It_opens_beside_the_list_closes_on_Escape_and_gives_the_focus_back()
    {
        await using var reader = await site.OpenAsync("/?kind=deployment");
        var link = reader.Page.GetByRole(AriaRole.Link, new() { Name = "South Korean intelligence counts 1,500" });
        await link.ClickAsync();

        await Expect(reader.Drawer).ToBeVisibleAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?kind=deployment#entry=nis-1500$"));
        await Expect(reader.Drawer.Locator("h2")).ToBeFocusedAsync();
        await Expect(link).ToHaveAttributeAsync("aria-current", "true");

        await reader.Page.Keyboard.PressAsync("Escape");
        await Expect(reader.Drawer).ToBeHiddenAsync();
        await Expect(link).ToBeFocusedAsync();
        await reader.Page.GoBackAsync();
        await Expect(reader.Drawer).ToBeVisibleAsync();
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task Claims_stand_side_by_side_with_their_sources()
    {
        await using var reader = await site.OpenAsync("/#entry=nis-1500");
        var claims = reader.Drawer.Locator(".claim");

        await Expect(claims).ToHaveCountAsync(2);
        await Expect(claims.Nth(0)).ToContainTextAsync("South Korea's National Intelligence Service (NIS)");
        await Expect(claims.Nth(0)).ToContainTextAsync("1,500 persons troops deployed");
        await Expect(claims.Nth(0).GetByRole(AriaRole.Link, new() { Name = "The Guardian" })).ToHaveAttributeAsync("href", new Regex("^https://"));
        await Expect(claims.Nth(1)).ToContainTextAsync("South Korean intelligence");
    }

    [Fact]
    public async Task The_history_tells_each_field_before_and_after()
    {
        await using var reader = await site.OpenAsync("/#entry=kcna-confirm");
        var events = reader.Drawer.Locator(".event");

        await Expect(events).ToHaveCountAsync(2);
        await Expect(events.Nth(0)).ToContainTextAsync("Corroborated");
        var report = events.Nth(1);
        await Expect(report).ToContainTextAsync("Reported");
        await Expect(report.Locator("dt").Nth(0)).ToHaveTextAsync("When it happened");
        await Expect(report.Locator("dd").Nth(0)).ToHaveTextAsync("27 April 2025 → 28 April 2025");
        await Expect(report.Locator(".difference del").First).ToContainTextAsync("confirms");
        await Expect(report).ToContainTextAsync("by seeds, position");
    }

    [Fact]
    public async Task It_follows_the_slider()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-11-04#entry=first-fire");
        await Expect(reader.Drawer.Locator(".status")).ToHaveTextAsync("Reported");
        await Expect(reader.Drawer.Locator(".event")).ToHaveCountAsync(1);

        await reader.Slider.FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(reader.Drawer.Locator(".status")).ToHaveTextAsync("Corroborated");
        await Expect(reader.Drawer.Locator(".event")).ToHaveCountAsync(3);

        await reader.Page.Keyboard.PressAsync("Home");
        await Expect(reader.Drawer).ToContainTextAsync("Nothing was known of this on");
    }

    [Theory]
    [InlineData("austin-3000", "The date is known to the day.", "The world learned of it 2 days later.")]
    [InlineData("first-fire", "only that it had happened by then", "The world learned of it")]
    [InlineData("kursk-summer-offensive", "The date is known to the season.", "later.")]
    public async Task Three_clocks_are_told_apart(string id, string certainty, string known)
    {
        await using var reader = await site.OpenAsync($"/#entry={id}");
        var clocks = reader.Drawer.Locator(".clocks");

        await Expect(clocks).ToContainTextAsync(certainty);
        await Expect(clocks).ToContainTextAsync(known);
        await Expect(clocks).ToContainTextAsync("Log position");
    }

    [Fact]
    public async Task A_dispute_says_who_denies_it_and_why()
    {
        await using var reader = await site.OpenAsync("/#entry=peskov-fake");

        await Expect(reader.Drawer.Locator(".callout")).ToContainTextAsync("Disputed by Valery Gerasimov");
    }

    [Fact]
    public async Task A_mark_on_the_axis_opens_it_and_a_cluster_comes_apart()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-07-01");
        await reader.WaitForAxisAsync();
        await reader.Page.Locator(".slot[data-id='treaty-visit']").ClickAsync();
        await Expect(reader.Drawer.Locator("h2")).ToHaveTextAsync("Putin announces a visit to North Korea");

        await reader.GoAsync("/");
        await reader.WaitForAxisAsync();
        var marks = reader.Page.Locator(".vis-item[data-status]:not([data-status='unknown']) .slot");
        var before = await marks.CountAsync();
        await reader.Page.Locator("[data-status='cluster'] .cluster").First.ClickAsync();
        await Expect(marks).Not.ToHaveCountAsync(before);
    }
}
