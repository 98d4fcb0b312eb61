using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>Reads <c>start/end</c>, each a date, <c>..</c> (open) or nothing (unknown).</summary>
internal static class IntervalExpression
{
    private const string Example = "write for example 2024-06-18/2024-06-19, 2024-06/.. (open) or 2024-06/ (end unknown)";

    private static readonly Extent Unbounded = new(Instant.MinValue, new Instant(long.MaxValue - 1), new Instant(long.MinValue + 1), Instant.MaxValue)
    {
        Level = 1,
        Precision = EdtfPrecision.Unknown,
        IsWithinCalendar = true,
    };

    public static Reading Read(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || text == "/")
            return Reading.Refused($"An interval has one slash and a start or an end; {Example}.");
        var (start, end) = (ReadPart(parts[0]), ReadPart(parts[1]));
        if (start.Extent is not { } from)
            return start;
        if (end.Extent is not { } to)
            return end;
        if (to.LatestStart < from.From)
            return Reading.Refused($"The interval “{text}” ends with “{parts[1]}”, which begins before “{parts[0]}”; the earlier date comes first: 2024-06-18/2024-06-19.");

        // It cannot start after its end has begun, nor end before its start is over (or, where the end is written more finely, has begun).
        // That is all there is to an unknown start or end, and it narrows unspecified digits.
        var afterStart = to.Precision >= from.Precision ? from.EarliestEnd : from.From.PlusMicroseconds(1);
        var combined = new Extent(
            From: from.From,
            LatestStart: parts[0] == ".." ? Instant.MinValue : Instant.Min(from.LatestStart, to.LatestStart),
            EarliestEnd: parts[1] == ".." ? Instant.MaxValue : Instant.Max(to.EarliestEnd, afterStart),
            To: to.To);
        return Reading.Of((combined with { Precision = EdtfPrecision.Unknown, IsWithinCalendar = true }).DescribedAlsoBy(from).DescribedAlsoBy(to));
    }

    private static Reading ReadPart(string part)
    {
        if (part is "" or "..")
            return Reading.Of(Unbounded);
        if (part.Contains('T'))
            return Reading.Refused("An interval runs from a date to a date, without times of day: 2024-06-18/2024-06-19.");
        if (YearExpression.Applies(part))
            return Reading.Refused($"“{part}” cannot be part of an interval; write whole dates with years of four digits: 1900/1999, 2004-05/2004-07.");
        var reading = DateExpression.Read(part);
        return reading.Extent is { } extent && part.Contains('X') ? Reading.Of(extent with { Level = 2 }) : reading;
    }
}
