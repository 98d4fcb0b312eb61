using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Benchmarks.Generating;

/// <summary>
/// Reports as newsrooms write them: a headline, a sentence, a figure now and then. The same number gives the same report. Actors follow a
/// Zipf distribution, so that the first has about a tenth of everything.
/// </summary>
internal static class Reports
{
    private const int Actors = 2_000;

    private static readonly Instant Epoch = new(1_420_070_400L * Instant.MicrosecondsPerSecond);
    private static readonly double[] Cumulative = Zipf(Actors);
    private static readonly string[] Publishers = ["Reuters", "Yonhap", "Associated Press", "Agence France-Presse", "Kyiv Independent", "NK News"];
    private static readonly string[] Verbs = ["announces", "denies", "confirms", "moves", "signs", "delivers", "withdraws", "sanctions"];
    private static readonly string[] Things = ["two brigades", "a defence treaty", "artillery shells", "a field hospital", "its ambassador", "a trade mission", "air defences"];

    public static string ActorId(int number) => $"actor-{number}";

    public static IEnumerable<RegisterActor> Registrations() =>
        Enumerable.Range(0, Actors).Select(number => new RegisterActor(ActorId(number), $"Actor number {number}", ActorKind.State, []));

    /// <summary>Report <paramref name="number"/>: occurred over ten years, reported two days later.</summary>
    public static ReportDevelopment Report(long number, string prefix = "d")
    {
        var random = new Random(unchecked((int)(number * 2_654_435_761)));
        var occurred = Epoch.PlusMicroseconds(random.NextInt64(3_650) * Instant.MicrosecondsPerDay);
        var actor = random.NextDouble();
        var first = Array.BinarySearch(Cumulative, actor);
        var subject = Math.Min(first < 0 ? ~first : first, Actors - 1);
        var other = (subject + 1 + random.Next(Actors - 1)) % Actors;
        var verb = Verbs[random.Next(Verbs.Length)];
        var thing = Things[random.Next(Things.Length)];
        return new ReportDevelopment(
            $"{prefix}-{number}",
            ActorId(subject),
            (DevelopmentKind)random.Next(10),
            $"{occurred.Day:yyyy-MM-dd}",
            $"Actor {subject} {verb} {thing} near town {random.Next(500)}",
            Publishers[random.Next(Publishers.Length)],
            new Source(Publishers[random.Next(Publishers.Length)], $"Dispatch {number}", $"https://example.org/{number}"),
            new ReportTime(null, occurred.PlusMicroseconds(2 * Instant.MicrosecondsPerDay + random.NextInt64(Instant.MicrosecondsPerDay))),
            $"Officials said that actor {subject} {verb} {thing}; the other side, actor {other}, did not comment.",
            random.Next(3) == 0 ? [new Participant(ActorId(other), "counterpart")] : null,
            random.Next(4) == 0 ? [new Place("Kursk", 51.73m, 36.19m)] : null,
            random.Next(5) == 0 ? [new Figure("troops", random.Next(1, 12) * 500m, null, null, "people")] : null,
            ["generated"]);
    }

    /// <summary>What the log keeps of the <see cref="Registrations"/>.</summary>
    public static IEnumerable<ActorRegistered> Registered() =>
        Registrations().Select(actor => new ActorRegistered(actor.Actor, actor.Name, actor.Kind, actor.Aliases));

    /// <summary>What the log keeps of report <paramref name="number"/>.</summary>
    public static DevelopmentReported Event(long number) => Event(Report(number));

    /// <summary>What the log keeps of a report.</summary>
    public static DevelopmentReported Event(ReportDevelopment report) => new(
        report.Development, report.Actor, report.Kind, report.Occurred, report.Headline, report.Attribution, report.Source,
        report.Reported.Instant!.Value, null, report.Summary, report.Participants, report.Places, report.Figures, report.Tags);

    private static double[] Zipf(int count)
    {
        var weights = Enumerable.Range(1, count).Select(rank => 1 / Math.Pow(rank, 0.98)).ToArray();
        var total = weights.Sum();
        var sum = 0d;
        return [.. weights.Select(weight => sum += weight / total)];
    }
}
