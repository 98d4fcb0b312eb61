using Timeline.Web.Tests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>The slider over ten thousand entries.</summary>
[Collection(OnTheSite.Name)]
public sealed class ManyEntriesTests(Site site, ITestOutputHelper output)
{
    private const int Many = 10_000;

    [Fact]
    public async Task Dragging_over_ten_thousand_entries_is_measured_and_what_is_drawn_stays_few()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.ImportAsync(Commands());
        await using var reader = await desk.ReadAsync(site, "/");
        await reader.WaitForAxisAsync();
        await Expect(reader.Page.Locator(".totals")).ToContainTextAsync("10,000 developments");
        await reader.Page.EvaluateAsync(
            """
            () => {
              window.frames_ = [];
              let last = performance.now();
              const tick = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
              requestAnimationFrame(tick);
            }
            """);

        var box = (await reader.Slider.BoundingBoxAsync())!;
        await reader.Page.Mouse.MoveAsync(box.X + box.Width - 9, box.Y + 20);
        await reader.Page.Mouse.DownAsync();
        await reader.Page.EvaluateAsync("() => { window.frames_.length = 0; }");
        for (var step = 1; step <= 120; step++)
            await reader.Page.Mouse.MoveAsync((float)(box.X + 9 + ((box.Width - 18) * (0.5 + (0.5 * Math.Cos(step / 120.0 * Math.PI * 4))))), box.Y + 20);
        var frames = await reader.Page.EvaluateAsync<double[]>("() => window.frames_");
        await reader.Page.Mouse.UpAsync();

        Array.Sort(frames);
        output.WriteLine($"{frames.Length} frames: median {frames[frames.Length / 2]:F1} ms, 95th percentile {frames[(int)(frames.Length * 0.95)]:F1} ms, longest {frames[^1]:F1} ms");
        frames.ShouldNotBeEmpty();
        (await reader.Page.Locator(".vis-item").CountAsync()).ShouldBeLessThan(500);
        (await reader.Entries.CountAsync()).ShouldBeLessThan(100);
        reader.ShouldBeAtPeace();
    }

    /// <summary>Five years of them, known some days after, a seventh of them corrected.</summary>
    private static IEnumerable<object> Commands()
    {
        var random = new Random(7);
        string[] kinds = ["deployment", "treaty", "statement", "meeting", "transfer", "engagement", "casualties", "assessment"];
        for (var i = 0; i < 20; i++)
            yield return new { type = "actor", id = $"actor-{i}", name = $"Actor {i}", kind = "state" };
        for (var i = 0; i < Many; i++)
        {
            var occurred = new DateOnly(2020, 1, 1).AddDays(random.Next(1800));
            var reported = occurred.AddDays(random.Next(20));
            yield return new
            {
                type = "report",
                id = $"d-{i}",
                actor = $"actor-{random.Next(20)}",
                kind = kinds[random.Next(kinds.Length)],
                occurred = $"{occurred:yyyy-MM-dd}",
                headline = $"Development number {i}, with a headline of the usual length",
                figures = new[] { new { measure = "troops", value = random.Next(20_000), unit = "persons" } },
                reportedAt = $"{reported:yyyy-MM-dd}",
                source = new { publisher = $"Paper {random.Next(40)}" },
            };
            if (random.Next(7) == 0)
                yield return new { type = "correct", development = $"d-{i}", changes = new { headline = $"Corrected headline of number {i}" }, reason = "An error.", reportedAt = $"{reported.AddDays(30):yyyy-MM-dd}", source = new { publisher = "Paper 1" } };
        }
    }
}
