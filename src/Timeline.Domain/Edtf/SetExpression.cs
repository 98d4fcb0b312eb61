using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>Reads <c>[…]</c>, one of its members, and <c>{…}</c>, all of them from the first to the last. The members are dates and runs of dates.</summary>
internal static class SetExpression
{
    private const string Example = "write for example [2024-10-23,2024-10-25], [2024-10-23..2024-10-26], [..2024] or {2023,2024-10}";

    private static readonly Span BeforeAllTime = new(Instant.MinValue, new Instant(long.MinValue + 1));
    private static readonly Span AfterAllTime = new(new Instant(long.MaxValue - 1), Instant.MaxValue);

    public static Reading Read(string text)
    {
        var oneOf = text[0] == '[';
        if (text.Length < 3 || text[^1] != (oneOf ? ']' : '}'))
            return Reading.Refused($"“{text}” must hold something and end with {(oneOf ? ']' : '}')}; {Example}.");
        var members = text[1..^1].Split(',');
        Extent? set = null;
        for (var i = 0; i < members.Length; i++)
        {
            var reading = ReadMember(members[i], isFirst: i == 0, isLast: i == members.Length - 1, oneOf);
            if (reading.Extent is not { } member)
                return reading;
            set = set is null ? member : Join(set.Value, member, oneOf);
        }
        return Reading.Of(set!.Value with { Level = 2 });
    }

    /// <summary>One of either; or both, from the earlier start to the later end.</summary>
    private static Extent Join(Extent left, Extent right, bool oneOf) => (left with
    {
        From = Instant.Min(left.From, right.From),
        LatestStart = oneOf ? Instant.Max(left.LatestStart, right.LatestStart) : Instant.Min(left.LatestStart, right.LatestStart),
        EarliestEnd = oneOf ? Instant.Min(left.EarliestEnd, right.EarliestEnd) : Instant.Max(left.EarliestEnd, right.EarliestEnd),
        To = Instant.Max(left.To, right.To),
    }).DescribedAlsoBy(right);

    private static Reading ReadMember(string member, bool isFirst, bool isLast, bool oneOf)
    {
        var dots = member.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return ReadDate(member);
        var (before, after) = (member[..dots], member[(dots + 2)..]);
        if ((before, after) is ("", "") || (before == "" && !isFirst) || (after == "" && !isLast))
            return Reading.Refused($"In a set “..” stands between two dates, before the first or after the last; {Example}.");
        var (first, last) = (before == "" ? (Reading?)null : ReadRunEnd(before), after == "" ? (Reading?)null : ReadRunEnd(after));
        if (first is { Problem: not null })
            return first.Value;
        if (last is { Problem: not null })
            return last.Value;
        return ReadRun(member, first?.Extent, last?.Extent, oneOf);
    }

    private static Reading ReadRun(string member, Extent? first, Extent? last, bool oneOf)
    {
        if (first is { } a && last is { } b && a.Precision != b.Precision)
            return Reading.Refused($"“{member}” runs between dates of different precision; write both alike: [2024-10-01..2024-12-15].");
        if (first?.From > last?.From)
            return Reading.Refused($"“{member}” ends before it begins; the earlier date comes first: [2024-10-23..2024-10-26].");
        var start = first is { } from ? new Span(from.From, from.To) : BeforeAllTime;
        var end = last is { } to ? new Span(to.From, to.To) : AfterAllTime;
        var whole = new Span(start.Start, end.End);
        var described = (first ?? last)!.Value.DescribedAlsoBy((last ?? first)!.Value);
        var bounds = oneOf ? Extent.Between(start, end) : Extent.Between(whole, whole);
        return Reading.Of((bounds with { Precision = described.Precision, IsWithinCalendar = true }).DescribedAlsoBy(described));
    }

    private static Reading ReadRunEnd(string date)
    {
        var reading = ReadDate(date);
        return reading.Extent is { } extent && (date.Contains('X') || extent.Precision is not (EdtfPrecision.Day or EdtfPrecision.Month or EdtfPrecision.Year))
            ? Reading.Refused($"“{date}” cannot begin or end a run; write a whole year, month or day: [2024-10-23..2024-10-26].")
            : reading;
    }

    private static Reading ReadDate(string date)
    {
        if (date.Length == 0)
            return Reading.Refused($"A member of the set is empty; {Example}.");
        return date.Contains('T') || date.Contains('/') || YearExpression.Applies(date)
            ? Reading.Refused($"“{date}” cannot be a member of a set; its members are dates with years of four digits: [2024-10-23,2024-10-25].")
            : DateExpression.Read(date);
    }
}
