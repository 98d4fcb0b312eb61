using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;

namespace Timeline.Benchmarks.Generating;

/// <summary>How knowledge came about.</summary>
internal enum Regime
{
    /// <summary>Recorded as it happened, over ten years: known two days after.</summary>
    Live,

    /// <summary>All reported in one week, in no order, about ten years.</summary>
    Backfill,
}

/// <summary>
/// Commands of a history: reports by actors in a Zipf distribution, of which the first has a tenth of everything; three in a hundred correct an earlier
/// report, one in a hundred comes a month late. The same number of the same regime is the same command.
/// </summary>
internal static class Histories
{
    public static readonly Instant Start = new(1_420_070_400L * Instant.MicrosecondsPerSecond);
    public static readonly Instant End = Start.PlusMicroseconds(3_650 * Instant.MicrosecondsPerDay);

    /// <summary>The week in which everything is reported, in <see cref="Regime.Backfill"/>.</summary>
    public static readonly Instant Week = End.PlusMicroseconds(30 * Instant.MicrosecondsPerDay);

    public static readonly Instant AfterAll = Week.PlusMicroseconds(30 * Instant.MicrosecondsPerDay);

    public static IEnumerable<Command> Commands(Regime regime, long count)
    {
        for (var number = 0L; number < count; number++)
            yield return number % 33 == 32 ? Corrected(regime, number, count).Correction : Report(regime, number, count);
    }

    /// <summary>What the log keeps of the actors and of the <see cref="Commands"/>, each with its stream.</summary>
    public static IEnumerable<(string Stream, object Event)> Events(Regime regime, long count)
    {
        foreach (var actor in Reports.Registered())
            yield return (actor.Actor, actor);
        for (var number = 0L; number < count; number++)
        {
            if (number % 33 != 32)
            {
                var report = Reports.Event(Report(regime, number, count));
                yield return (report.Actor, report);
                continue;
            }
            var (correction, of) = Corrected(regime, number, count);
            yield return (of.Actor, new DevelopmentCorrected(
                correction.Development, correction.Changes, correction.Reason, correction.Source, correction.Reported.Instant!.Value, null));
        }
    }

    private static ReportDevelopment Report(Regime regime, long number, long count)
    {
        var report = Reports.Report(number);
        var random = new Random(unchecked((int)(number * 40_503)));
        var day = regime == Regime.Live ? number * 3_650 / count : random.NextInt64(3_650);
        var occurred = Start.PlusMicroseconds(day * Instant.MicrosecondsPerDay);
        var reported = regime == Regime.Live
            ? occurred.PlusMicroseconds((2 * Instant.MicrosecondsPerDay) + random.NextInt64(Instant.MicrosecondsPerDay) + (number % 100 == 50 ? 30 * Instant.MicrosecondsPerDay : 0))
            : Week.PlusMicroseconds(random.NextInt64(7 * Instant.MicrosecondsPerDay));
        return report with { Occurred = $"{occurred.Day:yyyy-MM-dd}", Reported = new ReportTime(null, reported) };
    }

    private static (CorrectDevelopment Correction, ReportDevelopment Of) Corrected(Regime regime, long number, long count)
    {
        // Mostly of what is new.
        var random = new Random(unchecked((int)(number * 69_069)));
        var back = 1 + (long)(Math.Pow(random.NextDouble(), 4) * (number - 1));
        var corrected = number - back;
        if (corrected % 33 == 32)
            corrected--;
        var report = Report(regime, corrected, count);
        var at = report.Reported.Instant!.Value.PlusMicroseconds(random.NextInt64(20 * Instant.MicrosecondsPerDay));
        var changes = new DevelopmentChanges { Headline = Patch<string>.Set($"{report.Headline}, as put right in {number}") };
        return (new CorrectDevelopment(report.Development, changes, "misread", report.Source, new ReportTime(null, at)), report);
    }
}
