using System.Diagnostics.CodeAnalysis;
using Timeline.Domain.Time;

namespace Timeline.Domain.Edtf;

/// <summary>
/// A date, time, interval or set in the Extended Date/Time Format (Library of Congress, 4 February 2019; ISO 8601-2:2019, annex A), levels 0–2.
/// <para>
/// It is a range of possible starts, [<see cref="From"/>, <see cref="LatestStart"/>], and a range of possible ends, [<see cref="EarliestEnd"/>,
/// <see cref="To"/>]. Each choice is half-open, in UTC and not empty. <c>2024-10</c> is one choice, the whole of October; <c>2024-10-XX</c> is any of its 31 days.
/// </para>
/// <para>
/// What the specification leaves open: a time without a zone is in UTC. Seasons are meteorological: spring (21, and 25 in the north) is March–May,
/// winter (24, 28) December of its year to February of the next; in the south spring (29) is September–November, summer (30) December–February.
/// <c>1950S2</c> is any year from 1900 to 1999. Decades (<c>195</c>) and centuries (<c>19</c>) are taken as ISO 8601-1 has them, on their own only.
/// An interval and a set are of dates: no times, and no years beyond four digits.
/// </para>
/// </summary>
public sealed class EdtfValue : IEquatable<EdtfValue>
{
    public const int MaxLength = 300;

    private readonly Extent extent;

    private EdtfValue(string text, Extent extent)
    {
        Text = text;
        this.extent = extent;
    }

    /// <summary>As it was written, to the character.</summary>
    public string Text { get; }

    /// <summary>0, 1 or 2: the lowest level of the specification whose grammar has this.</summary>
    public int Level => extent.Level;

    /// <summary>The earliest possible start, inclusive; <see cref="Instant.MinValue"/> where it is open, unknown or before what an instant holds.</summary>
    public Instant From => extent.From;

    /// <summary>The latest possible end, exclusive; <see cref="Instant.MaxValue"/> where it is open, unknown or after what an instant holds.</summary>
    public Instant To => extent.To;

    /// <summary>The latest possible start. Of <c>[1760-12..]</c> it is one microsecond before <see cref="Instant.MaxValue"/>, as no choice is empty.</summary>
    public Instant LatestStart => extent.LatestStart;

    /// <summary>The earliest possible end, exclusive. Of <c>[..1984]</c> it is one microsecond after <see cref="Instant.MinValue"/>, as no choice is empty.</summary>
    public Instant EarliestEnd => extent.EarliestEnd;

    public EdtfPrecision Precision => extent.Precision;

    /// <summary><c>~</c> or <c>%</c> stands somewhere. It widens nothing.</summary>
    public bool Approximate => extent.Approximate;

    /// <summary><c>?</c> or <c>%</c> stands somewhere. It widens nothing.</summary>
    public bool Uncertain => extent.Uncertain;

    /// <summary>Whether every bounded part lies in the years 0001–9999, UTC; open and unknown ends do not count.</summary>
    public bool IsWithinCalendar => extent.IsWithinCalendar;

    /// <summary>Reads a value; takes time in proportion to the length of the text, which is limited to <see cref="MaxLength"/>.</summary>
    /// <param name="problem">A sentence for the person who wrote it: what is wrong, and how a right one looks.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EdtfValue? value, [NotNullWhen(false)] out string? problem)
    {
        var reading = Read(text ?? "");
        (value, problem) = reading.Extent is { } extent ? (new EdtfValue(text!, extent), (string?)null) : (null, reading.Problem);
        return value is not null;
    }

    public bool Equals(EdtfValue? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as EdtfValue);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static Reading Read(string text)
    {
        if (text.Length == 0)
            return Reading.Refused("The date is empty; write for example 2024-10-23.");
        if (text.Length > MaxLength)
            return Reading.Refused($"The date has {text.Length} characters; at most {MaxLength} are taken.");
        if (Alphabet.ProblemIn(text) is { } problem)
            return Reading.Refused(problem);
        if (text[0] is '[' or '{')
            return SetExpression.Read(text);
        if (text.Contains('/'))
            return IntervalExpression.Read(text);
        if (text.Contains('T'))
            return TimeExpression.Read(text);
        return YearExpression.Applies(text) ? YearExpression.Read(text) : DateExpression.Read(text);
    }
}
