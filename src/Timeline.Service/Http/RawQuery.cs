using System.Globalization;
using System.Text;

namespace Timeline.Service.Http;

/// <summary>
/// Takes a query string apart as the URL standard's <c>application/x-www-form-urlencoded</c> does, but says where it is broken: the framework's
/// own collection replaces broken UTF-8 and folds the case of names.
/// </summary>
internal static class RawQuery
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Names and values in order; null for one that cannot be decoded, and for a name that is empty or has a control character.</returns>
    public static IReadOnlyList<(string? Name, string? Value)> Parse(string query)
    {
        var pairs = new List<(string? Name, string? Value)>();
        foreach (var part in (query.StartsWith('?') ? query[1..] : query).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            pairs.Add((string.IsNullOrEmpty(name) || name.Any(char.IsControl) ? null : name, equals < 0 ? "" : Decode(part[(equals + 1)..])));
        }
        return pairs;
    }

    private static string? Decode(string text)
    {
        if (!text.AsSpan().ContainsAny('%', '+') && Ascii.IsValid(text))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length
                    || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                    return null;
                bytes.Add(octet);
                i += 2;
            }
            else if (char.IsAscii(text[i]))
            {
                bytes.Add((byte)(text[i] == '+' ? ' ' : text[i]));
            }
            else
            {
                return null;
            }
        }
        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
