using System.Buffers;
using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>Reads a date and time of day: a second, or as fine as the fraction is written. Without a zone it is in UTC.</summary>
internal static class TimeExpression
{
    private static readonly SearchValues<char> PlainDate = SearchValues.Create("0123456789-");

    public static Reading Read(string text)
    {
        var at = text.IndexOf('T', StringComparison.Ordinal);
        if (text.AsSpan(0, at).ContainsAnyExcept(PlainDate))
            return Reading.Refused($"The date before T in “{text}” must be a plain day; write for example 2024-10-23T14:30:00Z.");
        var date = DateExpression.Read(text[..at]);
        if (date.Extent is not { } day)
            return date;
        if (day.Precision != EdtfPrecision.Day)
            return Reading.Refused($"A time of day needs a day before T; “{text[..at]}” is none. Write for example 2024-10-23T14:30:00Z.");

        var rest = text.AsSpan(at + 1);
        if (!TryTakeClock(ref rest, out var seconds))
            return Malformed(text);
        if (!TryTakeFraction(ref rest, out var microseconds, out var digits) || (digits > 0 && seconds == 86_400))
            return Malformed(text);
        if (microseconds is null)
            return Reading.Refused($"The time in “{text}” is finer than a microsecond; write at most six decimals.");
        if (!TryReadOffset(rest, out var offsetMinutes))
            return Reading.Refused($"“{rest}” is not a zone from -12:00 to +14:00; write Z, +04 or +04:30.");

        var start = day.From.PlusMicroseconds(((seconds - (offsetMinutes * 60L)) * Instant.MicrosecondsPerSecond) + microseconds.Value);
        var length = (long)Math.Pow(10, Math.Max(0, 6 - digits));
        var span = new Span(start, start.PlusMicroseconds(length));
        return Reading.Of(Extent.Between(span, span) with
        {
            Level = day.Level,
            Precision = digits == 0 ? EdtfPrecision.Second : EdtfPrecision.Subsecond,
        });
    }

    private static Reading Malformed(string text) =>
        Reading.Refused($"The time in “{text}” is not hours, minutes and seconds of a day (00:00:00 to 23:59:59, or 24:00:00); write for example 2024-10-23T14:30:00Z.");

    private static bool TryTakeClock(ref ReadOnlySpan<char> rest, out int seconds)
    {
        seconds = 86_400;
        var clock = rest[..Math.Min(8, rest.Length)];
        rest = rest[clock.Length..];
        if (clock is "24:00:00")
            return true;
        if (clock.Length < 8 || clock[2] != ':' || clock[5] != ':'
            || !TwoDigits(clock, 23, out var hour) || !TwoDigits(clock[3..], 59, out var minute) || !TwoDigits(clock[6..], 59, out var second))
            return false;
        seconds = (((hour * 60) + minute) * 60) + second;
        return true;
    }

    /// <param name="microseconds">Null if the fraction is finer.</param>
    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out int? microseconds, out int digits)
    {
        (microseconds, digits) = (0, 0);
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        rest = rest[1..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var fraction = end < 0 ? rest : rest[..end];
        rest = rest[fraction.Length..];
        digits = fraction.Length;
        for (var i = 0; i < Math.Max(6, digits); i++)
        {
            var digit = i < digits ? fraction[i] - '0' : 0;
            microseconds = i < 6 ? (microseconds * 10) + digit : digit == 0 ? microseconds : null;
        }
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> zone, out int minutes)
    {
        minutes = 0;
        if (zone is "" or "Z")
            return true;
        if (zone.Length is not (3 or 5 or 6) || zone[0] is not ('+' or '-') || (zone.Length == 6 && zone[3] != ':'))
            return false;
        var minute = 0;
        if (!TwoDigits(zone[1..], 14, out var hour) || (zone.Length > 3 && !TwoDigits(zone[^2..], 59, out minute)))
            return false;
        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return minutes is >= -12 * 60 and <= 14 * 60 && (minutes != 0 || zone[0] == '+');
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
