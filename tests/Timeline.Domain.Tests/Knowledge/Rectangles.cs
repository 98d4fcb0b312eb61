using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>A rectangle of (known interval × recorded interval), both half-open, in which one entry holds.</summary>
internal sealed record Rectangle(Instant From, Instant To, long Since, long Until, string Entry)
{
    public bool Covers(Instant knownAt, long basis) => From <= knownAt && knownAt < To && Since <= basis && basis < Until;
}

/// <summary>The rectangles that a view would hold, made by applying one change after the other.</summary>
internal sealed class Rectangles
{
    private readonly List<Rectangle> _closed = [];
    private readonly Dictionary<Instant, Rectangle> _open = [];

    public IEnumerable<Rectangle> All => _closed.Concat(_open.Values);

    /// <summary>Applies a change; gives what it closed and what it opened.</summary>
    public (IReadOnlyList<Rectangle> Closed, IReadOnlyList<Rectangle> Opened) Apply(SegmentChange change)
    {
        var closed = new List<Rectangle>();
        foreach (var from in change.Closed)
        {
            _open.Remove(from, out var rectangle).ShouldBeTrue($"at {change.Position}, a segment known from {from} is closed, but none is open");
            rectangle!.Since.ShouldBeLessThan(change.Position);
            closed.Add(rectangle with { Until = change.Position });
        }
        var opened = change.Opened.Select(state => new Rectangle(state.From, state.To, change.Position, long.MaxValue, Entries.Text(state.Entry))).ToList();
        foreach (var rectangle in opened)
            _open.TryAdd(rectangle.From, rectangle).ShouldBeTrue($"at {change.Position}, two segments known from {rectangle.From} would be open");
        _closed.AddRange(closed);
        return (closed, opened);
    }
}
