using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Timeline.Service.Tests.Support;
using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests.Embed;

/// <summary>Somebody else's page, on a port of its own and under a strict policy, opened in a browser.</summary>
internal sealed class HostingPage : IAsyncDisposable
{
    private const string DocumentedService = "http://localhost:5080";

    private readonly WebApplication _host;

    private HostingPage(WebApplication host, IPage page) => (_host, Page) = (host, page);

    public IPage Page { get; }

    public string Address => _host.Urls.Single();

    public System.Collections.Concurrent.ConcurrentQueue<string> Complaints { get; } = new();

    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

    public ILocator Frame => Page.Locator("iframe");

    public IFrameLocator Inside => Page.FrameLocator("iframe");

    /// <summary>The page of the documentation's sample.</summary>
    public static Task<HostingPage> OpenSampleAsync(Site site, Look look) =>
        OpenAsync(site, site.Address, File.ReadAllText(Repository.PathOf("docs", "samples", "embed.html")).Replace(DocumentedService, site.Address, StringComparison.Ordinal), look);

    /// <param name="attributes">Of the script element.</param>
    public static Task<HostingPage> OpenAsync(Site site, string service, string attributes) =>
        OpenAsync(site, service, $"<!doctype html><html lang=en><title>A page</title><link rel=icon href=data:,><p>Before</p><script src=\"{service}/embed.js\" {attributes}></script><p>After</p>", new Look());

    private static async Task<HostingPage> OpenAsync(Site site, string service, string html, Look look)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = builder.Build();
        host.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {service}; frame-src {service}; style-src 'self'; img-src 'self' data:";
            return Results.Content(html, "text/html; charset=utf-8");
        });
        host.MapGet("/favicon.ico", () => Results.NoContent());
        await host.StartAsync();
        var context = await site.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(20_000);
        var opened = new HostingPage(host, await context.NewPageAsync());
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                opened.Complaints.Enqueue(message.Text);
        };
        opened.Page.PageError += (_, error) => opened.Complaints.Enqueue(error);
        opened.Page.Request += (_, request) => opened.Requests.Enqueue(request.Url);
        await opened.Page.GotoAsync(opened.Address);
        await opened.Inside.Locator("html[data-state]").WaitForAsync();
        return opened;
    }

    /// <summary>The frame's own window.</summary>
    public async Task<IFrame> WindowAsync() => (await (await Frame.ElementHandleAsync()).ContentFrameAsync())!;

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        await _host.DisposeAsync();
    }
}
