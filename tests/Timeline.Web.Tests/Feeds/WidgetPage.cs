using Microsoft.Playwright;
using Timeline.Service.Tests.Support;

namespace Timeline.Web.Tests.Feeds;

/// <summary>
/// A page of somebody else's that shows a feed in a widget: with the widget's own files, and nothing from other hosts. Collects what goes wrong in it.
/// </summary>
internal sealed class WidgetPage(IPage page, string origin) : IAsyncDisposable
{
    private const string Folder = "/somebody-elses/";

    private static readonly Dictionary<string, string> Widgets = new()
    {
        ["timelinejs"] = Repository.PathOf("tests", "Timeline.Web.Tests", "Feeds", "node", "node_modules", "@knight-lab", "timelinejs", "dist"),
        ["vis"] = Repository.PathOf("src", "Timeline.Web", "node_modules", "vis-timeline"),
    };

    public IPage Page => page;

    /// <summary>Errors and complaints of the console, dialogs, and requests to other hosts.</summary>
    public List<string> Complaints { get; } = [];

    /// <param name="body">HTML that loads the widget from <c>timelinejs/</c> or <c>vis/</c>.</param>
    public static async Task<WidgetPage> OpenAsync(IBrowser browser, string origin, string body)
    {
        var opened = new WidgetPage(await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 900 }, TimezoneId = "UTC", Locale = "en-US" }), origin);
        await opened.OpenAsync(body);
        return opened;
    }

    public ValueTask DisposeAsync() => new(page.CloseAsync());

    private async Task OpenAsync(string body)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add($"{dialog.Type}: {dialog.Message}");
            await dialog.DismissAsync();
        };
        await page.RouteAsync("**/*", route => ServeAsync(route, body));
        await page.GotoAsync($"{origin}{Folder}page.html");
    }

    private Task ServeAsync(IRoute route, string body)
    {
        var url = new Uri(route.Request.Url);
        if (url.Scheme is "data" or "blob")
            return route.ContinueAsync();
        if (url.GetLeftPart(UriPartial.Authority) != origin)
        {
            Complaints.Add($"asked {url}");
            return route.AbortAsync();
        }
        if (!url.AbsolutePath.StartsWith(Folder, StringComparison.Ordinal))
            return route.ContinueAsync();
        var path = url.AbsolutePath[Folder.Length..].Split('/', 2);
        if (path[0] == "page.html")
            return route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = $"<!doctype html><html lang=en><meta charset=utf-8><title>Somebody else's</title><link rel=icon href=data:,>{body}" });
        var file = Path.Combine(Widgets[path[0]], path[1]);
        return File.Exists(file)
            ? route.FulfillAsync(new() { Path = file })
            : throw new InvalidOperationException($"There is no {file}: the build could not run npm (of Node.js 20 or newer).");
    }
}
