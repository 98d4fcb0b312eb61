using Timeline.Domain.Time;

namespace Timeline.Service.States;

/// <summary>A fact's place in an order.</summary>
/// <param name="Value">The figure's, in an order of figures.</param>
/// <param name="Time">When it occurred, or when its claim was reported.</param>
internal sealed record Candidate(decimal Value, Instant Time, FactKey Fact);

/// <summary>How candidates are ordered: the better one first.</summary>
internal delegate int CandidateOrder(Candidate one, Candidate other);

/// <summary>The orders that an actor's state asks for.</summary>
internal static class CandidateOrders
{
    public static int Latest(Candidate one, Candidate other) => -Earliest(one, other);

    public static int Earliest(Candidate one, Candidate other)
    {
        var byTime = one.Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : ByFact(one, other);
    }

    /// <summary>As claims are told: the newest first, those of one time by their developments.</summary>
    public static int Newest(Candidate one, Candidate other)
    {
        var byTime = other.Time.CompareTo(one.Time);
        return byTime != 0 ? byTime : ByFact(one, other);
    }

    public static int Lowest(Candidate one, Candidate other)
    {
        var byValue = one.Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : Earliest(one, other);
    }

    public static int Highest(Candidate one, Candidate other)
    {
        var byValue = other.Value.CompareTo(one.Value);
        return byValue != 0 ? byValue : Earliest(one, other);
    }

    private static int ByFact(Candidate one, Candidate other)
    {
        var byDevelopment = string.CompareOrdinal(one.Fact.Development, other.Fact.Development);
        if (byDevelopment != 0)
            return byDevelopment;
        var byKnown = one.Fact.KnownFrom.CompareTo(other.Fact.KnownFrom);
        return byKnown != 0 ? byKnown : one.Fact.RecordedFrom.CompareTo(other.Fact.RecordedFrom);
    }
}

/// <summary>
/// The best so many of an order, best first. It also knows how far it can be trusted: whatever was left out is not better than its bound, and all that
/// stand in it are.
/// </summary>
internal sealed class TopList(CandidateOrder order, int limit)
{
    private readonly List<Candidate> _items = [];
    private readonly Comparer<Candidate> _comparer = Comparer<Candidate>.Create((one, other) => order(one, other));

    public IReadOnlyList<Candidate> Items => _items;

    /// <summary>The best that was left out, or better; null where nothing was.</summary>
    public Candidate? Bound { get; private set; }

    /// <returns>False where it was left out.</returns>
    public bool Add(Candidate candidate)
    {
        if (Bound is not null && order(candidate, Bound) >= 0)
            return false;
        var place = _items.BinarySearch(candidate, _comparer);
        if (place >= 0)
            return true;
        place = ~place;
        if (place >= limit)
        {
            Bound = candidate;
            return false;
        }
        _items.Insert(place, candidate);
        if (_items.Count > limit)
        {
            Bound = _items[^1];
            _items.RemoveAt(_items.Count - 1);
        }
        return true;
    }

    public void Remove(Candidate candidate)
    {
        var place = _items.BinarySearch(candidate, _comparer);
        if (place >= 0)
            _items.RemoveAt(place);
    }

    public void Clear()
    {
        _items.Clear();
        Bound = null;
    }

    /// <summary>Whether it holds fewer than so many although there are more.</summary>
    public bool IsShort(int wanted) => Bound is not null && _items.Count < wanted;

    /// <summary>Writes the best so many.</summary>
    public void Write(BlobWriter blob, int most)
    {
        var block = new BlobWriter();
        var bound = _items.Count > most ? _items[most] : Bound;
        var count = Math.Min(most, _items.Count);
        block.Number(count);
        for (var i = 0; i < count; i++)
            Write(block, _items[i]);
        block.Byte(bound is null ? (byte)0 : (byte)1);
        if (bound is not null)
            Write(block, bound);
        blob.Block(block);
    }

    /// <summary>Adds what was written, but for those of which it is known that they no longer count.</summary>
    public void Merge(BlobReader blob, IReadOnlySet<FactKey> dead)
    {
        var end = blob.Block();
        for (var left = blob.Number(); left > 0; left--)
        {
            var candidate = Read(blob);
            // Those after it are worse still.
            if (!dead.Contains(candidate.Fact) && !Add(candidate))
            {
                blob.Position = end;
                return;
            }
        }
        if (blob.Byte() != 0)
            Raise(Read(blob));
    }

    private void Raise(Candidate bound)
    {
        if (Bound is not null && order(bound, Bound) >= 0)
            return;
        Bound = bound;
        while (_items.Count > 0 && order(_items[^1], bound) >= 0)
            _items.RemoveAt(_items.Count - 1);
    }

    private static void Write(BlobWriter blob, Candidate candidate)
    {
        blob.Decimal(candidate.Value);
        blob.Signed(candidate.Time.Microseconds);
        blob.Text(candidate.Fact.Development);
        blob.Signed(candidate.Fact.KnownFrom.Microseconds);
        blob.Number(candidate.Fact.RecordedFrom);
    }

    private static Candidate Read(BlobReader blob) =>
        new(blob.Decimal(), new Instant(blob.Signed()), new FactKey(blob.Text(), new Instant(blob.Signed()), blob.Number()));
}
