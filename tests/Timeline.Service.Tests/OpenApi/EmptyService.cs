using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>The service on a real port and a log of its own, empty at first.</summary>
public sealed class EmptyService : IAsyncLifetime
{
    private TestDatabase log = null!;
    private TimelineDatabase database = null!;

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    internal ApiDocument Document { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        log = await TestDatabase.CreateAsync();
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}"]);
        builder.Logging.ClearProviders();
        database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        App = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None));
        await App.StartAsync();
        Client.BaseAddress = new Uri(App.Urls.Single());
        Document = new ApiDocument(JsonNode.Parse(await Client.GetStringAsync("/openapi/v1.json"))!.AsObject());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        await database.DisposeAsync();
        await log.DisposeAsync();
    }
}
