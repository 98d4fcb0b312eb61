using System.Globalization;

namespace Timeline.Domain.Edtf;

/// <summary>
/// Reads what is a year, or a round number of years, and nothing else: <c>Y170000002</c>, <c>Y-17E7</c>, <c>1950S2</c>, the decade <c>195</c>, the century <c>19</c>.
/// </summary>
internal static class YearExpression
{
    /// <summary>More digits than this are beyond every instant, whatever they are.</summary>
    private const int DigitsThatMatter = 15;

    public static bool Applies(string text) =>
        text[0] == 'Y' || text.Contains('S') || text.AsSpan().TrimStart('-').TrimEnd("?~%").Length is 2 or 3;

    public static Reading Read(string text)
    {
        var qualifiers = new Qualifiers();
        var rest = text.AsSpan();
        var prefixed = rest[0] == 'Y';
        rest = prefixed ? rest[1..] : rest;
        var negative = !rest.IsEmpty && rest[0] == '-';
        rest = negative ? rest[1..] : rest;
        var digits = TakeDigits(ref rest);
        var exponent = prefixed ? TakeNumberAfter('E', ref rest) : null;
        var significant = prefixed || digits.Length == 4 ? TakeNumberAfter('S', ref rest) : null;
        qualifiers.TakeAfter(ref rest);
        if (!rest.IsEmpty || exponent == 0 || significant == 0)
            return Refused(text);

        var reading = prefixed ? ReadLong(text, negative, digits, exponent, significant)
            : significant is { } count ? ReadSignificant(negative, digits, count)
            : ReadRound(text, negative, digits);
        return reading.Extent is { } extent ? Reading.Of(qualifiers.Qualify(extent)) : reading;
    }

    private static Reading ReadLong(string text, bool negative, ReadOnlySpan<char> digits, int? exponent, int? significant)
    {
        if (digits.IsEmpty || digits[0] == '0')
            return Refused(text);
        var width = digits.Length + (exponent ?? 0);
        if (width <= 4)
            return Reading.Refused($"“{text}” has Y before a year of four digits or fewer; write the year alone, in four digits: 2024.");
        var magnitude = (long)Math.Pow(10, DigitsThatMatter);
        if (width <= DigitsThatMatter)
            magnitude = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * PowerOf10(exponent ?? 0);
        return Reading.Of(SomeYear(negative, magnitude, width, significant) with { Level = exponent is null && significant is null ? 1 : 2 });
    }

    private static Reading ReadSignificant(bool negative, ReadOnlySpan<char> digits, int significant)
    {
        var magnitude = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (negative && magnitude == 0)
            return Reading.Refused("There is no year -0000; the year before 0001 is 0000.");
        return Reading.Of(SomeYear(negative, magnitude, digits.TrimStart('0').Length, significant) with { Level = 2 });
    }

    /// <summary>One of the years that share their first <paramref name="significant"/> digits.</summary>
    private static Extent SomeYear(bool negative, long magnitude, int width, int? significant)
    {
        var unit = significant < width && width <= DigitsThatMatter ? PowerOf10(width - significant.Value) : 1;
        var low = magnitude - (magnitude % unit);
        var high = low + unit - 1;
        var (first, last) = negative ? (-high, -low) : (low, high);
        return Extent.Between(ProlepticCalendar.Years(first, first), ProlepticCalendar.Years(last, last)) with { Precision = EdtfPrecision.Year };
    }

    private static Reading ReadRound(string text, bool negative, ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (2 or 3))
            return Refused(text);
        var isCentury = digits.Length == 2;
        var unit = isCentury ? 100 : 10;
        var low = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * unit;
        if (negative && low == 0)
            return Reading.Refused($"There is no negative zero; “{text[1..]}” begins with the year 0000.");
        var (first, last) = negative ? (-(low + unit - 1), -low) : (low, low + unit - 1);
        var years = ProlepticCalendar.Years(first, last);
        return Reading.Of(Extent.Between(years, years) with
        {
            Precision = isCentury ? EdtfPrecision.Century : EdtfPrecision.Decade,
            Level = !isCentury || text[^1] is '?' or '~' or '%' ? 2 : negative ? 1 : 0,
        });
    }

    private static Reading Refused(string text) =>
        Reading.Refused($"“{text}” is not a year; write for example 2024, the century 20, the decade 202, 1950S2, Y170000002 or Y-17E7.");

    private static long PowerOf10(int exponent) => (long)Math.Pow(10, exponent);

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? rest : rest[..length];
        rest = rest[digits.Length..];
        return digits;
    }

    /// <summary>A positive number after the letter, capped; null if the letter is not there, 0 if no such number follows it.</summary>
    private static int? TakeNumberAfter(char letter, ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != letter)
            return null;
        rest = rest[1..];
        var digits = TakeDigits(ref rest);
        if (digits.IsEmpty || digits[0] == '0')
            return 0;
        return digits.Length > 6 ? 1_000_000 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
