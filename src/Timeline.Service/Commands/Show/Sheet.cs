using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Timeline.Service.Commands.Show;

/// <summary>Text in one style.</summary>
internal readonly record struct Piece(string Text, Style? Style = null)
{
    public static implicit operator Piece(string text) => new(text);
}

/// <summary>Lines for a terminal of some width. Whatever is written, no control character of it gets there.</summary>
/// <param name="width">In columns; only an address is ever wider.</param>
internal sealed class Sheet(int width)
{
    private readonly List<List<Piece>> _lines = [];
    private int _column;

    public IReadOnlyList<IReadOnlyList<Piece>> Lines => _lines;

    public override string ToString() => string.Concat(_lines.Select(line => string.Concat(line.Select(piece => piece.Text)).TrimEnd() + "\n"));

    public void Blank() => _lines.Add([]);

    /// <summary>A line that is never broken, so that it can be copied.</summary>
    public void Unbroken(Piece text)
    {
        Blank();
        Append(ReplayText.OneLine(text.Text), text.Style);
    }

    /// <summary>A paragraph.</summary>
    /// <param name="lead">Stands before its first line; the others begin below what follows it.</param>
    public void Add(int indent, Piece lead, params IReadOnlyList<Piece> pieces)
    {
        var start = indent + CellWidth.Of(lead.Text);
        Blank();
        Append(new string(' ', indent), null);
        Append(lead.Text, lead.Style);
        _column = start;
        foreach (var word in Words(pieces))
        {
            var blank = word.HasBlankBefore && _column > start ? 1 : 0;
            if (_column > start && _column + blank + word.Cells > width)
            {
                Break(start);
                blank = 0;
            }
            Append(new string(' ', blank), word.Style);
            _column += blank;
            foreach (var part in start + word.Cells <= width ? [word.Text] : Elements(word.Text))
            {
                if (_column > start && _column + CellWidth.Of(part) > width)
                    Break(start);
                Append(part, word.Style);
                _column += CellWidth.Of(part);
            }
        }
    }

    private void Break(int start)
    {
        Blank();
        Append(new string(' ', start), null);
        _column = start;
    }

    private void Append(string text, Style? style)
    {
        if (text.Length == 0)
            return;
        var line = _lines[^1];
        if (line.Count > 0 && Equals(line[^1].Style, style))
            line[^1] = new Piece(line[^1].Text + text, style);
        else
            line.Add(new Piece(text, style));
    }

    private static IEnumerable<Word> Words(IReadOnlyList<Piece> pieces)
    {
        var hasBlank = false;
        foreach (var piece in pieces)
        {
            var word = new StringBuilder();
            var wasWide = false;
            foreach (var element in Elements(ReplayText.OneLine(piece.Text)))
            {
                var isWide = CellWidth.Of(element) == 2;
                if (word.Length > 0 && (element == " " || ((isWide || wasWide) && !IsClosing(element))))
                {
                    yield return new Word($"{word}", piece.Style, hasBlank);
                    word.Clear();
                    hasBlank = false;
                }
                if (element == " ")
                    hasBlank = true;
                else
                    word.Append(element);
                wasWide = isWide;
            }
            if (word.Length == 0)
                continue;
            yield return new Word($"{word}", piece.Style, hasBlank);
            hasBlank = false;
        }
    }

    /// <summary>What people see as one character: nothing is put between a letter and what combines with it.</summary>
    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }

    /// <summary>Scripts without blanks may break anywhere, but no line begins with a stop or a closing bracket.</summary>
    private static bool IsClosing(string element) => Rune.GetUnicodeCategory(Rune.GetRuneAt(element, 0))
        is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private readonly record struct Word(string Text, Style? Style, bool HasBlankBefore)
    {
        public int Cells { get; } = CellWidth.Of(Text);
    }
}
