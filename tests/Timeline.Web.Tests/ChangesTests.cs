using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>What did we learn between two dates?</summary>
[Collection(OnTheSite.Name)]
public sealed class ChangesTests(Site site)
{
    [Fact]
    public async Task It_tells_what_was_learned_and_revised_and_by_whose_word()
    {
        await using var reader = await site.OpenAsync("/changes?from=2024-10-25&to=2024-11-20");

        await Expect(reader.Page.Locator(".summary-line")).ToHaveTextAsync("Between 25 October 2024 and 20 November 2024, 46 developments became known and 4 were revised.");
        var learned = reader.Page.Locator(".is-learned li", new() { HasText = "The first North Korean troops have come under fire" });
        await Expect(learned.First).ToContainTextAsync("Reported 4 Nov 2024, Kyiv Independent");
        await Expect(learned.First).ToContainTextAsync("Corroborated 5 Nov 2024, Politico");
        var revised = reader.Page.Locator(".is-revised > ul > li");
        await Expect(revised).ToHaveCountAsync(4);
        await Expect(revised.Filter(new() { HasText = "North Korean weapons are in use" }).Locator(".changes")).ToContainTextAsync("Indo-Pacific Defense FORUM");
        reader.ShouldBeAtPeace();
    }

    [Theory]
    [InlineData("from=2024-10-25&to=2025-04-28")]
    [InlineData("from=2025-04-28&to=2024-10-25")]
    [InlineData("from=2025-04-26&to=2025-04-28&status=disputed")]
    public async Task It_tells_all_that_the_service_tells(string query)
    {
        await using var reader = await site.OpenAsync($"/changes?{query}");
        await Expect(reader.Page.Locator(".summary-line")).ToBeVisibleAsync();
        var answer = JsonElement.Parse(await site.Client.GetStringAsync($"/api/timeline/diff?limit=1000&{query}"));

        foreach (var list in new[] { "learned", "revised", "withdrawn" })
        {
            var shown = await reader.Page.EvaluateAsync<string[]>($"() => [...document.querySelectorAll('.is-{list} h3 a')].map(link => link.hash.replace('#entry=', ''))");
            shown.ShouldBe(answer.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("id").GetString()!), ignoreOrder: true, list);
        }
    }

    [Fact]
    public async Task Other_dates_are_chosen_and_are_in_the_address()
    {
        await using var reader = await site.OpenAsync("/changes");
        await Expect(reader.Page.Locator(".summary-line")).ToContainTextAsync("28 April 2025");

        await reader.Page.GetByLabel("From").FillAsync("2024-10-20");
        await reader.Page.GetByLabel("To", new() { Exact = true }).FillAsync("2024-10-24");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"/changes\?from=2024-10-20&to=2024-10-24$"));
        await Expect(reader.Page.Locator(".summary-line")).ToContainTextAsync("20 developments became known");

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Since the beginning" }).ClickAsync();
        await Expect(reader.Page.Locator(".summary-line")).ToContainTextAsync("127 developments became known");
        await reader.Page.GoBackAsync();
        await Expect(reader.Page.Locator(".summary-line")).ToContainTextAsync("20 developments became known");
    }

    [Fact]
    public async Task A_development_opens_from_it()
    {
        await using var reader = await site.OpenAsync("/changes?from=2024-10-25&to=2024-11-20");
        await reader.Page.Locator(".is-learned h3 a").First.ClickAsync();

        await Expect(reader.Drawer.Locator(".clocks")).ToBeVisibleAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Regex("/changes.*#entry="));
    }
}
