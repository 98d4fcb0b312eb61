using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Http;
using Timeline.Benchmarks.Measuring;
using Timeline.Domain.Time;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Benchmarks.Reading;

/// <summary>
/// How long one page of 50 takes, one client, in the history of so many events against that of a hundred thousand: typical questions and the hardest
/// ones, in which little is visible of much.
/// </summary>
internal static class LatencyScenarios
{
    private const long Small = 100_000;
    private const int Requests = 150;

    private static readonly (string Name, Regime Regime, Func<Place, string> Target)[] Questions =
    [
        ("current", Regime.Live, _ => ""),
        ("current, newest first", Regime.Live, _ => "order=desc"),
        ("as known on any day", Regime.Live, place => $"knownAt={At(place.Day())}"),
        ("as known on any day, newest first", Regime.Live, place => $"order=desc&knownAt={At(place.Day())}"),
        ("the last page before the knowledge time", Regime.Live, place => place.LastPageBefore(place.Day())),
        ("a month five years ago", Regime.Live, _ => "occurredFrom=2020-03&occurredTo=2020-03"),
        ("a basis far back", Regime.Live, place => $"basis={place.Events / 1_000}"),
        ("backfill, nothing visible", Regime.Backfill, place => $"knownAt={At(Histories.Week.PlusMicroseconds(-1 - place.Jitter()))}"),
        ("backfill, 0.1% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.001))}"),
        ("backfill, 0.1% visible, newest first", Regime.Backfill, place => $"order=desc&knownAt={At(place.InWeek(0.001))}"),
        ("backfill, 1% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.01))}"),
        ("backfill, 50% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.5))}"),
        ("backfill, a basis far back", Regime.Backfill, place => $"basis={place.Events / 1_000}"),
        ("the actor with a tenth, current", Regime.Live, _ => "actor=actor-0"),
        ("the actor with a tenth, as known on any day, newest first", Regime.Live, place => $"actor=actor-0&order=desc&knownAt={At(place.Day())}"),
        ("the actor with a tenth, backfill, 0.1% visible", Regime.Backfill, place => $"actor=actor-0&knownAt={At(place.InWeek(0.001))}"),
        ("the actor with a tenth, backfill, nothing visible", Regime.Backfill, place => $"actor=actor-0&knownAt={At(Histories.Week.PlusMicroseconds(-1 - place.Jitter()))}"),
    ];

    public static Scenario[] All { get; } =
    [
        new("page-latency", "Latency of a page, typical and adversarial, in so many events against a hundred thousand", RunAsync),
    ];

    private static async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        var figures = new List<Figure>();
        foreach (var regime in Enum.GetValues<Regime>())
        {
            await using var large = await Site.OpenAsync(server, regime, options.Events);
            await using var small = await Site.OpenAsync(server, regime, Small);
            foreach (var (name, _, target) in Questions.Where(question => question.Regime == regime))
            {
                Console.Error.WriteLine($" {name}");
                var (ours, floor) = (new List<double>(), new List<double>());
                var rounds = await Interleaved.RunAsync(options.Rounds, () => large.MedianAsync(target, Requests, ours), () => small.MedianAsync(target, Requests, floor));
                figures.Add(new Figure($"page latency: {name}", "ms", $"{Small:N0} events", "≤ 2", rounds));
                figures.Add(new Figure($"page latency: {name}, 99th percentile", "ms", $"{Small:N0} events", "under 10 ms", [new Round(P99(ours), P99(floor))]));
            }
        }
        return figures;
    }

    private static string At(Instant instant) => Uri.EscapeDataString(instant.ToString());

    private static double P99(List<double> milliseconds) => milliseconds.Order().ElementAt((int)(milliseconds.Count * 0.99));

    /// <summary>What questions may depend on.</summary>
    private sealed record Place(long Events, string Edition, Random Random)
    {
        public long Jitter() => Random.NextInt64(Instant.MicrosecondsPerDay);

        public Instant Day() => Histories.Start.PlusMicroseconds((200 * Instant.MicrosecondsPerDay) + Random.NextInt64(3_400 * Instant.MicrosecondsPerDay));

        public Instant InWeek(double share) => Histories.Week.PlusMicroseconds((long)(share * (0.98 + (0.04 * Random.NextDouble())) * 7 * Instant.MicrosecondsPerDay));

        /// <summary>Begins three days before the end of what can be known.</summary>
        public string LastPageBefore(Instant knownAt)
        {
            var start = Instant.StartOf(knownAt.PlusMicroseconds(-3 * Instant.MicrosecondsPerDay).Day);
            var cursor = new Cursor(knownAt, Events, Cursor.HashOf(Edition, ""), new PageStart(start, "zzzz"));
            return $"after={cursor}&knownAt={At(knownAt)}&basis={Events}";
        }
    }

    private sealed class Site(ProductHost host, RawClient client, long events, string edition) : IAsyncDisposable
    {
        private int _run;

        public static async Task<Site> OpenAsync(BenchmarkServer server, Regime regime, long events)
        {
            var connection = await GeneratedLog.OfAsync(server, regime, events);
            var host = await ProductHost.StartAsync(connection);
            await using var source = NpgsqlDataSource.Create(connection);
            return new Site(host, await RawClient.ConnectAsync(host.Address), events, (await LogIdentity.ReadAsync(source, CancellationToken.None)).Edition);
        }

        public async Task<double> MedianAsync(Func<Place, string> target, int requests, List<double> all)
        {
            var place = new Place(events, edition, new Random(_run++));
            var measured = new List<double>();
            for (var i = 0; i < requests; i++)
            {
                var request = RawClient.Get(string.Create(CultureInfo.InvariantCulture, $"/api/timeline?{target(place)}"));
                var start = Stopwatch.GetTimestamp();
                await client.AskAsync(request, 200);
                measured.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            all.AddRange(measured);
            return measured.Order().ElementAt(measured.Count / 2);
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await host.DisposeAsync();
        }
    }
}
