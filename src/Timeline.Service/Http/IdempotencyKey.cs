using System.Text;
using Microsoft.Extensions.Primitives;
using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>
/// The <c>Idempotency-Key</c> header: a structured-field string (RFC 8941, section 3.3.3), or the same text bare, as many clients send it:
/// <c>"k-1"</c> and <c>k-1</c> are one key.
/// </summary>
public static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <returns>The key without quotes and escapes (1–255 printable ASCII characters); null when there is no header.</returns>
    public static Parsed<string?> Parse(StringValues header)
    {
        if (header.Count == 0)
            return new(value: null);
        if (header.Count > 1)
            return Refused("must be given once");

        var text = header.ToString().Trim(' ', '\t');
        var isQuoted = text.StartsWith('"');
        var key = isQuoted ? Unquote(text) : text;
        if (key is null)
            return Refused("must be one string in double quotes, in which only \\\" and \\\\ are escapes, with nothing after it");
        if (key.Length is 0 or > MaxLength)
            return Refused($"must have 1 to {MaxLength} characters");
        if (key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return Refused("must be printable ASCII");
        if (!isQuoted && key.AsSpan().ContainsAny(" \"\\,;"))
            return Refused("without double quotes must not contain spaces, quotes, backslashes, commas or semicolons");
        return new(key);
    }

    private static string? Unquote(string text)
    {
        var key = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i == text.Length - 1 ? key.ToString() : null;
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ('"' or '\\')))
                return null;
            key.Append(text[i]);
        }
        return null;
    }

    private static Parsed<string?> Refused(string message) => new(new Refusal(
        RefusalCode.BadParameter, $"{HeaderName} {message}.", new Dictionary<string, string[]> { [HeaderName] = [message] }));
}
