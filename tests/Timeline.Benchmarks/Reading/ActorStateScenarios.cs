using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks.Reading;

/// <summary>An actor's state out of a very long stream, against one of 1,000 events, one request at a time.</summary>
internal static class ActorStateScenarios
{
    private static readonly DateTime Begin = new(2015, 2, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Years = TimeSpan.FromDays(3_620);

    /// <summary>From when to when in the ten years, after which part of the stream, and how many times as long it may take.</summary>
    private static readonly (string Name, double From, double To, double Part, string Target)[] Questions =
    [
        ("known now, newest basis", 1, 1, 1, "≤ 3"),
        ("known at any date, newest basis", 0, 1, 1, "≤ 3"),
        ("known early, newest basis", 0.01, 0.05, 1, "≤ 3"),
        ("known at any date, basis at 1%", 0, 1, 0.01, "≤ 10"),
        ("known at any date, basis at 10%", 0, 1, 0.1, "≤ 10"),
        ("known at any date, any basis", 0, 1, 0, "≤ 10"),
    ];

    public static Scenario[] All { get; } = [new("actor-state", "An actor's state out of a stream of --events events, against one of 1,000", RunAsync)];

    private static async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkServer server, ScenarioOptions options)
    {
        await using var streams = await ActorStreams.StartAsync(server, options.Events);
        var figures = new List<Figure>();
        foreach (var (name, from, to, part, target) in Questions)
        {
            var random = new Random(1);
            var halves = new List<Round>();
            var tails = new List<Round>();
            // The first round warms up.
            for (var round = 0; round <= options.Rounds; round++)
            {
                var (large, small) = await AskAsync(streams, options.Duration, () => At(random, from, to), () => part > 0 ? part : random.NextDouble());
                if (round == 0)
                    continue;
                halves.Add(new Round(Percentile(large, 0.5), Percentile(small, 0.5)));
                tails.Add(new Round(Percentile(large, 0.99), Percentile(small, 0.99)));
                Console.Error.WriteLine($"  {name}: p50 {halves[^1].Ours:N1} against {halves[^1].Floor:N1} ms, p99 {tails[^1].Ours:N1} against {tails[^1].Floor:N1} ms");
            }
            figures.Add(new Figure($"actor of {options.Events:N0} events, {name}, p50", "ms", "of 1,000 events", target, halves));
            figures.Add(new Figure($"actor of {options.Events:N0} events, {name}, p99", "ms", "of 1,000 events", null, tails));
        }
        return figures;
    }

    /// <summary>Both in turn, the same questions.</summary>
    private static async Task<(List<double> Large, List<double> Small)> AskAsync(ActorStreams streams, TimeSpan duration, Func<DateTime> knownAt, Func<double> part)
    {
        var (large, small) = (new List<double>(), new List<double>());
        for (var end = DateTime.UtcNow + duration; DateTime.UtcNow < end || large.Count < 3;)
        {
            var (at, after) = (knownAt(), part());
            large.Add(await streams.AskAsync(ActorStreams.Large, at, after));
            small.Add(await streams.AskAsync(ActorStreams.Small, at, after));
        }
        return (large, small);
    }

    private static DateTime At(Random random, double from, double to) => Begin + Years * (from + ((to - from) * random.NextDouble()));

    private static double Percentile(List<double> values, double part)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(part * values.Count))];
    }
}
