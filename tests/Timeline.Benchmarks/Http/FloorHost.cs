using System.Buffers;
using System.Globalization;
using Npgsql;

namespace Timeline.Benchmarks.Http;

/// <summary>Plain Kestrel that does the least: fixed bytes, or the rows of one prepared query one after the other.</summary>
internal sealed class FloorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NpgsqlDataSource? _source;

    private FloorHost(WebApplication app, NpgsqlDataSource? source) => (_app, _source) = (app, source);

    public Uri Address => new(_app.Urls.First());

    public static Task<FloorHost> FixedAsync(byte[] body) => StartAsync(null, context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    });

    /// <summary>The next 50 rows from a number on, of a table that holds answers' entries ready in their order.</summary>
    public static Task<FloorHost> RowsAsync(NpgsqlDataSource source) => StartAsync(source, async context =>
    {
        var from = long.Parse(context.Request.QueryString.Value.AsSpan(1), CultureInfo.InvariantCulture);
        await using var command = source.CreateCommand("select entry from ready where number >= $1 order by number limit 50");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<byte[]>(50);
        var length = 1;
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetFieldValue<byte[]>(0));
            length += rows[^1].Length + 1;
        }
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = length;
        var writer = context.Response.BodyWriter;
        for (var i = 0; i < rows.Count; i++)
        {
            writer.Write(i == 0 ? "["u8 : ","u8);
            writer.Write(rows[i]);
        }
        writer.Write("]"u8);
        await writer.FlushAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
    }

    private static async Task<FloorHost> StartAsync(NpgsqlDataSource? source, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new FloorHost(app, source);
    }
}
