using System.Buffers;

namespace Timeline.Domain.Edtf;

/// <summary>Reads a year, year-month, year-season or year-month-day of four-digit years, with qualifiers and unspecified digits.</summary>
internal static class DateExpression
{
    private const string Example = "write for example 2024, 2024-10, 2024-10-23 or, with a digit unspecified, 2024-10-2X";

    private static readonly SearchValues<char> MaskDigits = SearchValues.Create("0123456789X");

    public static Reading Read(string text)
    {
        var rest = text.AsSpan();
        var qualifiers = new Qualifiers();
        qualifiers.TakeBefore(ref rest);
        var negative = Take(ref rest, '-');
        if (TakeComponent(ref rest, 4) is not { } year)
            return Reading.Refused($"“{text}” does not begin with a year of four digits; {Example}.");
        if (negative && year.IsSpecified && year.At(0) == 0)
            return Reading.Refused("There is no year -0000; the year before 0001 is 0000.");
        qualifiers.TakeAfter(ref rest);

        DigitMask? month = null, day = null;
        if (Take(ref rest, '-'))
        {
            qualifiers.TakeBefore(ref rest);
            if ((month = TakeComponent(ref rest, 2)) is null)
                return Reading.Refused($"After the year in “{text}” a month of two digits is missing; {Example}.");
            qualifiers.TakeAfter(ref rest);
        }
        if (month is not null && Take(ref rest, '-'))
        {
            qualifiers.TakeBefore(ref rest);
            if ((day = TakeComponent(ref rest, 2)) is null)
                return Reading.Refused($"After the month in “{text}” a day of two digits is missing; {Example}.");
            qualifiers.TakeAfter(ref rest);
        }
        if (!rest.IsEmpty)
            return Reading.Refused($"“{rest}” at the end of “{text}” cannot stand there; {Example}.");

        var reading = IsSubYear(month) ? ReadSubYear(text, negative, year, month!.Value, day) : ReadMonthOrDay(text, negative, year, month, day);
        return reading.Extent is { } extent ? Reading.Of(qualifiers.Qualify(extent with { Level = Math.Max(extent.Level, negative ? 1 : 0) })) : reading;
    }

    private static bool IsSubYear(DigitMask? month) => month is { IsSpecified: true } number && number.At(0) is >= SubYear.First and <= SubYear.Last;

    private static Reading ReadSubYear(string text, bool negative, DigitMask year, DigitMask month, DigitMask? day)
    {
        var number = month.At(0);
        if (day is not null)
            return Reading.Refused($"“{text}” gives a day of a season; a day belongs to a month: 2024-03-21.");
        var group = SubYear.Of(number);
        var choices = new CalendarMask(negative, year, new DigitMask($"{group.FirstMonth:00}"), null, group.Months).Choices()!.Value;
        return Reading.Of(Extent.Between(choices.First, choices.Last) with
        {
            Precision = group.Precision,
            Level = number <= SubYear.LastOfLevel1 && year.IsSpecified ? 1 : 2,
        });
    }

    private static Reading ReadMonthOrDay(string text, bool negative, DigitMask year, DigitMask? month, DigitMask? day)
    {
        if (month is { } m && m.Outermost(first: true, max: 12) is null)
            return Reading.Refused($"“{m.Digits}” in “{text}” is not a month (01–12), nor a season or other part of a year (21–41).");
        if (new CalendarMask(negative, year, month, day).Choices() is not { } choices)
            return NoDateFits(text);
        return Reading.Of(Extent.Between(choices.First, choices.Last) with
        {
            Precision = day is not null ? EdtfPrecision.Day : month is not null ? EdtfPrecision.Month : EdtfPrecision.Year,
            Level = LevelOf(year, month, day),
        });
    }

    private static Reading NoDateFits(string text) =>
        Reading.Refused($"The calendar has no “{text}”: February has 28 days, 29 in leap years, and April, June, September and November have 30.");

    /// <summary>
    /// Level 1 has unspecified digits only from the right: the last one or two of a lone year, or whole days, months and years behind which nothing is specified.
    /// </summary>
    private static int LevelOf(DigitMask year, DigitMask? month, DigitMask? day)
    {
        if (year.IsSpecified && month is not { IsSpecified: false } && day is not { IsSpecified: false })
            return 0;
        if (month is null)
            return year.IsWhollyUnspecified || (!year.Digits[..2].Contains('X') && year.Digits[3] == 'X') ? 1 : 2;
        DigitMask[] parts = day is null ? [year, month.Value] : [year, month.Value, day.Value];
        var fromTheRight = parts.SkipWhile(part => part.IsSpecified).All(part => part.IsWhollyUnspecified);
        return fromTheRight ? 1 : 2;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
            return false;
        rest = rest[1..];
        return true;
    }

    private static DigitMask? TakeComponent(ref ReadOnlySpan<char> rest, int width)
    {
        if (rest.Length < width || rest[..width].ContainsAnyExcept(MaskDigits))
            return null;
        var component = new DigitMask(rest[..width].ToString());
        rest = rest[width..];
        return component;
    }
}
