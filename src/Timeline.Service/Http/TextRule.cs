using System.Buffers;
using System.Text;

namespace Timeline.Service.Http;

/// <summary>Reads a text as a value.</summary>
/// <param name="value">Used only where nothing is wrong.</param>
/// <returns>Null when that worked; else what is wrong, as the rest of a sentence that begins with the field's name: "must be …".</returns>
public delegate string? TextRule<T>(string text, out T value);

/// <summary>Rules for texts. Texts are never changed: neither trimmed nor normalised.</summary>
public static class TextRules
{
    public const int MostInAUrl = 2048;

    private static readonly SearchValues<char> NeverInAUrl = SearchValues.Create("\\\"<>^`{|}");

    /// <summary>Lengths in Unicode scalar values, inclusive; of control characters only tab, line feed and carriage return. Where at least one is
    /// needed, blanks alone do not count.</summary>
    public static string? Fault(string text, int min, int max)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length++;
            if (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r'))
                return $"must not contain control characters (U+{rune.Value:X4} at character {length})";
        }
        if (length > max)
            return $"must have at most {max} characters; it has {length}";
        if (min > 0 && string.IsNullOrWhiteSpace(text))
            return "must not be blank";
        return length < min ? $"must have at least {min} characters; it has {length}" : null;
    }

    /// <summary>An absolute http or https address without user name or password, at most 2,048 characters, taken verbatim. Characters beyond
    /// ASCII may stand as they are (RFC 3987); what RFC 3986 never allows, such as blanks, backslashes and quotes, may not.</summary>
    public static string? Url(string text, out string value)
    {
        value = text;
        if (Fault(text, 1, MostInAUrl) is { } fault)
            return fault;
        if (text.AsSpan().ContainsAny(NeverInAUrl) || text.EnumerateRunes().Any(rune => Rune.IsWhiteSpace(rune)))
            return "must be a URL, without blanks, quotes, backslashes or brackets that are not percent-encoded";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !HasAuthority(text) || uri.Host.Length == 0)
            return "must be an absolute URL with http or https";
        return uri.UserInfo.Length > 0 || AuthorityOf(text).Contains('@') ? "must not contain a user name or password" : null;
    }

    private static bool HasAuthority(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> AuthorityOf(string url)
    {
        var rest = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = rest.IndexOfAny("/?#");
        return end < 0 ? rest : rest[..end];
    }
}
