using Npgsql;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;

namespace Timeline.Benchmarks.Http;

/// <summary>The product as it is, on a port of its own.</summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NpgsqlDataSource _source;

    private ProductHost(WebApplication app, NpgsqlDataSource source) => (_app, _source) = (app, source);

    public Uri Address => new(_app.Urls.First());

    public static async Task<ProductHost> StartAsync(string connectionString, params string[] settings)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var builder = TimelineHost.CreateBuilder([.. settings, "--urls", "http://127.0.0.1:0"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = TimelineHost.Build(builder, source, await LogIdentity.ReadAsync(source, CancellationToken.None));
        await app.StartAsync();
        return new ProductHost(app, source);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _source.DisposeAsync();
    }
}
