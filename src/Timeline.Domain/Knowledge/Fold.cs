using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>What was known from <see cref="From"/> (inclusive) to <see cref="To"/> (exclusive; <see cref="Instant.MaxValue"/> while it holds).</summary>
public sealed record KnownState(Instant From, Instant To, Entry Entry);

/// <summary>
/// The bitemporal fold. For one development and one log position, knowledge time falls into intervals, and in each of them one entry
/// holds: the fold of the events whose effects are effective by then, in the order (effective time, position).
/// </summary>
public static class Fold
{
    /// <summary>The entry at a knowledge time (inclusive), or null where nothing was known yet or the development is removed.</summary>
    public static Entry? EntryAt(DevelopmentHistory history, Instant knownAt) =>
        history.KnownFrom is { } from && from <= knownAt ? Walk(history, knownAt).First().Entry : null;

    /// <summary>Every interval of knowledge time, in order and without gaps from known-from on; empty where the development is removed.</summary>
    public static IReadOnlyList<KnownState> States(DevelopmentHistory history) => StatesFrom(history, Instant.MinValue);

    /// <summary>The intervals that end after <paramref name="start"/> (the last never ends), so beginning with the one that holds then.</summary>
    public static IReadOnlyList<KnownState> StatesFrom(DevelopmentHistory history, Instant start) =>
        history.Events is [{ Event: DevelopmentReported report } alone] ? [OfReport(history, report, alone)] : [.. Walk(history, start)];

    /// <summary>
    /// The events in the order in which they say something, each with the entry just before and just after it: what it alone changed.
    /// First the one that made the development known (before is null), then by (effective time, position), but the report, though it
    /// counts as of known-from, where its own words take over. Only what is public by <paramref name="knownAt"/> (inclusive).
    /// </summary>
    public static IEnumerable<(Recorded Recorded, Entry? Before, Entry After)> Steps(DevelopmentHistory history, Instant knownAt)
    {
        if (history.Report is not { } report || history.KnownFrom > knownAt)
            yield break;
        var first = history.FirstTelling;
        var fold = new EntryFold(history, report);
        fold.Apply(history.Events.First(recorded => ReferenceEquals(recorded.Event, report)));
        Entry? current = null;
        foreach (var recorded in history.Events.OrderByDescending(recorded => ReferenceEquals(recorded.Event, first)).ThenBy(SaidAt).ThenBy(recorded => recorded.Position))
        {
            if (SaidAt(recorded) > knownAt)
                continue;
            if (ReferenceEquals(recorded.Event, report))
                fold.PublishReport();
            else
                fold.Apply(recorded);
            var before = current;
            current = fold.ToEntry();
            yield return (recorded, before, current);
        }

        Instant SaidAt(Recorded recorded) => ReferenceEquals(recorded.Event, report) ? report.ReportedAt : history.EffectiveAt(recorded);
    }

    /// <summary>The instants at which the entry changes, in order, at this history's newest position: known-from first.</summary>
    public static IReadOnlyList<Instant> Boundaries(DevelopmentHistory history)
    {
        if (history.KnownFrom is not { } knownFrom)
            return [];
        var times = new List<Instant>(history.Events.Count + 2) { knownFrom, history.Report!.ReportedAt };
        foreach (var recorded in history.Events)
            times.Add(Instant.Max(history.EffectiveAt(recorded), knownFrom));
        times.Sort();
        var distinct = 1;
        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] != times[distinct - 1])
                times[distinct++] = times[i];
        }
        times.RemoveRange(distinct, times.Count - distinct);
        return times;
    }

    /// <summary>What a report that nothing follows says, which most are: it holds from its own time on.</summary>
    private static KnownState OfReport(DevelopmentHistory history, DevelopmentReported report, Recorded recorded)
    {
        var fold = new EntryFold(history, report);
        fold.PublishReport();
        fold.Apply(recorded);
        return new KnownState(report.ReportedAt, Instant.MaxValue, fold.ToEntry());
    }

    private static IEnumerable<KnownState> Walk(DevelopmentHistory history, Instant start)
    {
        if (history.Report is not { } report)
            yield break;
        var boundaries = Boundaries(history);
        var effects = history.Events;
        if (effects.Count > 1)
            effects = [.. effects.OrderBy(history.EffectiveAt).ThenBy(recorded => recorded.Position)];
        var fold = new EntryFold(history, report);
        var next = 0;
        for (var i = 0; i < boundaries.Count; i++)
        {
            var (from, to) = (boundaries[i], i + 1 < boundaries.Count ? boundaries[i + 1] : Instant.MaxValue);
            if (from == report.ReportedAt)
                fold.PublishReport();
            for (; next < effects.Count && history.EffectiveAt(effects[next]) <= from; next++)
                fold.Apply(effects[next]);
            if (to > start || to == Instant.MaxValue)
                yield return new KnownState(from, to, fold.ToEntry());
        }
    }
}
