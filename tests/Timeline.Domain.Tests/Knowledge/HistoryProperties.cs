using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Testing;
using DevelopmentEvents = System.Collections.Generic.IReadOnlyList<Timeline.Domain.Knowledge.Recorded>;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>Random histories, held against the brute-force fold. TIMELINE_NIGHTLY=1 tries many more.</summary>
public sealed class HistoryProperties
{
    private const int Commands = 45;

    private static readonly int Histories = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 10_000 : 200;

    [Fact]
    public void The_fold_and_the_segments_give_what_brute_force_gives_at_every_knowledge_time_and_position() => ForEachDevelopment(events =>
    {
        var history = new DevelopmentHistory(events[0].Event.Development, events);
        var rectangles = Segments(events).All.ToList();
        var times = BruteForce.Times(events);
        foreach (var basis in Positions(events))
        {
            var past = history.UpTo(basis);
            foreach (var knownAt in times)
            {
                var expected = BruteForce.EntryAt(events, knownAt, basis) is { } entry ? BruteForce.Text(entry) : null;
                var folded = Fold.EntryAt(past, knownAt) is { } known ? Entries.Text(known) : null;
                Same(folded, expected, "the fold", knownAt, basis);
                var covering = rectangles.Where(rectangle => rectangle.Covers(knownAt, basis)).ToList();
                covering.Count.ShouldBe(expected is null ? 0 : 1, $"segments at ({knownAt}, {basis})");
                Same(covering.SingleOrDefault()?.Entry, expected, "the segment", knownAt, basis);
            }
        }
    });

    private static Rectangles Segments(DevelopmentEvents events)
    {
        var rectangles = new Rectangles();
        var before = new DevelopmentHistory(events[0].Event.Development, []);
        foreach (var recorded in events)
        {
            var after = before.Append(recorded);
            rectangles.Apply(Domain.Knowledge.Segments.Change(before, after));
            before = after;
        }
        return rectangles;
    }

    /// <summary>Every position of the events, the one before the first, and those in the gaps.</summary>
    private static IEnumerable<long> Positions(DevelopmentEvents events) =>
        events.Select(recorded => recorded.Position).SelectMany(position => new[] { position - 1, position }).Append(events[^1].Position + 1).Distinct();

    /// <summary>Shouldly would draw a table of a long entry, character by character.</summary>
    private static void Same(string? actual, string? expected, string what, Instant knownAt, long basis) =>
        (actual == expected).ShouldBeTrue($"{what} at ({knownAt}, {basis}) is\n{actual}\nand brute force gives\n{expected}\n");

    private static void ForEachDevelopment(Action<DevelopmentEvents> body) =>
        Prop.ForAll(History.Any(Commands), history =>
        {
            foreach (var development in history.Apply().Developments)
                body(development.Events);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Histories));
}
