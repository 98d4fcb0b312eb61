using System.Globalization;
using System.Text;

namespace Timeline.Domain.Knowledge;

/// <summary>
/// Text as search sees it: words in lower case and of one width, without stemming. A word is a run of letters, marks and digits; each Han,
/// Hiragana or Katakana character is a word of its own, because those scripts do not part words. Every word has a blank before and after it,
/// and a bar parts fields, so that no phrase reaches from one into the next. Independent of locale and of any database's text search.
/// </summary>
public static class SearchWords
{
    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;
    private const int FullToAscii = 0xFEE0;
    private const string HalfWidthKatakana =
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    /// <summary>What an entry is searched in besides the names of its actors: headline, summary, places, attribution.</summary>
    public static string Of(Entry entry) => Of([entry.Headline, entry.Summary, .. entry.Places.Select(place => place.Name), entry.Attribution]);

    public static string Of(params IEnumerable<string?> fields)
    {
        var text = new StringBuilder(" ", 256);
        foreach (var field in fields)
        {
            if (string.IsNullOrEmpty(field))
                continue;
            if (text.Length > 1)
                text.Append("| ");
            AppendWords(text, field);
        }
        return text.ToString();
    }

    /// <summary>The words of a text, folded.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var words = new StringBuilder(text.Length + 1);
        AppendWords(words, text);
        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Adds each word, folded and with a blank behind it.</summary>
    private static void AppendWords(StringBuilder words, string text)
    {
        Span<char> chars = stackalloc char[2];
        var isInWord = false;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            bool isWord, standsAlone;
            int length, count;
            // Nearly all text is ASCII, and needs no tables.
            if (char.IsAscii(rest[0]))
            {
                (isWord, standsAlone, length, count) = (char.IsAsciiLetterOrDigit(rest[0]), false, 1, 1);
                chars[0] = (char)(char.IsAsciiLetterUpper(rest[0]) ? rest[0] | 0x20 : rest[0]);
            }
            else
            {
                Rune.DecodeFromUtf16(rest, out var rune, out length);
                var folded = Fold(rune);
                (isWord, standsAlone, count) = (IsWord(folded), StandsAlone(folded), folded.EncodeToUtf16(chars));
            }
            rest = rest[length..];
            if ((!isWord || standsAlone) && isInWord)
                words.Append(' ');
            if (isWord && count == 1)
                words.Append(chars[0]);
            else if (isWord)
                words.Append(chars);
            if (isWord && standsAlone)
                words.Append(' ');
            isInWord = isWord && !standsAlone;
        }
        if (isInWord)
            words.Append(' ');
    }

    /// <summary>Upper, then lower case, so that all forms of a letter meet (Σ, σ and ς).</summary>
    private static Rune Fold(Rune rune)
    {
        var value = rune.Value switch
        {
            >= FullWidthFirst and <= FullWidthLast => rune.Value - FullToAscii,
            >= 0xFF66 and <= 0xFF9D => HalfWidthKatakana[rune.Value - 0xFF66],
            _ => rune.Value,
        };
        return Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(value)));
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        _ => Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune),
    };

    private static bool StandsAlone(Rune rune) => rune.Value is
        (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x323AF);
}
