using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Testing;
using DevelopmentEvents = System.Collections.Generic.IReadOnlyList<Timeline.Domain.Knowledge.Recorded>;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>Random histories, held against the brute-force fold. TIMELINE_NIGHTLY=1 tries many more.</summary>
public sealed class HistoryProperties
{
    private const int Commands = 50;

    private static readonly int Histories = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 10_000 : 150;

    [Fact]
    public void The_fold_and_the_segments_give_what_brute_force_gives_at_every_knowledge_time_and_position() => ForEachDevelopment(Histories, events =>
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

    [Fact]
    public void An_event_leaves_every_segment_before_its_effective_time_as_it_is_to_the_byte() => ForEachDevelopment(Histories / 3, events =>
        Replay(events, (before, after, closed, opened) =>
        {
            if (before.KnownFrom is null || before.KnownFrom != after.KnownFrom)
                return;
            var effective = after.EffectiveAt(after.Events[^1]);
            closed.ShouldAllBe(rectangle => rectangle.To > effective);
            foreach (var again in opened.Where(rectangle => rectangle.To <= effective))
                again.Entry.ShouldBe(closed.Single(rectangle => rectangle.From == again.From).Entry);
        }));

    [Fact]
    public void A_revision_never_goes_down_as_knowledge_time_or_position_grows() => ForEachDevelopment(Histories / 3, events =>
    {
        var histories = events.Select((_, i) => new DevelopmentHistory(events[0].Event.Development, [.. events.Take(i + 1)])).ToList();
        var times = events.Select(recorded => PublicAt(histories[^1], recorded)).Distinct().Order().ToList();
        var grid = histories.Select(history => times.Select(time => Fold.EntryAt(history, time)).ToList()).ToList();
        foreach (var line in grid.Concat(times.Select((_, column) => grid.Select(row => row[column]).ToList())))
        {
            var known = line.OfType<Entry>().ToList();
            known.Select(entry => entry.Revision).ShouldBeInOrder();
            known.Select(entry => entry.Position).ShouldBeInOrder();
            known.Select(entry => entry.RecordedAt).ShouldBeInOrder();
        }
        foreach (var entry in grid.SelectMany(row => row.Zip(times)).Where(cell => cell.First is not null))
            entry.First!.RevisedAt.ShouldBeInRange(entry.First.KnownFrom, entry.Second);
    });

    [Fact]
    public void The_steps_of_a_development_end_at_what_is_known_and_tell_nothing_that_is_not_public_yet() => ForEachDevelopment(Histories / 3, events =>
    {
        var history = new DevelopmentHistory(events[0].Event.Development, events);
        foreach (var knownAt in events.Select(recorded => PublicAt(history, recorded)).Distinct())
        {
            var steps = Fold.Steps(history, knownAt).ToList();
            Same(steps.Count == 0 ? null : Entries.Text(steps[^1].After), Fold.EntryAt(history, knownAt) is { } known ? Entries.Text(known) : null, "the last step", knownAt, events[^1].Position);
            if (steps.Count == 0)
                continue;
            steps.Select(step => step.Recorded).ShouldBe(events.Where(recorded => PublicAt(history, recorded) <= knownAt), ignoreOrder: true);
            steps[0].Before.ShouldBeNull();
            foreach (var ((_, _, after), (_, before, _)) in steps.Zip(steps.Skip(1)))
                before.ShouldBeSameAs(after);
            if (history.Report!.ReportedAt > knownAt)
                steps.SelectMany(step => step.After.Sources).Select(claim => claim.Source).ShouldNotContain(source => ReferenceEquals(source, history.Report.Source));
        }
    });

    [Fact]
    public void Events_read_back_from_their_JSON_as_they_were_written() => ForEachDevelopment(Histories / 3, events =>
    {
        foreach (var @event in events.Select(recorded => recorded.Event))
        {
            var json = EventTypes.Write(@event);
            EventTypes.Write(EventTypes.Read(EventTypes.Of(@event).Alias, json)!).ShouldBe(json);
        }
    });

    /// <summary>When an event says something: the report not before its own time, though it counts as of known-from.</summary>
    private static Instant PublicAt(DevelopmentHistory history, Recorded recorded) =>
        recorded.Event is DatedEvent dated ? dated.ReportedAt : history.EffectiveAt(recorded);

    private static Rectangles Segments(DevelopmentEvents events) => Replay(events, (_, _, _, _) => { });

    private static Rectangles Replay(DevelopmentEvents events, Action<DevelopmentHistory, DevelopmentHistory, IReadOnlyList<Rectangle>, IReadOnlyList<Rectangle>> each)
    {
        var rectangles = new Rectangles();
        var before = new DevelopmentHistory(events[0].Event.Development, []);
        foreach (var recorded in events)
        {
            var after = before.Append(recorded);
            var (closed, opened) = rectangles.Apply(Domain.Knowledge.Segments.Change(before, after));
            each(before, after, closed, opened);
            before = after;
        }
        return rectangles;
    }

    /// <summary>Every position of the events, the one before them, and one after.</summary>
    private static IEnumerable<long> Positions(DevelopmentEvents events) =>
        events.Select(recorded => recorded.Position).Prepend(events[0].Position - 1).Append(events[^1].Position + 1);

    /// <summary>Shouldly would draw a table of a long entry, character by character.</summary>
    private static void Same(string? actual, string? expected, string what, Instant knownAt, long basis) =>
        (actual == expected).ShouldBeTrue($"{what} at ({knownAt}, {basis}) is\n{actual}\nand brute force gives\n{expected}\n");

    private static void ForEachDevelopment(int histories, Action<DevelopmentEvents> body) =>
        Prop.ForAll(History.Any(Commands), history =>
        {
            foreach (var development in history.Apply().Developments)
                body(development.Events);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(histories));
}
