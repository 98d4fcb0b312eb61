using System.Globalization;
using System.Text;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>Something to say about an entry beside its headline and summary.</summary>
/// <param name="Url">An http or https address that the text leads to.</param>
internal sealed record Note(string Label, string Text, string? Url = null);

/// <summary>What a reader has to know of an entry, for formats that have no field for it.</summary>
internal static class Notes
{
    public static IEnumerable<Note> Of(FeedItem item)
    {
        var entry = item.Entry;
        if (!item.Date.IsSharp)
            yield return new Note("When", item.Date.IsPlain ? item.Date.Text : $"{item.Date.Text} (EDTF {entry.Occurred.Text})");
        yield return new Note("Who", string.Join(", ", entry.Participants.Select(other => $"{item.Names.Of(other.Actor)} ({other.Role})").Prepend(item.Names.Of(entry.Actor))));
        if (entry.Places.Count > 0)
            yield return new Note("Where", PlaceNames(entry));
        yield return new Note("According to", entry.Attribution);
        foreach (var claim in entry.Figures)
            yield return new Note("Figure", $"{TextOf(claim.Figure)} — {claim.Attribution}, {PartialDate.DayText(claim.ReportedAt)}");
        foreach (var dispute in entry.Disputes)
            yield return new Note("Disputed", $"by {item.Names.Of(dispute.By)}, {PartialDate.DayText(dispute.ReportedAt)}: {dispute.Reason}");
        if (entry.Retraction is { } retraction)
            yield return new Note("Retracted", $"{PartialDate.DayText(retraction.ReportedAt)}: {retraction.Reason}");
        foreach (var claim in entry.Sources)
            yield return new Note("Source", TextOf(claim.Source), WebAddress(claim.Source.Url));
    }

    /// <summary>The same as plain text, after the summary; lines are ended by line feeds.</summary>
    public static string TextOf(FeedItem item)
    {
        var text = new StringBuilder();
        if (item.Entry.Summary is { } summary)
            text.Append(summary).Append("\n\n");
        foreach (var note in Of(item))
            text.Append(note.Label).Append(": ").Append(note.Text).Append(note.Url is { } url ? $" <{url}>" : "").Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    public static string PlaceNames(Entry entry) => string.Join("; ", entry.Places.Select(place => place.Name));

    /// <summary>The address if it is one that a link may lead to, else null: a log may hold what our own rules would refuse.</summary>
    public static string? WebAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? url : null;

    private static string TextOf(Source source) => source.Title is { } title ? $"{source.Publisher}, “{title}”" : source.Publisher;

    private static string TextOf(Figure figure)
    {
        var amount = figure switch
        {
            { Value: { } value } => Number(value),
            { Min: { } min, Max: { } max } => $"{Number(min)} to {Number(max)}",
            { Min: { } min } => $"at least {Number(min)}",
            { Max: { } max } => $"at most {Number(max)}",
            _ => "unknown",
        };
        return $"{figure.Measure}: {amount} {figure.Unit}{(figure.Qualifier is { } qualifier ? $" ({qualifier})" : "")}";
    }

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
