using System.Buffers;
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

    public static string Of(params ReadOnlySpan<string?> fields)
    {
        var most = 1;
        foreach (var field in fields)
            most += field is null ? 0 : Most(field);
        var rented = ArrayPool<char>.Shared.Rent(most);
        var words = rented.AsSpan();
        var length = 1;
        words[0] = ' ';
        foreach (var field in fields)
        {
            if (string.IsNullOrEmpty(field))
                continue;
            if (length > 1)
            {
                "| ".CopyTo(words[length..]);
                length += 2;
            }
            length += Write(field, words[length..]);
        }
        var text = new string(words[..length]);
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>The words of a text, folded.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var words = new char[Most(text)];
        return new string(words, 0, Write(text, words)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>How much room a field takes at most: a blank behind each character, and a bar.</summary>
    private static int Most(string field) => (2 * field.Length) + 3;

    /// <summary>Writes each word, folded and with a blank behind it.</summary>
    /// <returns>How much was written.</returns>
    private static int Write(string text, Span<char> words)
    {
        var (length, isInWord) = (0, false);
        for (var i = 0; i < text.Length;)
        {
            // Nearly all text is ASCII, and needs no tables.
            if (char.IsAscii(text[i]))
            {
                var folded = (char)Ascii[text[i++]];
                if (folded != ' ' || isInWord)
                    words[length++] = folded;
                isInWord = folded != ' ';
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var taken);
            i += taken;
            rune = Fold(rune);
            var (isWord, standsAlone) = (IsWord(rune), StandsAlone(rune));
            if ((!isWord || standsAlone) && isInWord)
                words[length++] = ' ';
            if (isWord)
                length += rune.EncodeToUtf16(words[length..]);
            if (isWord && standsAlone)
                words[length++] = ' ';
            isInWord = isWord && !standsAlone;
        }
        if (isInWord)
            words[length++] = ' ';
        return length;
    }

    /// <summary>Letters in lower case and digits; all else parts words.</summary>
    private static readonly byte[] Ascii = [.. Enumerable.Range(0, 128).Select(c => (byte)(char.IsAsciiLetterOrDigit((char)c) ? char.ToLowerInvariant((char)c) : ' '))];

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
