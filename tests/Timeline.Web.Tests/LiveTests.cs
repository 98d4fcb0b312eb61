using Microsoft.Playwright;
using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>What is recorded while somebody reads.</summary>
[Collection(OnTheSite.Name)]
public sealed class LiveTests(Site site)
{
    [Fact]
    public async Task News_is_a_quiet_word_until_it_is_asked_for()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        await desk.ReportAsync("first", headline: "The first thing");
        await using var reader = await desk.ReadAsync(site, "/");
        await Expect(reader.Page.Locator(".connection")).ToHaveTextAsync("Live");

        await desk.ReportAsync("second", headline: "The second thing", reportedAt: "2024-10-22");
        await desk.ReportAsync("third", headline: "The third thing", reportedAt: "2024-10-23");
        await desk.WriteAsync("/api/developments/first/corrections", new { changes = new { headline = "The first thing, corrected" }, reason = "A typing error.", reportedAt = "2024-10-24", source = new { publisher = "The Paper" } });

        var pill = reader.Page.GetByRole(AriaRole.Button, new() { Name = "3 new changes" });
        await Expect(pill).ToBeVisibleAsync();
        (await reader.ReadIdsAsync()).ShouldBe(["first"]);
        await Expect(reader.Entries.First).ToContainTextAsync("The first thing");

        await pill.ClickAsync();
        await Expect(reader.Entries).ToHaveCountAsync(3);
        await Expect(reader.Entries.First).ToContainTextAsync("The first thing, corrected");
        await Expect(pill).ToBeHiddenAsync();
        reader.ShouldBeAtPeace();
    }

    [Fact]
    public async Task What_does_not_pass_the_filters_is_no_news()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        await desk.RegisterAsync("graustark", "Graustark");
        await desk.ReportAsync("first");
        await using var reader = await desk.ReadAsync(site, "/?actor=ruritania");
        await Expect(reader.Page.Locator(".connection")).ToHaveTextAsync("Live");

        await desk.WriteAsync("/api/developments", new { id = "other", actor = "graustark", kind = "statement", occurred = "2024-10-20", headline = "Elsewhere", reportedAt = "2024-10-21", source = new { publisher = "The Paper" } });
        await desk.ReportAsync("second");

        await Expect(reader.Page.Locator(".pill")).ToHaveTextAsync("1 new change");
    }

    [Fact]
    public async Task A_pinned_page_listens_to_nothing()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        await desk.ReportAsync("first");
        await using var reader = await desk.ReadAsync(site, "/?basis=2");

        await desk.ReportAsync("second");
        await desk.ReportAsync("third");
        await Expect(reader.Page.Locator(".pinned")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".pill")).ToHaveCountAsync(0);
        (await reader.ReadIdsAsync()).ShouldBe(["first"]);
    }
}
