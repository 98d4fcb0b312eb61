using System.Globalization;

namespace Timeline.Service.Http;

/// <summary>
/// The exact value of a JSON number: ± 0.<see cref="Digits"/> × 10^<see cref="Point"/>, without zeros at either end; zero has no digits.
/// </summary>
internal readonly record struct DecimalDigits(bool IsNegative, string Digits, long Point)
{
    /// <returns>False for an exponent of more than 15 digits, a number that nothing else here can hold either.</returns>
    public static bool TryParse(ReadOnlySpan<char> number, out DecimalDigits value)
    {
        value = default;
        var isNegative = number.StartsWith("-");
        var mantissa = number[(isNegative ? 1 : 0)..];
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is var e and >= 0)
        {
            var text = mantissa[(e + 1)..];
            mantissa = mantissa[..e];
            var magnitude = text.TrimStart("+-").TrimStart('0');
            if (magnitude.Length > 15)
                return false;
            exponent = magnitude.IsEmpty ? 0 : long.Parse(magnitude, CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1);
        }

        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = dot < 0 ? whole.ToString() : string.Concat(whole, mantissa[(dot + 1)..]);
        var digits = all.TrimStart('0');
        var point = digits.Length == 0 ? 0 : whole.Length - (all.Length - digits.Length) + exponent;
        value = new DecimalDigits(isNegative && digits.Length > 0, digits.TrimEnd('0'), point);
        return true;
    }

    /// <summary>The layout of ECMAScript's <c>Number::toString</c>, which RFC 8785 takes over.</summary>
    public string ToEcmaScript()
    {
        var (sign, k) = (IsNegative ? "-" : "", Digits.Length);
        if (k == 0)
            return "0";
        if (Point is > 0 and <= 21)
        {
            var whole = (int)Point;
            return k <= whole ? sign + Digits + new string('0', whole - k) : $"{sign}{Digits[..whole]}.{Digits[whole..]}";
        }
        if (Point is > -6 and <= 0)
            return $"{sign}0.{new string('0', (int)-Point)}{Digits}";
        var exponent = (Point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return k == 1 ? $"{sign}{Digits}e{exponent}" : $"{sign}{Digits[..1]}.{Digits[1..]}e{exponent}";
    }
}
