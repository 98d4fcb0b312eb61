using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.HttpContract;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Contract;

/// <summary>The service as it is shipped, in this process, on a real port and a database of its own.</summary>
public sealed class DefaultHost : TimelineApi
{
    private TestDatabase? log;
    private TimelineDatabase? database;
    private WebApplication? app;

    public override TimelineApi Another() => new DefaultHost();

    protected override async Task<Uri> StartAsync()
    {
        log ??= await TestDatabase.CreateAsync();
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}"]);
        builder.Logging.ClearProviders();
        database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
        await app.StartAsync();
        return new Uri(app.Urls.Single());
    }

    protected override async Task StopAsync()
    {
        await app!.DisposeAsync();
        await database!.DisposeAsync();
    }

    protected override async Task DropAsync() => await log!.DisposeAsync();
}
