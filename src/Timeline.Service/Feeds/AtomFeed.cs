using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>
/// Atom (RFC 4287), the newest change first, in pages (RFC 5005); what was retracted or left the filter is a tombstone (RFC 6721). <c>updated</c> is when
/// it was recorded, so that a late report is new to those who poll.
/// </summary>
internal static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Tombstones = "http://purl.org/atompub/tombstones/1.0";
    private const string Own = "tag:timeline.invalid,2024:feeds";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    public static void Write(IBufferWriter<byte> output, FeedHead head, IReadOnlyList<FeedUpdate> updates)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xmlns", "at", null, Tombstones);
            xml.WriteAttributeString("xmlns", "t", null, Own);
            WriteHead(xml, head, updates);
            foreach (var update in updates)
            {
                if (update.Shown is { } item)
                    WriteEntry(xml, head, update, item);
                else
                    WriteTombstone(xml, head, update);
            }
            xml.WriteEndElement();
        }
        output.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void WriteHead(XmlWriter xml, FeedHead head, IReadOnlyList<FeedUpdate> updates)
    {
        Element(xml, "id", head.Id);
        Element(xml, "title", head.Title);
        Element(xml, "subtitle", head.Subtitle);
        // Where nothing ever changed there is no time to tell.
        Element(xml, "updated", updates.Count > 0 ? $"{updates[0].UpdatedAt}" : $"{Instant.FromDateTime(DateTime.UnixEpoch)}");
        Element(xml, "generator", "Timeline");
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", "Timeline");
        xml.WriteEndElement();
        // Readers subscribe to "self": the first page is also that of the feed at its newest.
        Link(xml, "self", head.Origin + (head.Previous is null ? head.Subscription : head.Permalink), "application/atom+xml");
        Link(xml, "bookmark", head.AbsolutePermalink, "application/atom+xml");
        foreach (var (relation, target) in new[] { ("first", head.First), ("previous", head.Previous), ("next", head.Next) })
        {
            if (target is not null)
                Link(xml, relation, head.Origin + target, "application/atom+xml");
        }
        xml.WriteStartElement("t", "pin", Own);
        xml.WriteAttributeString("knownAt", head.Pin.KnownAt.ToString());
        xml.WriteAttributeString("basis", head.Pin.Basis.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("edition", head.Pin.Edition);
        xml.WriteAttributeString("permalink", head.Permalink);
        xml.WriteEndElement();
    }

    private static void WriteEntry(XmlWriter xml, FeedHead head, FeedUpdate update, FeedItem item)
    {
        var entry = item.Entry;
        xml.WriteStartElement("entry", Atom);
        Element(xml, "id", head.IdOf(entry.Id));
        Element(xml, "title", entry.Headline);
        Element(xml, "updated", $"{update.UpdatedAt}");
        Element(xml, "published", $"{entry.KnownFrom}");
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", entry.Attribution);
        xml.WriteEndElement();
        Link(xml, "alternate", head.AddressOf(entry.Id), "application/json");
        foreach (var url in entry.Sources.Select(claim => Notes.WebAddress(claim.Source.Url)).OfType<string>().Distinct(StringComparer.Ordinal))
            Link(xml, "via", url);
        Category(xml, EntryJson.NameOf(entry.Kind), $"{Own}/kind");
        Category(xml, EntryJson.NameOf(entry.Status), $"{Own}/status");
        foreach (var tag in entry.Tags)
            Category(xml, tag);
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(XmlText(Html.Of(item)));
        xml.WriteEndElement();
        xml.WriteStartElement("t", "entry", Own);
        xml.WriteAttributeString("id", entry.Id);
        xml.WriteAttributeString("status", EntryJson.NameOf(entry.Status));
        xml.WriteAttributeString("occurred", entry.Occurred.Text);
        xml.WriteAttributeString("revision", entry.Revision.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("revisedAt", entry.RevisedAt.ToString());
        xml.WriteAttributeString("position", entry.Position.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteTombstone(XmlWriter xml, FeedHead head, FeedUpdate update)
    {
        xml.WriteStartElement("deleted-entry", Tombstones);
        xml.WriteAttributeString("ref", head.IdOf(update.Development));
        xml.WriteAttributeString("when", update.UpdatedAt.ToString());
        xml.WriteElementString("comment", Tombstones, XmlText(update.WhyWithdrawn));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Atom, XmlText(text));

    private static void Link(XmlWriter xml, string relation, string href, string? type = null)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", XmlText(href));
        if (type is not null)
            xml.WriteAttributeString("type", type);
        xml.WriteEndElement();
    }

    private static void Category(XmlWriter xml, string term, string? scheme = null)
    {
        xml.WriteStartElement("category", Atom);
        xml.WriteAttributeString("term", XmlText(term));
        if (scheme is not null)
            xml.WriteAttributeString("scheme", scheme);
        xml.WriteEndElement();
    }

    /// <summary>XML 1.0 has no way to write most control characters, U+FFFE, U+FFFF and lone surrogates.</summary>
    private static string XmlText(string text)
    {
        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            allowed.Append(rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xFFFD) or >= 0x10000 ? rune.ToString() : "\uFFFD");
        return allowed.ToString();
    }
}
