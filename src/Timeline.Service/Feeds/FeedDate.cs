using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>
/// An EDTF date as calendars and timelines can show it, without saying more than it does: parts that are not known are left out, and a date
/// that none of them can express has its meaning in <see cref="Text"/>.
/// </summary>
/// <param name="Start">The earliest it can have begun, as precisely as it is known; null where that is open or unknown.</param>
/// <param name="End">The last day, month or year (inclusive) that it can have reached; null where that is <paramref name="Start"/>, or open or unknown.</param>
/// <param name="Span">From the outermost start (inclusive) to the outermost end (exclusive); null where one is open, unknown or beyond 9999.</param>
/// <param name="IsPlain">Start and end say all there is to it.</param>
/// <param name="IsSharp">Plain, and to the day or finer.</param>
/// <param name="Text">In English: <c>about October 2024</c>.</param>
internal sealed record FeedDate(PartialDate? Start, PartialDate? End, (Instant From, Instant To)? Span, bool IsPlain, bool IsSharp, string Text)
{
    /// <summary>An instant rather than days.</summary>
    public bool IsTime => Start is { At: not null };

    /// <summary>Nothing is known of when it was.</summary>
    public bool IsUnknown => Start is null && End is null;

    public static FeedDate Of(EdtfValue value)
    {
        var isInterval = value.Text.Contains('/') && value.Text[0] is not ('[' or '{');
        var (start, end, isPlain) = isInterval ? OfInterval(value.Text) : OfOne(value);
        isPlain &= !value.Approximate && !value.Uncertain;
        // A choice of one date is that date; one of several is told by its text.
        var isOneOf = !isInterval && (value.From != value.LatestStart || value.To != value.EarliestEnd);
        var span = value.From.IsInCalendar && value.To.IsInCalendar ? (value.From, value.To) : ((Instant, Instant)?)null;
        return new FeedDate(start, end == start ? null : end, span, isPlain, isPlain && value.Precision <= EdtfPrecision.Day, TextOf(value, start, end, isOneOf));
    }

    /// <summary>Where it is put on an axis: its start, else its end, else the day on which it became known.</summary>
    public PartialDate Anchor(Instant knownFrom) => Start ?? End ?? PartialDate.Of(knownFrom, day: true);

    private static (PartialDate? Start, PartialDate? End, bool IsPlain) OfInterval(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var from = EdtfValue.TryParse(text[..slash], out var left, out _) ? OfOne(left) : default;
        var to = EdtfValue.TryParse(text[(slash + 1)..], out var right, out _) ? OfOne(right) : default;
        return (from.Start, to.End ?? to.Start, from.IsPlain && to.IsPlain && left is not null && right is not null);
    }

    private static (PartialDate? Start, PartialDate? End, bool IsPlain) OfOne(EdtfValue value)
    {
        PartialDate? At(Instant edge, bool month, bool day = false) => edge.IsInCalendar ? PartialDate.Of(edge, month, day) : null;
        // Beyond either end of time there is no microsecond before.
        var last = value.To == Instant.MaxValue ? value.To : value.To.PlusMicroseconds(-1);
        var isPlain = value.From == value.LatestStart && value.To == value.EarliestEnd;
        if (value.Precision <= EdtfPrecision.Second)
            return (value.From.IsInCalendar ? At(value.From, month: true, day: true)!.Value with { At = value.From } : null, null, isPlain);
        var (hasMonth, hasDay) = (value.Precision <= EdtfPrecision.Semester, value.Precision <= EdtfPrecision.Day);
        if (value.Text[0] is '[' or '{')
            return (At(value.From, hasMonth, hasDay), At(last, hasMonth, hasDay), false);
        if (isPlain)
            return (At(value.From, hasMonth, hasDay), At(last, hasMonth, hasDay), value.Precision is EdtfPrecision.Day or EdtfPrecision.Month or EdtfPrecision.Year);
        // A digit is unspecified: as much as all choices have in common.
        var isInOneMonth = At(value.From, month: true) == At(last, month: true);
        return (At(value.From, isInOneMonth), At(last, isInOneMonth), false);
    }

    private static string TextOf(EdtfValue value, PartialDate? start, PartialDate? end, bool isOneOf)
    {
        var about = value.Approximate ? "about " : "";
        var text = (start, end) switch
        {
            ({ At: not null } time, _) => $"{about}{time}",
            (null, null) => "date unknown",
            ({ } from, null) => $"from {about}{from} on",
            (null, { } to) => $"until {about}{to}",
            var (from, to) when from == to => $"{(isOneOf ? "some time in " : "")}{about}{from}",
            var (from, to) => $"{(isOneOf ? "some time from " : "")}{about}{from} {(isOneOf ? "to" : "–")} {to}",
        };
        return value.Uncertain ? $"{text} (uncertain)" : text;
    }
}
