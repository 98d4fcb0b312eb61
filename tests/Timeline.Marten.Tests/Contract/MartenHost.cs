using Alba;
using Microsoft.Extensions.Logging;
using Timeline.HttpContract;
using Timeline.Marten;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Marten.Tests.Contract;

/// <summary>The host on Marten, in Alba, on a database of its own.</summary>
public sealed class MartenHost : TimelineApi
{
    private TestDatabase? log;
    private TimelineDatabase? database;
    private IAlbaHost? alba;

    public override TimelineApi Another() => new MartenHost();

    protected override HttpMessageHandler Connect() => alba!.Server.CreateHandler();

    protected override async Task<Uri> StartAsync()
    {
        log ??= await TestDatabase.CreateAsync();
        (database, alba) = await StartAsync(log);
        return alba.Server.BaseAddress;
    }

    protected override async Task StopAsync()
    {
        await alba!.DisposeAsync();
        await database!.DisposeAsync();
    }

    protected override async Task DropAsync() => await log!.DisposeAsync();

    /// <summary>Starts the host on a database that others may use too.</summary>
    internal static async Task<(TimelineDatabase Database, IAlbaHost Alba)> StartAsync(TestDatabase log)
    {
        var builder = TimelineHost.CreateBuilder(["--environment=Production", $"--ConnectionStrings:Timeline={log.ConnectionString}"]);
        builder.Logging.ClearProviders();
        var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        var writes = new MartenWrites();
        TimelineHost.AddTo(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None), writes);
        return (database, await AlbaHost.For(builder, app => TimelineHost.Configure(app, writes)));
    }
}
