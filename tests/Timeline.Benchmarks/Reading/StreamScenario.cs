using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Measuring;
using Timeline.Service.Hosting;

namespace Timeline.Benchmarks.Reading;

/// <summary>Everything as NDJSON from a service in a process of its own, and the most memory that it takes for that.</summary>
internal static class StreamScenario
{
    private const double Most = 200;

    public static Scenario[] All { get; } = [new("ndjson", "Stream everything as NDJSON", RunAsync)];

    private static async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        var connection = await GeneratedLog.OfAsync(server, Regime.Live, options.Events);
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [typeof(TimelineHost).Assembly.Location, "serve", "--urls", $"http://127.0.0.1:{port}", "--Timeline:Seeds=false"])
        {
            Environment = { ["ConnectionStrings__Timeline"] = connection },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var service = Process.Start(start)!;
        service.OutputDataReceived += (_, _) => { };
        service.ErrorDataReceived += (_, _) => { };
        service.BeginOutputReadLine();
        service.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
            await ReadyAsync(client);
            var watch = Stopwatch.StartNew();
            var lines = await CountAsync(client);
            var perSecond = lines / watch.Elapsed.TotalSeconds;
            return
            [
                new Figure($"NDJSON of {lines:N0} entries: memory of the service", "MB", "the most that it may take", "≤ 1", [new Round(PeakMegabytes(service.Id), Most)]),
                new Figure($"NDJSON of {lines:N0} entries", "entries/s", "none", null, [new Round(perSecond, perSecond)]),
            ];
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    private static async Task<long> CountAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/timeline");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (buffer, lines) = (new byte[256 * 1024], 0L);
        for (var read = await stream.ReadAsync(buffer); read > 0; read = await stream.ReadAsync(buffer))
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var ready = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The peak resident set, as Linux counts it; what the process takes now, elsewhere.</summary>
    private static double PeakMegabytes(int process)
    {
        var file = $"/proc/{process}/status";
        if (!File.Exists(file))
            return Process.GetProcessById(process).PeakWorkingSet64 / 1e6;
        var line = File.ReadLines(file).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1000;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
