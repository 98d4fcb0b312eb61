using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Service.Hosting;
using Timeline.Service.Reading;
using Timeline.Service.Schema;

namespace Timeline.Benchmarks.Rebuilding;

/// <summary>What readers got while they were measured.</summary>
/// <param name="P99">Milliseconds.</param>
internal readonly record struct Reading(double P99, double PerSecond, double Seconds);

/// <summary>The service with readers and writers over HTTP, each with one request at a time and no rest between them.</summary>
internal sealed class OnlineLoad : IAsyncDisposable
{
    private const int Readers = 8;
    private const int Writers = 4;
    private const int Actors = 2_000;

    private readonly NpgsqlDataSource _log;
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly long _developments;
    private long _written;
    private long _failures;

    private OnlineLoad(NpgsqlDataSource log, WebApplication app, long developments)
    {
        (_log, _app, _developments) = (log, app, developments);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>Requests, of readers and writers, that were answered by anything but 200 and 201.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    public static async Task<OnlineLoad> StartAsync(BenchmarkServer server, long events)
    {
        // As many connections as the product takes by itself.
        var log = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync("rebuild_online")) { MaxPoolSize = 16 }.ConnectionString);
        await Migrator.MigrateAsync(log, null, CancellationToken.None);
        await RebuildScenarios.PrepareAsync(log, events);
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = TimelineHost.Build(builder, log, await LogIdentity.ReadAsync(log, CancellationToken.None));
        await app.StartAsync();
        return new OnlineLoad(log, app, (events - Actors) * 32 / 33);
    }

    public Task<Reading> BeforeAsync(TimeSpan duration) => MeasureAsync(() => Task.Delay(duration));

    public Task<Reading> DuringRebuildAsync() => MeasureAsync(async () =>
    {
        using var begun = await _http.PostAsync("/api/projections/timeline/rebuild", null);
        var operation = begun.EnsureSuccessStatusCode().Headers.Location!.ToString();
        while (true)
        {
            var state = JsonElement.Parse(await _http.GetByteArrayAsync(operation)).GetProperty("state").GetString();
            if (state == "succeeded")
                return;
            if (state != "running")
                throw new InvalidOperationException($"The rebuild ended as {state}.");
            await Task.Delay(100);
        }
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _log.DisposeAsync();
    }

    private async Task<Reading> MeasureAsync(Func<Task> until)
    {
        using var stop = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var readers = Enumerable.Range(0, Readers).Select(number => Task.Run(() => ReadAsync(number, stop.Token))).ToArray();
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(stop.Token))).ToArray();
        try
        {
            await until();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([.. readers, .. writers]);
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var times = (await Task.WhenAll(readers)).SelectMany(reader => reader).Order().ToArray();
        return new Reading(times[(int)(times.Length * 0.99)], times.Length / seconds, seconds);
    }

    private async Task<List<double>> ReadAsync(int number, CancellationToken stop)
    {
        var random = new Random(number);
        var times = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var question = random.Next(3) switch
            {
                0 => $"/api/timeline?actor=actor-{random.Next(Actors)}&limit=50",
                1 => $"/api/timeline?knownAt=20{random.Next(15, 25)}-06-01&limit=50",
                _ => $"/api/developments/d-{random.NextInt64(_developments / 33) * 33}",
            };
            var began = Stopwatch.GetTimestamp();
            using (var answer = await _http.GetAsync(question, CancellationToken.None))
            {
                await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                if ((int)answer.StatusCode != 200)
                    Interlocked.Increment(ref _failures);
            }
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return times;
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _written);
            var report = Reports.Report(number, "n");
            using var body = new StringContent(
                $$"""{"id": "{{report.Development}}", "actor": "{{report.Actor}}", "kind": "statement", "occurred": "{{report.Occurred}}", "headline": "{{report.Headline}}", "source": {"publisher": "Reuters"}, "reportedAt": "2025-01-01"}""",
                Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync("/api/developments", body, CancellationToken.None);
            if ((int)answer.StatusCode != 201)
                Interlocked.Increment(ref _failures);
        }
    }
}
