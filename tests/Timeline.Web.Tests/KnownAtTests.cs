using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>The slider: the page shows what was known then, without asking the service again.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class KnownAtTests(Site site)
{
    [Theory]
    [InlineData("")]
    [InlineData("knownAt=2024-06-18")]
    [InlineData("knownAt=2024-10-25")]
    [InlineData("knownAt=2024-11-05T00:00:00Z")]
    [InlineData("knownAt=2024-12-18&actor=north-korea&kind=deployment")]
    [InlineData("knownAt=2024-12-31&q=kursk+-casualties")]
    [InlineData("status=disputed")]
    public async Task The_list_holds_what_the_service_answers(string query)
    {
        await using var reader = await site.OpenAsync($"/?{query}");

        (await reader.ReadIdsAsync()).ShouldBe(await AnswerAsync(query), ignoreOrder: true);
    }

    [Fact]
    public async Task At_every_knowledge_time_the_browser_knows_what_the_service_knows()
    {
        await using var reader = await site.OpenAsync("/");
        foreach (var day in new[] { "2024-10-18", "2024-11-02", "2024-12-05", "2025-04-26" })
        {
            await reader.Page.EvaluateAsync("() => document.activeElement.blur()");
            await SlideToAsync(reader, day);

            (await reader.ReadIdsAsync()).ShouldBe(await AnswerAsync($"knownAt={day}"), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Dragging_it_asks_nothing_of_the_service_and_moves_the_address_along()
    {
        await using var reader = await site.OpenAsync("/");
        await reader.WaitForAxisAsync();
        var asked = new List<string>();
        reader.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/", StringComparison.Ordinal))
                asked.Add(request.Url);
        };

        await reader.DragToAsync(0.4);

        await Expect(reader.Headline).ToContainTextAsync("What was known on");
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"\?knownAt=2024-\d\d-\d\d$"));
        var known = Known().Match(reader.Page.Url).Groups[1].Value;
        (await reader.ReadIdsAsync()).ShouldBe(await AnswerAsync($"knownAt={known}"), ignoreOrder: true);
        asked.ShouldBeEmpty();

        await reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Now", Exact = true }).ClickAsync();
        await Expect(reader.Headline).ToContainTextAsync("What is known, as of");
        await Expect(reader.Page).ToHaveURLAsync(new Regex("/$"));
    }

    [Fact]
    public async Task What_was_not_known_yet_is_not_on_the_axis()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-10-17");
        await reader.WaitForAxisAsync();
        var shown = reader.Page.Locator(".vis-item[data-status]:not([data-status='unknown'])");
        var before = await shown.CountAsync();

        await reader.Slider.FocusAsync();
        await reader.Page.Keyboard.PressAsync("End");
        await Expect(reader.Headline).ToContainTextAsync("28 April 2025");

        before.ShouldBeInRange(5, 20);
        await Expect(shown.Nth(before * 2)).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Keys_go_from_change_to_change()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-10-18");
        await reader.Slider.FocusAsync();

        await reader.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(reader.Headline).ToHaveTextAsync("What was known on 19 October 2024");
        await Expect(reader.Slider).ToHaveAttributeAsync("aria-valuetext", new Regex("^19 October 2024, 25 developments known$"));
        await reader.Page.Keyboard.PressAsync("ArrowLeft");
        await reader.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(reader.Headline).ToHaveTextAsync("What was known on 17 October 2024");
        await reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Next change" }).ClickAsync();
        await Expect(reader.Headline).ToHaveTextAsync("What was known on 18 October 2024");
        await reader.Slider.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Home");
        await Expect(reader.Page.GetByText("Nothing was known yet").First).ToBeVisibleAsync();
        await reader.Page.Keyboard.PressAsync("PageUp");
        await Expect(reader.Entries.First).ToBeVisibleAsync();
        await reader.Page.Keyboard.PressAsync("End");
        await Expect(reader.Headline).ToHaveTextAsync("What is known, as of 28 April 2025");
    }

    [Fact]
    public async Task It_plays_and_pauses()
    {
        await using var reader = await site.OpenAsync("/?knownAt=2024-10-18");
        await reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Play" }).ClickAsync();

        await Expect(reader.Headline).Not.ToContainTextAsync("18 October 2024");
        await reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        // What was known is drawn a frame after the slider was moved.
        await reader.Page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        var stopped = await reader.Headline.InnerTextAsync();
        await reader.Page.WaitForTimeoutAsync(900);

        (await reader.Headline.InnerTextAsync()).ShouldBe(stopped);
        await Expect(reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Play" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_finger_moves_it_too()
    {
        await using var reader = await site.OpenAsync("/", new Look(390, 844, IsTouched: true));
        var box = (await reader.Slider.BoundingBoxAsync())!;

        await reader.Page.Touchscreen.TapAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));

        await Expect(reader.Headline).ToContainTextAsync("What was known on");
        reader.ShouldBeAtPeace();
    }

    private static async Task SlideToAsync(Reader reader, string day)
    {
        // As a drag ends: the value is set and the browser says so.
        await reader.Slider.EvaluateAsync(
            """
            (range, day) => {
              const [start, end] = [Date.UTC(2024, 5, 16, 23, 59, 59, 999), Date.UTC(2025, 3, 28, 23, 59, 59, 999)];
              range.value = String(range.max * (Date.parse(`${day}T12:00:00Z`) - start) / (end - start));
              range.dispatchEvent(new Event('input'));
            }
            """, day);
        await Expect(reader.Headline).ToContainTextAsync(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<string[]> AnswerAsync(string query)
    {
        var answer = JsonElement.Parse(await site.Client.GetStringAsync($"/api/timeline?limit=1000&{query}"));
        return [.. answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    [GeneratedRegex("knownAt=([0-9-]+)")]
    private static partial Regex Known();
}
