using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>
/// A window on when things happened, from the start of one value to the end of another, half-open. As both ends may have choices, so has the window.
/// The comparisons are those of four instants with four, so that SQL can make them too. A value counts as its range of starts and its range of ends:
/// a gap between its choices (<c>[1667,1900]</c>) is possible ground as well.
/// </summary>
public sealed class OccurredWindow
{
    /// <param name="from">Null: unbounded.</param>
    /// <param name="to">Null: unbounded.</param>
    public OccurredWindow(EdtfValue? from, EdtfValue? to)
    {
        (PossibleStart, PossibleEnd) = NothingIfInverted(from?.From ?? Instant.MinValue, to?.To ?? Instant.MaxValue);
        (DefiniteStart, DefiniteEnd) = NothingIfInverted(from?.LatestStart ?? Instant.MinValue, to?.EarliestEnd ?? Instant.MaxValue);
        IsEmpty = PossibleEnd == Instant.MinValue;
    }

    /// <summary>The earliest start among the window's choices, inclusive.</summary>
    public Instant PossibleStart { get; }

    /// <summary>The latest end among the window's choices, exclusive; <see cref="Instant.MinValue"/> if none holds an instant.</summary>
    public Instant PossibleEnd { get; }

    /// <summary>The latest start among the window's choices, inclusive.</summary>
    public Instant DefiniteStart { get; }

    /// <summary>The earliest end among the window's choices, exclusive; <see cref="Instant.MinValue"/> if some choice holds no instant.</summary>
    public Instant DefiniteEnd { get; }

    /// <summary>No choice of the window holds an instant: its end lies before its start.</summary>
    public bool IsEmpty { get; }

    /// <summary>Some choice of the value overlaps some choice of the window.</summary>
    public bool PossiblyOverlaps(EdtfValue occurred) => occurred.From < PossibleEnd && occurred.To > PossibleStart;

    /// <summary>Every choice of the value overlaps every choice of the window.</summary>
    public bool DefinitelyOverlaps(EdtfValue occurred) => occurred.LatestStart < DefiniteEnd && occurred.EarliestEnd > DefiniteStart;

    // Nothing starts before MinValue, so the comparisons above then hold for no value.
    private static (Instant Start, Instant End) NothingIfInverted(Instant start, Instant end) => start < end ? (start, end) : (start, Instant.MinValue);
}
