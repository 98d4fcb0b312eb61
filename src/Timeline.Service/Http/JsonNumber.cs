using System.Globalization;
using System.Text.Json;

namespace Timeline.Service.Http;

/// <summary>JSON numbers as <see cref="decimal"/>, or not at all.</summary>
internal static class JsonNumber
{
    public const int MostDigits = 28;

    /// <summary>Takes a number only if the decimal has the very value that is written: at most 28 significant digits, below 7.9e28, and nothing
    /// beyond the 28th decimal place.</summary>
    public static bool TryExact(JsonElement element, out decimal value) => TryExact(element.GetRawText(), out value);

    public static bool TryExact(string text, out decimal value)
    {
        value = 0;
        return DecimalDigits.TryParse(text, out var written)
            && written.Digits.Length <= MostDigits
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && DecimalDigits.TryParse(value.ToString(CultureInfo.InvariantCulture), out var kept)
            && kept == written;
    }
}
