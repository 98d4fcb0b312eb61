using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Metrics;

/// <summary>Whether it can be told how long after its start a development became known, and if not, why.</summary>
public enum LagOutcome
{
    Measured,

    /// <summary>Its start is open or unknown.</summary>
    Open,

    /// <summary>The day of its start is not known: written more coarsely (<c>2024-10</c>), or one of several.</summary>
    Imprecise,

    /// <summary>It was known before it began.</summary>
    Ahead,
}

/// <summary>How long after its start a development became known.</summary>
/// <param name="Microseconds">0 unless it was measured.</param>
public readonly record struct ReportLag(LagOutcome Outcome, long Microseconds)
{
    /// <summary>
    /// From the earliest start. A day begins at 00:00Z, so that what is known to the day only has a lag that is exact to a day. Qualifiers (<c>~ ? %</c>)
    /// are no reason against measuring: they widen no date.
    /// </summary>
    /// <param name="isDay">Known-from is known to the day only, and is that day's first instant: something of later that day was not foretold.</param>
    public static ReportLag Of(EdtfValue occurred, Instant knownFrom, bool isDay)
    {
        if (!occurred.From.IsInCalendar)
            return new(LagOutcome.Open, 0);
        if (occurred.Precision > EdtfPrecision.Day || occurred.LatestStart != occurred.From)
            return new(LagOutcome.Imprecise, 0);
        if (knownFrom >= occurred.From)
            return new(LagOutcome.Measured, knownFrom.Microseconds - occurred.From.Microseconds);
        return new(isDay && occurred.From <= Instant.LastOf(knownFrom.Day) ? LagOutcome.Measured : LagOutcome.Ahead, 0);
    }
}
