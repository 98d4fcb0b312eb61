using Microsoft.Playwright;
using Timeline.Service.Commands;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Live;
using Timeline.Service.Tests.Support;

namespace Timeline.Web.Tests.Support;

/// <summary>A Chromium, and the service in this process, on a real port, with the seeds. All tests share it, one after the other.</summary>
public sealed class Site : IAsyncLifetime
{
    private TestDatabase? _log;
    private RunningHost? _service;
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public HttpClient Client => _service!.Client;

    public string Address => _service!.App.Urls.Single();

    public Task<Reader> OpenAsync(string path, Look? look = null) => Reader.OpenAsync(Browser, Address, path, look ?? new Look());

    public async Task InitializeAsync()
    {
        _log = await TestDatabase.CreateAsync();
        _service = await RunningHost.StartAsync(_log);
        await SeedAsync(_service);
        _playwright = await Playwright.CreateAsync();
        // A machine with much else to do.
        Assertions.SetDefaultExpectTimeout(20_000);
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFinder.Find(),
            // Chromium's sandbox refuses root.
            Args = OperatingSystem.IsLinux() && Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
        if (_log is not null)
            await _log.DisposeAsync();
        await TestServer.RemoveAsync();
    }

    private static async Task SeedAsync(RunningHost service)
    {
        var services = service.App.Services;
        var source = (Npgsql.NpgsqlDataSource)services.GetService(typeof(Npgsql.NpgsqlDataSource))!;
        await Seeds.LoadAsync(Repository.PathOf("seeds"), source, (LogIdentity)services.GetService(typeof(LogIdentity))!, CancellationToken.None);
    }
}

/// <summary>Tests of the page: they share a <see cref="Site"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheSite : ICollectionFixture<Site>
{
    public const string Name = "the site";
}
