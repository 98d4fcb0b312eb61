using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>What a text, or a part of one, means; see <see cref="EdtfValue"/>.</summary>
internal readonly record struct Extent(Instant From, Instant LatestStart, Instant EarliestEnd, Instant To)
{
    public int Level { get; init; }
    public EdtfPrecision Precision { get; init; }
    public bool Approximate { get; init; }
    public bool Uncertain { get; init; }
    public bool IsWithinCalendar { get; init; }

    /// <summary>The choices whose first is <paramref name="first"/> and whose last is <paramref name="last"/>, in time.</summary>
    public static Extent Between(Span first, Span last) => new(first.Start, last.Start, first.End, last.End)
    {
        IsWithinCalendar = first.Start >= Instant.FirstDay && last.End <= Instant.EndOfYear9999,
    };

    /// <summary>Adds what this says beyond its bounds: the coarser precision, the higher level, and either's flags.</summary>
    public Extent DescribedAlsoBy(Extent other) => this with
    {
        Level = Math.Max(Level, other.Level),
        Precision = Precision == EdtfPrecision.Unknown || (other.Precision != EdtfPrecision.Unknown && other.Precision > Precision) ? other.Precision : Precision,
        Approximate = Approximate || other.Approximate,
        Uncertain = Uncertain || other.Uncertain,
        IsWithinCalendar = IsWithinCalendar && other.IsWithinCalendar,
    };
}

/// <summary>One choice: half-open, never empty.</summary>
internal readonly record struct Span(Instant Start, Instant End);

/// <summary>Either what a text means, or the problem with it.</summary>
internal readonly record struct Reading(Extent? Extent, string? Problem)
{
    public static Reading Of(Extent extent) => new(extent, null);

    public static Reading Refused(string problem) => new(null, problem);
}
