using Timeline.Domain.Time;

namespace Timeline.Service.States;

/// <summary>A part of a run, in the order of knowledge time.</summary>
/// <param name="KnownFrom">The first point's time.</param>
/// <param name="Carried">Boundaries at that time that stand in the parts before: births less deaths.</param>
/// <param name="State">What all parts before it come to; null for the first.</param>
internal sealed record Chunk(int Part, Instant KnownFrom, int Carried, byte[]? State, byte[] Points);

/// <summary>What a run opens that outlives it, and what it closes of runs before it.</summary>
internal sealed record RunFacts(IReadOnlyCollection<Fact> Births, IReadOnlyCollection<Fact> Deaths)
{
    /// <summary>
    /// Cuts the run into chunks. Each begins with what the run comes to before it, so a question needs one of them; and is as long as that is large,
    /// so that all of them take no more than twice the points' room.
    /// </summary>
    public IEnumerable<Chunk> Chunks(StateOptions options)
    {
        var points = Points();
        var tally = new Tally(options.Lists, options.Lists.Doubled);
        var standing = new HashSet<Fact>();
        for (int from = 0, part = 0; points.Count > 0; part++)
        {
            var state = part == 0 ? null : tally.ToArray();
            var blob = new BlobWriter();
            var to = from;
            for (var least = Math.Max(options.ChunkBytes, state?.Length ?? 0); to < points.Count && blob.Length < least; to++)
                PointCodec.Write(blob, to == from ? null : points[to - 1].At, points[to]);
            yield return new Chunk(part, points[from].At, Carried(points, from), state, blob.ToArray());
            if (to == points.Count)
                break;
            for (; from < to; from++)
                Apply(points[from], tally, standing);
            tally.Refill(standing);
        }
    }

    private static void Apply(Point point, Tally tally, HashSet<Fact> standing)
    {
        if (point.Fact.IsRetracted)
            return;
        tally.Count(point.Fact, point.Sign);
        if (point.IsDeath)
            return;
        if (point.IsEnd)
        {
            standing.Remove(point.Fact);
            tally.Strike(point.Fact);
        }
        else
        {
            standing.Add(point.Fact);
            tally.Enlist(point.Fact);
        }
    }

    private static int Carried(List<Point> points, int from)
    {
        var carried = 0;
        for (var i = from - 1; i >= 0 && points[i].At == points[from].At; i--)
            carried += points[i].IsDeath ? -1 : 1;
        return carried;
    }

    private List<Point> Points()
    {
        var points = Births.SelectMany(fact => Point.Of(fact, isDeath: false)).Concat(Deaths.SelectMany(fact => Point.Of(fact, isDeath: true))).ToList();
        points.Sort(static (one, other) =>
        {
            var byTime = one.At.CompareTo(other.At);
            return byTime != 0 ? byTime : string.CompareOrdinal(one.Fact.Key.Development, other.Fact.Key.Development);
        });
        return points;
    }
}

/// <summary>One run out of some that follow on each other: what one of them opens and another closes, leaves nothing.</summary>
internal sealed class RunMerge
{
    private readonly Dictionary<FactKey, Fact> _births = [];
    private readonly List<Fact> _deaths = [];

    /// <summary>Adds points; runs come in their order.</summary>
    public void Add(IEnumerable<Point> points)
    {
        foreach (var point in points)
        {
            if (point.IsEnd)
                continue;
            if (!point.IsDeath)
                _births.Add(point.Fact.Key, point.Fact);
            else if (!_births.Remove(point.Fact.Key))
                _deaths.Add(point.Fact);
        }
    }

    public RunFacts ToRun() => new(_births.Values, _deaths);
}
