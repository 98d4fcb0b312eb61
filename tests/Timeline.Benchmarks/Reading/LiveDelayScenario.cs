using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Timeline.Benchmarks.Appending;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Http;
using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks.Reading;

/// <summary>
/// From when a client sends a report until readers of <c>/api/timeline/live</c> have it, against the time until the client has its answer: with
/// some writers that pause between reports, and some readers.
/// </summary>
internal static class LiveDelayScenario
{
    private const int Writers = 4;
    private const int Readers = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Scenario[] All { get; } = [new("live-delay", $"Delay of /api/timeline/live, {Writers} writers and {Readers} readers", RunAsync)];

    private static async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        await using var host = await ProductHost.StartAsync(await server.NewLogDatabaseAsync("benchmark_live_delay"));
        using var first = await RawClient.ConnectAsync(host.Address);
        foreach (var actor in Reports.Registrations())
            await first.AskAsync(RawClient.Post("/api/actors", ApiJson.Of(actor), "application/json"), 201);

        using var readers = new LiveReaders(host.Address);
        await readers.StartAsync(Readers);
        var (medians, tails) = (new List<Round>(), new List<Round>());
        for (var (round, number) = (-1, 0L); round < options.Rounds; round++)
        {
            var (sent, answered) = (new ConcurrentDictionary<string, long>(StringComparer.Ordinal), new ConcurrentBag<double>());
            readers.Measure(sent);
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(host.Address, options.Duration, () => Interlocked.Increment(ref number), sent, answered)));
            await readers.SeenAsync(sent.Count * Readers);
            if (round < 0)
                continue;
            medians.Add(new Round(At(readers.Delays, 0.5), At(answered, 0.5)));
            tails.Add(new Round(At(readers.Delays, 0.99), At(answered, 0.99)));
        }
        return
        [
            new Figure("live: sent until seen by a reader", "ms", "sent until acknowledged", null, medians),
            new Figure("live: sent until seen by a reader, 99th percentile", "ms", "sent until acknowledged, 99th percentile", null, tails),
        ];
    }

    private static async Task WriteAsync(Uri address, TimeSpan duration, Func<long> next, ConcurrentDictionary<string, long> sent, ConcurrentBag<double> answered)
    {
        using var client = await RawClient.ConnectAsync(address);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration;)
        {
            var report = Reports.Report(next(), "live");
            var body = RawClient.Post("/api/developments", ApiJson.Of(report), "application/json");
            var start = Stopwatch.GetTimestamp();
            sent[report.Development] = start;
            await client.AskAsync(body, 201);
            answered.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause);
        }
    }

    private static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * share)];
    }

    /// <summary>Readers of the stream, that note how long each report took to come.</summary>
    private sealed class LiveReaders(Uri address) : IDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        private readonly CancellationTokenSource _stop = new();
        private readonly SemaphoreSlim _came = new(0);
        private ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);

        public ConcurrentBag<double> Delays { get; private set; } = [];

        public async Task StartAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var response = await _client.GetAsync(new Uri("/api/timeline/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
                response.EnsureSuccessStatusCode();
                _ = ReadAsync(response);
            }
        }

        public void Measure(ConcurrentDictionary<string, long> sent) => (_sent, Delays) = (sent, []);

        /// <summary>Waits until so many came.</summary>
        public async Task SeenAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (!await _came.WaitAsync(TimeSpan.FromSeconds(30)))
                    throw new TimeoutException($"Only {i} of {count} came.");
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _client.Dispose();
            _stop.Dispose();
            _came.Dispose();
        }

        private async Task ReadAsync(HttpResponseMessage response)
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token), Encoding.UTF8);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var now = Stopwatch.GetTimestamp();
                if (line.StartsWith("data:", StringComparison.Ordinal))
                    Note(line, now);
            }
        }

        private void Note(string line, long now)
        {
            const string Mark = "{\"id\":\"live-";
            for (var at = line.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = line.IndexOf(Mark, at + 1, StringComparison.Ordinal))
            {
                var start = at + "{\"id\":\"".Length;
                if (!_sent.TryGetValue(line[start..line.IndexOf('"', start)], out var sent))
                    continue;
                Delays.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
                _came.Release();
            }
        }
    }
}
