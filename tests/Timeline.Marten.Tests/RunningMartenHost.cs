using Alba;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Timeline.Marten.Tests.Contract;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Marten.Tests;

/// <summary>The host on Marten, on a database that others may use too.</summary>
internal sealed class RunningMartenHost : IAsyncDisposable
{
    private readonly TimelineDatabase _database;
    private readonly RealPort _port;

    private RunningMartenHost(TimelineDatabase database, IAlbaHost alba, RealPort port)
    {
        (_database, Alba, _port) = (database, alba, port);
        Client = new HttpClient { BaseAddress = port.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public IAlbaHost Alba { get; }

    public Uri Address => _port.Address;

    public HttpClient Client { get; }

    /// <summary>The host's own store: with the views inline.</summary>
    public IDocumentStore Store => Alba.Services.GetRequiredService<IDocumentStore>();

    public static async Task<RunningMartenHost> StartAsync(TestDatabase log)
    {
        var builder = TimelineHost.CreateBuilder(["--environment=Production", $"--ConnectionStrings:Timeline={log.ConnectionString}"]);
        builder.Logging.ClearProviders();
        var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        var writes = new MartenWrites(compilesAtStart: false);
        TimelineHost.AddTo(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None), writes);
        var alba = await AlbaHost.For(builder, app => TimelineHost.Configure(app, writes));
        return new RunningMartenHost(database, alba, await RealPort.OpenAsync(alba.Server));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _port.DisposeAsync();
        await Alba.DisposeAsync();
        await _database.DisposeAsync();
    }
}
