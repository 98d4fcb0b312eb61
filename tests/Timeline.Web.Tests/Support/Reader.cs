using System.Collections.Concurrent;
using Microsoft.Playwright;
using Timeline.Service.Tests.Support;

namespace Timeline.Web.Tests.Support;

/// <summary>What somebody reads the page on.</summary>
public sealed record Look(int Width = 1440, int Height = 1000, bool IsDark = false, string TimeZone = "UTC", bool IsTouched = false);

/// <summary>Somebody who reads the page in a browser of their own. Notes what the browser complains of, and every request that leaves the site.</summary>
public sealed class Reader : IAsyncDisposable
{
    private readonly string _address;

    private Reader(IPage page, string address) => (Page, _address) = (page, address);

    public IPage Page { get; }

    /// <summary>Warnings and errors of the console, and exceptions that nobody caught.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public ConcurrentQueue<string> ForeignRequests { get; } = new();

    public ILocator Headline => Page.Locator("h1");

    public ILocator Slider => Page.GetByRole(AriaRole.Slider, new() { Name = "Known at" });

    public ILocator Drawer => Page.Locator("dialog.drawer");

    public ILocator Entries => Page.Locator(".entry");

    public static async Task<Reader> OpenAsync(IBrowser browser, string address, string path, Look look)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = look.TimeZone,
            HasTouch = look.IsTouched,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(20_000);
        var reader = new Reader(await context.NewPageAsync(), address);
        reader.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" || message.Text.StartsWith("WARNING", StringComparison.Ordinal))
                reader.Complaints.Enqueue(message.Text);
        };
        reader.Page.PageError += (_, error) => reader.Complaints.Enqueue(error);
        reader.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal))
                reader.ForeignRequests.Enqueue(request.Url);
        };
        await reader.GoAsync(path);
        return reader;
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_address + path);
        await SettleAsync();
    }

    /// <summary>Waits until what was asked for is there, or was refused.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync("() => ['ready', 'failed'].includes(document.documentElement.dataset.state)");

    public async Task WaitForAxisAsync()
    {
        await Page.WaitForFunctionAsync("() => document.documentElement.dataset.axis === 'ready'");
        await Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 350))");
    }

    /// <summary>Every development that the list shows, with all its pages.</summary>
    public async Task<IReadOnlyList<string>> ReadIdsAsync()
    {
        var more = Page.Locator(".entry-list > .more");
        while (await more.IsVisibleAsync())
            await more.ClickAsync();
        return await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.entry')].map(entry => entry.dataset.id)");
    }

    /// <param name="share">0 is where the slider begins, 1 where it ends.</param>
    public async Task DragToAsync(double share)
    {
        var box = (await Slider.BoundingBoxAsync())!;
        var now = await Slider.EvaluateAsync<double>("range => range.value / range.max");
        float At(double part) => (float)(box.X + 8 + ((box.Width - 16) * part));
        await Page.Mouse.MoveAsync(At(now), box.Y + 20);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(At((now + share) / 2), box.Y + 20);
        await Page.Mouse.MoveAsync(At(share), box.Y + 20);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Into a folder that is not part of the sources: to be looked at.</summary>
    public async Task<byte[]> ScreenshotAsync(string name, bool isWhole = false)
    {
        await Page.EvaluateAsync("() => document.fonts.ready");
        return await Page.ScreenshotAsync(new() { Path = Repository.PathOf("artifacts", "page", name + ".png"), FullPage = isWhole });
    }

    public void ShouldBeAtPeace()
    {
        Complaints.ShouldBeEmpty();
        ForeignRequests.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
