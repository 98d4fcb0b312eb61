using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>
/// What one event does to the segments of its development. A segment is a rectangle of (known interval × recorded interval) in which one
/// entry holds; its recorded interval begins at the position that opened it and is open until another event closes it there.
/// </summary>
/// <param name="Position">Closed segments end at this position (exclusive), opened ones begin at it (inclusive).</param>
/// <param name="Closed">The known-from of every open segment that ends here: at one position they do not overlap, so it names them.</param>
/// <param name="Opened">The segments that begin here.</param>
public sealed record SegmentChange(string Development, long Position, IReadOnlyList<Instant> Closed, IReadOnlyList<KnownState> Opened);

/// <summary>
/// From events to segments, as interval arithmetic: an event changes nothing that was known before its effective time, so everything
/// open that reaches past that time is closed at its position, and the part before that time is opened again beside what is new.
/// </summary>
public static class Segments
{
    /// <summary>What the newest event of <paramref name="after"/> does, given the history <paramref name="before"/> it.</summary>
    public static SegmentChange Change(DevelopmentHistory before, DevelopmentHistory after)
    {
        var newest = after.Events[^1];
        var changedFrom = ChangedFrom(before, after, newest);
        var closed = new List<Instant>();
        var boundaries = Fold.Boundaries(before);
        for (var i = 0; i < boundaries.Count; i++)
        {
            var to = i + 1 < boundaries.Count ? boundaries[i + 1] : Instant.MaxValue;
            if (to > changedFrom)
                closed.Add(boundaries[i]);
        }
        // Where the event cuts an interval in two, the part before it is opened again.
        var reopenFrom = closed.Count > 0 ? Instant.Min(closed[0], changedFrom) : changedFrom;
        return new SegmentChange(after.Id, newest.Position, closed, Fold.StatesFrom(after, reopenFrom));
    }

    private static Instant ChangedFrom(DevelopmentHistory before, DevelopmentHistory after, Recorded newest)
    {
        if (after.KnownFrom is not { } knownFrom || before.KnownFrom is not { } knownBefore)
            return Instant.MinValue;
        // Known-from itself moved: every state tells it.
        if (knownFrom != knownBefore)
            return Instant.MinValue;
        return Instant.Max(after.EffectiveAt(newest), knownFrom);
    }
}
