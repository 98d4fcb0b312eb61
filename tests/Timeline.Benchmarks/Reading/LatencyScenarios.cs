using System.Diagnostics;
using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Http;
using Timeline.Benchmarks.Measuring;
using Timeline.Domain.Time;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Benchmarks.Reading;

/// <summary>
/// How long one answer takes, one client, in the history of so many events against that of a hundred thousand: pages of 50, typical ones and the hardest,
/// in which little is visible of much; differences; and searches.
/// </summary>
internal static class LatencyScenarios
{
    private const long Small = 100_000;
    private const int Requests = 150;
    private const int SlowRequests = 15;

    private static readonly Question[] Pages =
    [
        Page("current", Regime.Live, _ => ""),
        Page("current, newest first", Regime.Live, _ => "order=desc"),
        Page("as known on any day", Regime.Live, place => $"knownAt={At(place.Day())}"),
        Page("as known on any day, newest first", Regime.Live, place => $"order=desc&knownAt={At(place.Day())}"),
        Page("the last page before the knowledge time", Regime.Live, place => place.LastPageBefore(place.Day())),
        Page("a month five years ago", Regime.Live, _ => "occurredFrom=2020-03&occurredTo=2020-03"),
        Page("a basis far back", Regime.Live, place => $"basis={place.Events / 1_000}"),
        Page("backfill, nothing visible", Regime.Backfill, place => $"knownAt={At(Histories.Week.PlusMicroseconds(-1 - place.Jitter()))}"),
        Page("backfill, 0.1% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.001))}"),
        Page("backfill, 0.1% visible, newest first", Regime.Backfill, place => $"order=desc&knownAt={At(place.InWeek(0.001))}"),
        Page("backfill, 1% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.01))}"),
        Page("backfill, 50% visible", Regime.Backfill, place => $"knownAt={At(place.InWeek(0.5))}"),
        Page("backfill, a basis far back", Regime.Backfill, place => $"basis={place.Events / 1_000}"),
        Page("the actor with a tenth, current", Regime.Live, _ => "actor=actor-0"),
        Page("the actor with a tenth, as known on any day, newest first", Regime.Live, place => $"actor=actor-0&order=desc&knownAt={At(place.Day())}"),
        Page("the actor with a tenth, backfill, 0.1% visible", Regime.Backfill, place => $"actor=actor-0&knownAt={At(place.InWeek(0.001))}"),
        Page("the actor with a tenth, backfill, nothing visible", Regime.Backfill, place => $"actor=actor-0&knownAt={At(Histories.Week.PlusMicroseconds(-1 - place.Jitter()))}"),
        Page("a rare actor", Regime.Live, _ => "actor=actor-1999"),
    ];

    private static readonly Question[] Diffs =
    [
        new("diff over a day", Regime.Live, Requests, place => Diff(place.Day(), 1)),
        new("diff over a month", Regime.Live, SlowRequests, place => Diff(place.Day(), 30)),
        new("diff over a day of the actor with a tenth", Regime.Live, Requests, place => $"{Diff(place.Day(), 1)}&actor=actor-0"),
    ];

    private static readonly Question[] Searches =
    [
        new("search, a word of one entry in eight", Regime.Live, SlowRequests, place => $"/api/timeline?q=brigades&knownAt={At(place.Day())}"),
        new("search, a phrase of one entry in five hundred", Regime.Live, SlowRequests, place => $"/api/timeline?q={Uri.EscapeDataString($"\"town {place.Random.Next(500)}\"")}&knownAt={At(place.Day())}"),
        new("search, a phrase that few entries have", Regime.Live, SlowRequests, place => $"/api/timeline?q={Uri.EscapeDataString($"\"put right in {32 + (33 * place.Random.Next(3_000))}\"")}"),
        new("search, a word that no entry has", Regime.Live, SlowRequests, _ => "/api/timeline?q=zeppelin"),
    ];

    public static Scenario[] All { get; } =
    [
        new("page-latency", "Latency of a page of a history recorded as it happened, in so many events against a hundred thousand", (server, options) => PagesAsync(Regime.Live, server, options)),
        new("page-latency-backfill", "Latency of a page where everything was reported in one week, in so many events against a hundred thousand", (server, options) => PagesAsync(Regime.Backfill, server, options)),
        new("diff", "Latency of differences, in so many events against a hundred thousand", (server, options) => RunAsync("", Diffs, default, server, options)),
        new("search", "Latency of full-text search, in so many events against a hundred thousand", (server, options) => RunAsync("", Searches, default, server, options)),
    ];

    private static Question Page(string name, Regime regime, Func<Place, string> query) => new(name, regime, Requests, place => $"/api/timeline?{query(place)}");

    private static string Diff(Instant from, int days) =>
        $"/api/timeline/diff?from={At(from)}&to={At(from.PlusMicroseconds(days * Instant.MicrosecondsPerDay))}&limit=50";

    /// <summary>Only of pages it is said how fast they have to be.</summary>
    private static Task<IReadOnlyList<Figure>> PagesAsync(Regime regime, BenchmarkServer server, ScenarioOptions options) =>
        RunAsync("page latency: ", [.. Pages.Where(question => question.Regime == regime)], ("≤ 2", "under 10 ms"), server, options);

    /// <param name="questions">All of one regime.</param>
    private static async Task<IReadOnlyList<Figure>> RunAsync(string prefix, Question[] questions, (string? Median, string? P99) wanted, BenchmarkServer server, ScenarioOptions options)
    {
        var figures = new List<Figure>();
        await using var large = await Site.OpenAsync(server, questions[0].Regime, options.Events);
        await using var small = await Site.OpenAsync(server, questions[0].Regime, Small);
        foreach (var (name, _, requests, target) in questions)
        {
            Console.Error.WriteLine($" {name}");
            var (ours, floor) = (new List<double>(), new List<double>());
            Task<double> LargeAsync() => large.MedianAsync(target, requests, ours);
            Task<double> SmallAsync() => small.MedianAsync(target, requests, floor);
            await Interleaved.WarmAsync(LargeAsync, SmallAsync);
            var first = new Round(ours.Max(), floor.Max());
            (ours, floor) = ([], []);
            var rounds = await Interleaved.RunAsync(options.Rounds, LargeAsync, SmallAsync, isWarm: true);
            figures.Add(new Figure($"{prefix}{name}", "ms", $"{Small:N0} events", wanted.Median, rounds));
            figures.Add(new Figure($"{prefix}{name}, 99th percentile", "ms", $"{Small:N0} events", wanted.P99, [new Round(P99(ours), P99(floor))]));
            figures.Add(new Figure($"{prefix}{name}, slowest while the question is new", "ms", $"{Small:N0} events", null, [first]));
        }
        return figures;
    }

    private static string At(Instant instant) => Uri.EscapeDataString(instant.ToString());

    private static double P99(List<double> milliseconds) => milliseconds.Order().ElementAt((int)(milliseconds.Count * 0.99));

    /// <param name="Requests">In each measurement.</param>
    private sealed record Question(string Name, Regime Regime, int Requests, Func<Place, string> Target);

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
            await Quiet.WaitAsync(source);
            return new Site(host, await RawClient.ConnectAsync(host.Address), events, (await LogIdentity.ReadAsync(source, CancellationToken.None)).EditionOf(ViewVersions.Shipped.Newest.Number));
        }

        public async Task<double> MedianAsync(Func<Place, string> target, int requests, List<double> all)
        {
            var place = new Place(events, edition, new Random(_run++));
            var measured = new List<double>();
            for (var i = 0; i < requests; i++)
            {
                var request = RawClient.Get(target(place));
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
