using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Timeline.Service.Database;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Tests.Support;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>A service with connections of its own, on a log that others may serve too.</summary>
internal sealed class RebuildService : IAsyncDisposable
{
    private readonly TimelineDatabase _database;
    private readonly WebApplication _app;

    private RebuildService(TimelineDatabase database, WebApplication app)
    {
        (_database, _app) = (database, app);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<RebuildService> StartAsync(TestDatabase log, ViewVersions? versions = null, params string[] settings)
    {
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Timeline={log.ConnectionString}", .. settings]);
        builder.Logging.ClearProviders();
        var database = await TimelineDatabase.OpenAsync(builder.Configuration, share: false, _ => { }, CancellationToken.None);
        var app = TimelineHost.Build(builder, database.DataSource, await LogIdentity.ReadAsync(database.DataSource, CancellationToken.None), versions);
        await app.StartAsync();
        return new RebuildService(database, app);
    }

    /// <summary>Starts an operation; gives its address.</summary>
    public async Task<string> StartAsync(string pathAndQuery)
    {
        using var response = await Client.PostAsync(pathAndQuery, null);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    /// <summary>The operation when it has ended.</summary>
    public async Task<JsonElement> EndAsync(string operation)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, operation) { Headers = { { "Prefer", "wait=30" } } };
            using var response = await Client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var answer = await JsonAsync(response);
            if (Text(answer, "state") != "running")
                return answer;
        }
    }

    public async Task<JsonElement> RunAsync(string pathAndQuery) => await EndAsync(await StartAsync(pathAndQuery));

    public async Task<JsonElement> GetAsync(string pathAndQuery)
    {
        using var response = await Client.GetAsync(pathAndQuery);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, pathAndQuery);
        return await JsonAsync(response);
    }

    /// <summary>The view version that answers now.</summary>
    public async Task<int> VersionAsync() => int.Parse(Text(await GetAsync("/api/timeline?limit=1"), "edition").Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());

    public static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
