using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>Whatever is reported is text, and nothing but text.</summary>
[Collection(OnTheSite.Name)]
public sealed class HostileTextTests(Site site)
{
    private const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    private const string HostileUnit = "<img src=x onerror=alert(3)>";

    [Fact]
    public async Task Markup_in_any_field_stays_text_in_every_view()
    {
        await using var desk = await Desk.OpenAsync();
        await WriteAsync(desk);
        foreach (var (path, place) in new[]
        {
            ("/", ".entry h3"), ("/", ".slot .words"), ("/#lanes=actor", ".vis-label"), ("/#entry=hostile", ".drawer h2"), ("/#entry=hostile", ".drawer .claim h4"),
            ("/#entry=hostile", ".drawer .changes"), ("/changes", ".is-learned h3"), ("/actors/villain", ".actor-name"), ("/actors/villain", ".legend .who"),
        })
        {
            await using var reader = await desk.ReadAsync(site, "/");
            var hasAlerted = false;
            reader.Page.Dialog += (_, dialog) =>
            {
                hasAlerted = true;
                _ = dialog.DismissAsync();
            };
            await reader.GoAsync(path);
            await Expect(reader.Page.Locator(place).First).ToContainTextAsync("<img src=x");

            (await reader.Page.Locator("img, script:not([src])").CountAsync()).ShouldBe(0, path);
            (await reader.Page.Locator("a[href^='javascript']").CountAsync()).ShouldBe(0, path);
            hasAlerted.ShouldBeFalse(path);
            reader.ShouldBeAtPeace();
        }
    }

    private static async Task WriteAsync(Desk desk)
    {
        await desk.RegisterAsync("villain", Hostile);
        var source = new { publisher = Hostile, title = Hostile, url = "https://paper.example/?%3Cscript%3E" };
        await desk.WriteAsync("/api/developments", new
        {
            id = "hostile",
            actor = "villain",
            kind = "statement",
            occurred = "2024-10-20",
            headline = Hostile,
            summary = Hostile,
            attribution = Hostile,
            places = new[] { new { name = Hostile } },
            tags = new[] { Hostile },
            figures = new[] { new { measure = "troops", value = 5, unit = HostileUnit, qualifier = Hostile } },
            reportedAt = "2024-10-21",
            source,
        });
        await desk.WriteAsync("/api/developments/hostile/corrections", new { changes = new { headline = Hostile + " again" }, reason = Hostile, reportedAt = "2024-10-22", source });
        await desk.WriteAsync("/api/developments/hostile/disputes", new { by = "villain", reason = Hostile, reportedAt = "2024-10-23", source });
    }
}
