using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>Filters and the search. They are in the address, in the API's own words.</summary>
[Collection(OnTheSite.Name)]
public sealed class FilterTests(Site site)
{
    [Fact]
    public async Task Each_filter_is_chosen_from_what_there_is()
    {
        await using var reader = await site.OpenAsync("/");
        await ChooseAsync(reader, "Kind", "Treaty");
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?kind=treaty$"));
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("7 developments");

        await ChooseAsync(reader, "Status", "Corroborated");
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?kind=treaty&status=corroborated$"));
        await ChooseAsync(reader, "Publisher", "AP");
        await Expect(reader.Page).ToHaveURLAsync(new Regex("publisher=AP$"));
        await Expect(reader.Page.Locator(".active-filters .chip")).ToHaveCountAsync(3);

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).ClickAsync();
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("127 developments");
        await reader.Page.GoBackAsync();
        await Expect(reader.Page.Locator(".active-filters .chip")).ToHaveCountAsync(3);
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task An_actor_is_found_by_name_and_taken_away_again()
    {
        await using var reader = await site.OpenAsync("/");
        await reader.Page.Locator("summary", new() { HasText = "Actor" }).ClickAsync();
        await reader.Page.GetByLabel("Find actors").FillAsync("austin");
        await reader.Page.GetByLabel("Lloyd Austin").CheckAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?actor=lloyd-austin$"));

        await reader.Page.Locator(".chip", new() { HasText = "Lloyd Austin" }).ClickAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex("/$"));
    }

    [Fact]
    public async Task When_it_happened_takes_any_EDTF_date_and_a_wrong_one_is_explained()
    {
        await using var reader = await site.OpenAsync("/");
        await reader.Page.Locator("summary", new() { HasText = "When it happened" }).ClickAsync();
        await reader.Page.GetByLabel("From").FillAsync("2024-06");
        await reader.Page.GetByLabel("To", new() { Exact = true }).FillAsync("2024-06");
        await reader.Page.GetByLabel("Only what certainly").CheckAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"occurredFrom=2024-06&occurredTo=2024-06&match=definite$"));
        var answer = JsonElement.Parse(await site.Client.GetStringAsync("/api/timeline?occurredFrom=2024-06&occurredTo=2024-06&match=definite&limit=1000"));
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync($"{answer.GetProperty("items").GetArrayLength()} developments");

        await reader.GoAsync("/?occurredFrom=last+week");
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("occurredFrom");
        await reader.Page.Locator(".chip", new() { HasText = "last week" }).ClickAsync();
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("127 developments");
    }

    [Fact]
    public async Task Words_are_searched_as_they_are_typed()
    {
        await using var reader = await site.OpenAsync("/");
        await reader.Page.Keyboard.PressAsync("/");
        await reader.Page.Keyboard.TypeAsync("\"pope francis\"");

        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"q="));
        await Expect(reader.Page.Locator(".chip")).ToContainTextAsync("pope francis");
        await Expect(reader.Entries.First).ToContainTextAsync("Pope");
        (await reader.Entries.CountAsync()).ShouldBeLessThan(5);
    }

    [Fact]
    public async Task An_address_brings_back_all_that_it_names()
    {
        await using var reader = await site.OpenAsync("/?actor=north-korea&kind=deployment&kind=treaty&occurredFrom=2024-10&order=asc&knownAt=2024-11-20#entry=nis-1500&lanes=kind");
        await reader.WaitForAxisAsync();

        await Expect(reader.Page.Locator(".active-filters .chip")).ToHaveTextAsync([new Regex("^North Korea"), new Regex("^Deployment"), new Regex("^Treaty"), new Regex("^from 2024-10")]);
        await Expect(reader.Headline).ToContainTextAsync("20 November 2024");
        await Expect(reader.Page.GetByLabel("Order of the list")).ToHaveValueAsync("asc");
        await Expect(reader.Page.GetByLabel("Lanes of the axis")).ToHaveValueAsync("kind");
        await Expect(reader.Drawer).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".vis-label", new() { HasText = "Treaty" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_is_sorted_by_what_became_known_or_by_what_happened()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty");
        var first = reader.Entries.First;
        await Expect(first).ToContainTextAsync("Revised");

        await reader.Page.GetByLabel("Order of the list").SelectOptionAsync("asc");
        await Expect(first).ToContainTextAsync("9 Feb 2000");
        await reader.Page.GetByLabel("Order of the list").SelectOptionAsync("desc");
        await Expect(first).ToContainTextAsync("4 Dec 2024");
        await Expect(reader.Page).ToHaveURLAsync(new Regex("order=desc"));
    }

    private static async Task ChooseAsync(Reader reader, string filter, string value)
    {
        var menu = reader.Page.Locator("details.filter", new() { Has = reader.Page.Locator("summary", new() { HasTextRegex = new Regex($"^{filter}$") }) });
        await menu.Locator("summary").ClickAsync();
        await menu.GetByText(value, new() { Exact = true }).ClickAsync();
        await reader.Page.Keyboard.PressAsync("Escape");
    }
}
