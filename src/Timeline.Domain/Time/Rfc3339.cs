using System.Globalization;

namespace Timeline.Domain.Time;

/// <summary>How a text fared as a time.</summary>
public enum TimeParse
{
    Ok,
    Malformed,

    /// <summary>Well-formed, but finer than one microsecond, which would have to be cut off silently.</summary>
    TooFine,
}

/// <summary>Reads the <c>date-time</c> and <c>full-date</c> productions of RFC 3339, section 5.6. No leap seconds; years 0001–9999.</summary>
public static class Rfc3339
{
    /// <summary>Reads a <c>date-time</c> such as <c>2024-10-25T10:00:00.5+09:00</c>.</summary>
    public static TimeParse TryParseInstant(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || (text[10] is not ('T' or 't')) || !TryParseDay(text[..10], out var day))
            return TimeParse.Malformed;
        if (text[13] != ':' || text[16] != ':' || !TwoDigits(text[11..], 23, out var hour) || !TwoDigits(text[14..], 59, out var minute)
            || !TwoDigits(text[17..], 59, out var second))
            return TimeParse.Malformed;

        var rest = text[19..];
        var verdict = TryParseFraction(ref rest, out var microseconds);
        if (verdict == TimeParse.Malformed || !TryParseOffset(rest, out var offsetMinutes))
            return TimeParse.Malformed;
        var seconds = (((hour * 60L) + minute - offsetMinutes) * 60L) + second;
        instant = Instant.StartOf(day).PlusMicroseconds((seconds * Instant.MicrosecondsPerSecond) + microseconds);
        return instant.IsInCalendar ? verdict : TimeParse.Malformed;
    }

    /// <summary>Reads a <c>full-date</c> such as <c>2024-10-25</c>.</summary>
    public static bool TryParseDay(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static TimeParse TryParseFraction(ref ReadOnlySpan<char> rest, out long microseconds)
    {
        microseconds = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return TimeParse.Ok;
        var digits = 0;
        var tooFine = false;
        for (rest = rest[1..]; !rest.IsEmpty && char.IsAsciiDigit(rest[0]); rest = rest[1..], digits++)
        {
            if (digits < 6)
                microseconds = (microseconds * 10) + (rest[0] - '0');
            else
                tooFine |= rest[0] != '0';
        }
        for (var missing = digits; missing < 6; missing++)
            microseconds *= 10;
        return digits == 0 ? TimeParse.Malformed : tooFine ? TimeParse.TooFine : TimeParse.Ok;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !TwoDigits(text[1..], 23, out var hour) || !TwoDigits(text[4..], 59, out var minute))
            return false;
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TwoDigits(ReadOnlySpan<char> text, int max, out int value)
    {
        value = 0;
        if (text.Length < 2 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
            return false;
        value = ((text[0] - '0') * 10) + (text[1] - '0');
        return value <= max;
    }
}
