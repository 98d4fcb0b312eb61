using System.Text;

namespace Timeline.Service.Feeds;

/// <summary>Text for widgets and readers that take HTML. Written here and not by the framework, because the bytes of a pinned feed are promised.</summary>
internal static class Html
{
    /// <summary>Text that HTML shows as it is, in content and in attributes.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            html.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            } ?? character.ToString());
        }
        return html.ToString();
    }

    /// <summary>Paragraphs: a summary's own, then one a note.</summary>
    public static string Of(FeedItem item)
    {
        var html = new StringBuilder();
        foreach (var paragraph in (item.Entry.Summary ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append("<p>").Append(Escape(paragraph)).Append("</p>");
        foreach (var note in Notes.Of(item))
            html.Append("<p><b>").Append(Escape(note.Label)).Append(":</b> ").Append(Linked(note)).Append("</p>");
        return html.ToString();
    }

    private static string Linked(Note note) => note.Url is { } url
        ? $"<a href=\"{Escape(url)}\" rel=\"noopener noreferrer\">{Escape(note.Text)}</a>"
        : Escape(note.Text);
}
