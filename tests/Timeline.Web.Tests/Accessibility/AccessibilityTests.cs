using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests.Accessibility;

/// <summary>The page for those who hear it, and those who use no mouse.</summary>
[Collection(OnTheSite.Name)]
public sealed class AccessibilityTests(Site site)
{
    private static readonly Lazy<string> Rules = new(() =>
    {
        var file = typeof(AccessibilityTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Axe").Value!;
        return File.Exists(file) ? File.ReadAllText(file) : throw new InvalidOperationException($"{file} is not there: the build could not run npm (of Node.js 20 or newer). Run 'npm ci' in that folder to see why.");
    });

    [Theory]
    [InlineData("/", 1440, false)]
    [InlineData("/", 390, true)]
    [InlineData("/?knownAt=2024-11-20&kind=deployment#lanes=kind", 1440, true)]
    [InlineData("/#entry=kcna-confirm", 1440, false)]
    [InlineData("/#entry=peskov-fake", 390, true)]
    [InlineData("/changes?from=2024-10-25&to=2025-04-28", 1440, false)]
    [InlineData("/changes?from=2024-10-25&to=2025-04-28", 390, true)]
    [InlineData("/actors/north-korea", 1440, false)]
    [InlineData("/actors/north-korea", 768, true)]
    [InlineData("/?kind=sanction", 768, false)]
    public async Task No_rule_is_broken(string path, int width, bool isDark)
    {
        await using var reader = await site.OpenAsync(path, new Look(width, 1000, isDark));
        await reader.Page.WaitForTimeoutAsync(700);

        (await FaultsAsync(reader)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_rule_is_broken_where_a_menu_is_open()
    {
        await using var reader = await site.OpenAsync("/");
        foreach (var menu in new[] { "Actor", "Publisher", "When it happened", "Permalink", "Cite", "Download" })
        {
            await reader.Page.Locator("summary", new() { HasText = menu }).First.ClickAsync();
            await Expect(reader.Page.Locator("details[open] .panel > *").First).ToBeVisibleAsync();
            (await FaultsAsync(reader)).ShouldBeEmpty(menu);
            await reader.Page.Keyboard.PressAsync("Escape");
        }
    }

    [Fact]
    public async Task All_can_be_done_with_the_keyboard()
    {
        await using var reader = await site.OpenAsync("/?kind=treaty");
        await reader.Page.Keyboard.PressAsync("Tab");
        await Expect(reader.Page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        var reached = new List<string>();
        for (var i = 0; i < 32; i++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            reached.Add(await reader.Page.EvaluateAsync<string>("() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"));
        }
        foreach (var control in new[] { "Previous change", "Play", "Next change", "Known at", "Kind", "Permalink", "Zoom in", "Order of the list", "The treaty between Russia and North Korea enters into force" })
            reached.ShouldContain(control);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "The treaty between Russia and North Korea enters into force" }).FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await Expect(reader.Drawer).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Colours_follow_the_system_until_one_chooses()
    {
        await using var reader = await site.OpenAsync("/", new Look(IsDark: true));
        var paper = "() => getComputedStyle(document.documentElement).backgroundColor";
        (await reader.Page.EvaluateAsync<string>(paper)).ShouldBe("rgb(17, 20, 24)");

        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Colours follow the system" }).ClickAsync();
        (await reader.Page.EvaluateAsync<string>(paper)).ShouldBe("rgb(250, 249, 246)");
        await reader.GoAsync("/changes");
        (await reader.Page.EvaluateAsync<string>(paper)).ShouldBe("rgb(250, 249, 246)");
    }

    /// <summary>On a small screen nothing is wider than it.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/actors/north-korea")]
    [InlineData("/changes?from=2024-10-25&to=2025-04-28")]
    [InlineData("/#entry=kcna-confirm")]
    public async Task Nothing_has_to_be_scrolled_sideways(string path)
    {
        await using var reader = await site.OpenAsync(path, new Look(360, 740));
        await reader.Page.WaitForTimeoutAsync(500);

        (await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    private static Task<string[]> FaultsAsync(Reader reader) => FaultsAsync(reader.Page.MainFrame);

    internal static async Task<string[]> FaultsAsync(IFrame frame)
    {
        await frame.EvaluateAsync(Rules.Value);
        var result = await frame.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. result.GetProperty("violations").EnumerateArray()
                .Where(fault => fault.GetProperty("impact").GetString() is "serious" or "critical")
                .SelectMany(fault => fault.GetProperty("nodes").EnumerateArray().Take(3).Select(node => $"{fault.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} ({node.GetProperty("failureSummary").GetString()})")),
        ];
    }
}
