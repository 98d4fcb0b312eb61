using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Timeline.Service.Features;

/// <summary>Makes ids where the client gives none.</summary>
internal static class Slugs
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>The words of a name, as far as they are Latin letters and digits.</summary>
    public static string Of(string text)
    {
        var slug = new StringBuilder();
        foreach (var character in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
                slug.Append('-');
            if (slug.Length >= 80)
                break;
        }
        return slug.ToString().TrimEnd('-');
    }

    /// <summary>The words of a text and eight random characters, so that no two are alike.</summary>
    public static string Unique(string text)
    {
        var words = Of(text);
        return $"{(words.Length == 0 ? "development" : words)}-{RandomNumberGenerator.GetString(Alphabet, 8)}";
    }

    /// <summary>The words of a name, or random characters where it has none of them.</summary>
    public static string OfName(string name) => Of(name) is { Length: > 0 } slug ? slug : $"actor-{RandomNumberGenerator.GetString(Alphabet, 8)}";
}
