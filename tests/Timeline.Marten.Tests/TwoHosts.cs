using System.Net;
using System.Text.Json;
using Marten;
using Npgsql;
using Timeline.HttpContract;
using Timeline.Service.Tests.Live;
using Timeline.Service.Tests.Support;

namespace Timeline.Marten.Tests;

/// <summary>The default host and the host on Marten, on one database.</summary>
public sealed class TwoHosts : IAsyncLifetime
{
    private TestDatabase? _database;
    private RunningHost? _default;
    private RunningMartenHost? _marten;

    internal RunningMartenHost Marten => _marten!;

    public HttpClient OnNpgsql => _default!.Client;

    public HttpClient OnMarten => _marten!.Client;

    public NpgsqlDataSource Source { get; private set; } = null!;

    /// <summary>A Marten of somebody else's, that knows the log by its description alone.</summary>
    public DocumentStore Foreign { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _default = await RunningHost.StartAsync(_database);
        _marten = await RunningMartenHost.StartAsync(_database);
        Source = NpgsqlDataSource.Create(_database.ConnectionString);
        Foreign = StoreOf(_ => { });
    }

    public DocumentStore StoreOf(Action<StoreOptions> change) => DocumentStore.For(options =>
    {
        MartenLog.Describe(options);
        options.Connection(Source);
        change(options);
    });

    public static async Task<JsonElement> AcceptAsync(HttpClient host, Call call)
    {
        using var response = await host.SendAsync(call.ToRequest());
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Created], body);
        return JsonElement.Parse(body);
    }

    public static async Task<JsonElement> GetAsync(HttpClient host, string path) => JsonElement.Parse(await host.GetStringAsync(path));

    /// <summary>Holds every row of every view to what the log gives.</summary>
    public async Task VerifyAsync()
    {
        using var started = await OnNpgsql.PostAsync("/api/projections/all/verify", null);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, started.Headers.Location) { Headers = { { "Prefer", "wait=30" } } };
            using var response = await OnNpgsql.SendAsync(request);
            var operation = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            if (operation.GetProperty("state").GetString() == "running")
                continue;
            operation.GetProperty("state").GetString().ShouldBe("succeeded", operation.ToString());
            return;
        }
    }

    public async Task<List<string>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    public async Task DisposeAsync()
    {
        await Foreign.DisposeAsync();
        await Source.DisposeAsync();
        await _marten!.DisposeAsync();
        await _default!.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
