using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Timeline.Domain;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

/// <summary>The plumbing on a real server, with endpoints that use each piece.</summary>
public sealed class PlumbingHost : IAsyncLifetime
{
    private readonly WebApplication app = Build();

    public HttpClient Client { get; private set; } = null!;

    public CapturedLog Log => app.Services.GetRequiredService<CapturedLog>();

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<CapturedLog>().AddSingleton<ILoggerProvider>(services => services.GetRequiredService<CapturedLog>());
        var app = builder.Build();
        app.UseSecurityHeaders().UseReadsFromAnyOrigin().UseProblems();
        app.MapProblemPages();
        MapReading(app);
        MapWriting(app);
        MapFailing(app);
        return app;
    }

    private static void MapReading(WebApplication app)
    {
        var tag = new EntityTag("v1");
        app.MapRead("/tagged", IResult (HttpContext context) =>
        {
            context.Response.Headers.ETag = tag.ToString();
            return Conditional.NotModified(context.Request, tag) ? Results.StatusCode(304) : Results.Text("content");
        });
        app.MapRead("/page", () => Results.Content("<p>hello</p>", "text/html; charset=utf-8"));
        app.MapRead("/query", (HttpRequest request) => Query(new QueryReader(request)));
        app.MapRead("/lenient", (HttpRequest request) => Query(new QueryReader(request, strict: false)));
    }

    private static void MapWriting(WebApplication app)
    {
        app.MapPost("/json", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var body = await request.ReadJsonAsync(cancellation);
            return body.IsRefused ? (IResult)Problems.Of(body.Refusal) : Results.Text($"{body.Value.Utf8.Length}");
        });
        app.MapPatch("/patch", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var body = await request.ReadMergePatchAsync(cancellation);
            return body.IsRefused ? (IResult)Problems.Of(body.Refusal) : Results.Text($"{body.Value.Utf8.Length}");
        });
        app.MapPost("/figures", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var body = await request.ReadJsonAsync(cancellation);
            if (body.IsRefused)
                return (IResult)Problems.Of(body.Refusal);
            var reader = new ObjectReader(body.Value.Root);
            var headline = reader.RequiredText("headline", 1, 200);
            reader.OptionalArray("figures", figure => figure.RequiredDecimal("value"));
            reader.OptionalDayOrInstant("reportedAt");
            return reader.Finish() is { } refusal ? Problems.Of(refusal) : Results.Text(headline);
        });
        app.MapPut("/tagged-write", (HttpRequest request) =>
        {
            var tags = Conditional.IfMatch(request);
            if (tags.IsRefused && tags.Refusal is { } refusal)
                return (IResult)Problems.Of(refusal);
            return tags.Value?.StronglyMatches(new EntityTag("v1")) == false
                ? Problems.Of(new Refusal(RefusalCode.Stale, "It has changed."))
                : Results.Text("written");
        });
        app.MapPost("/keyed", (HttpRequest request) =>
        {
            var key = IdempotencyKey.Parse(request.Headers[IdempotencyKey.HeaderName]);
            return key.Refusal is { } refusal ? (IResult)Problems.Of(refusal) : Results.Text(key.Value ?? "none");
        });
        app.MapPost("/bound", (Bound bound) => Results.Text(bound.Name));
    }

    private static void MapFailing(WebApplication app)
    {
        app.MapRead("/fails/bug", IResult (HttpContext context) =>
        {
            context.Response.Headers.ETag = "\"half-done\"";
            throw new InvalidOperationException("secret: connection string");
        });
        app.MapRead("/fails/midway", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("the first half");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("midway");
        });
        app.MapRead("/fails/refused-connection", async () =>
        {
            await using var database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=u;Timeout=2");
            await using var connection = await database.OpenConnectionAsync();
        });
        app.MapRead("/fails/sql/{state}", IResult (string state) => throw new PostgresException("secret table", "ERROR", "ERROR", state));
        app.MapRead("/fails/too-large", IResult () => throw new BadHttpRequestException("secret limit", 413));
        app.MapRead("/fails/with/{status:int}", (int status) => Results.StatusCode(status));
        app.MapRead("/fails/by-refusal/{code}", (RefusalCode code) => Problems.Of(new Refusal(code, "<b>because</b>")));
        app.MapRead("/waits", async (HttpContext context) => await Task.Delay(Timeout.Infinite, context.RequestAborted));
    }

    private static IResult Query(QueryReader query)
    {
        var limit = query.OptionalInteger("limit", 1, 1000);
        var actors = query.Texts("actor");
        var at = query.OptionalDayOrInstant("knownAt");
        return query.Finish() is { } refusal ? Problems.Of(refusal) : Results.Text($"{limit}|{string.Join(',', actors)}|{at}");
    }

    private sealed record Bound(string Name);
}

/// <summary>Keeps what was logged.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(LogLevel Level, string Text)> entries = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Entries => entries;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.entries.Enqueue((logLevel, formatter(state, exception)));
    }
}
