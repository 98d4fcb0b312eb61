using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Http;

namespace Timeline.Benchmarks.Appending;

/// <summary>Reports by <c>POST /api/developments</c>, a connection a client.</summary>
internal sealed class HttpAppends : IAsyncDisposable
{
    private readonly ProductHost _host;
    private readonly RawClient[] _clients;
    private long _number;

    private HttpAppends(ProductHost host, RawClient[] clients) => (_host, _clients) = (host, clients);

    public static async Task<HttpAppends> StartAsync(string connectionString, int clients)
    {
        var host = await ProductHost.StartAsync(connectionString);
        var connected = new RawClient[clients];
        for (var i = 0; i < clients; i++)
            connected[i] = await RawClient.ConnectAsync(host.Address);
        foreach (var actor in Reports.Registrations())
            await connected[0].AskAsync(RawClient.Post("/api/actors", ApiJson.Of(actor), "application/json"), 201);
        return new HttpAppends(host, connected);
    }

    public async Task OneAsync(int client)
    {
        var body = ApiJson.Of(Reports.Report(Interlocked.Increment(ref _number)));
        await _clients[client].AskAsync(RawClient.Post("/api/developments", body, "application/json"), 201);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await _host.DisposeAsync();
    }
}
