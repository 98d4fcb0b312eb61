using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Live;

/// <summary>The service in this process, on a real port; several may share a database.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private readonly TimelineDatabase _database;

    private RunningHost(TimelineDatabase database, WebApplication app)
    {
        (_database, App) = (database, app);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public static async Task<RunningHost> StartAsync(TestDatabase log, params string[] settings)
    {
        var builder = TimelineHost.CreateBuilder(
            ["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}", .. settings.Select(setting => "--" + setting)]);
        builder.Logging.ClearProviders();
        var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        var app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
        await app.StartAsync();
        return new RunningHost(database, app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A running host with an empty log, for one class of tests.</summary>
public sealed class LiveHost : IAsyncLifetime
{
    private TestDatabase? _log;
    private RunningHost? _host;

    public TestDatabase Log => _log!;

    public RunningHost Host => _host!;

    public HttpClient Client => Host.Client;

    public async Task InitializeAsync()
    {
        _log = await TestDatabase.CreateAsync();
        _host = await RunningHost.StartAsync(_log);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Log.DisposeAsync();
    }
}
