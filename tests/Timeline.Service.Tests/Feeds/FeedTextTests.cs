using System.Buffers;
using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Feeds;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Feeds;

/// <summary>Texts of any kind, also those that our own rules would have refused: a log may have been written by others.</summary>
public sealed class FeedTextTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Choose(0, 0xFFFF).Select(code => ((char)code).ToString()),
        Gen.Choose(0, 0x1F).Select(code => ((char)code).ToString()),
        Gen.Elements("\r\n", ";", ",", "\\", "<", ">", "&", "\"", "'", "]]>", "🚢", "é", "北", "\u2028", "\uFFFE", "\uD800", "plain text ")).ListOf().Select(parts => string.Concat(parts));

    [Fact]
    public void Calendar_lines_unfold_and_unescape_to_the_text()
    {
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var output = new ArrayBufferWriter<byte>();
            new CalendarText(output).TextLine("SUMMARY", text);
            var written = Encoding.UTF8.GetString(output.WrittenSpan);

            written.ShouldEndWith("\r\n");
            var lines = written[..^2].Split("\r\n");
            lines.Skip(1).All(line => line.StartsWith(' ')).ShouldBeTrue(written);
            lines.Max(Encoding.UTF8.GetByteCount).ShouldBeLessThanOrEqualTo(75);
            Unescape(string.Concat(lines.Select((line, i) => i == 0 ? line : line[1..]))["SUMMARY:".Length..])
                .ShouldBe(string.Concat(WellFormed(text).Replace("\r\n", "\n").Replace('\r', '\n').Select(character => char.IsControl(character) && character is not ('\n' or '\t') ? ' ' : character)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void HTML_shows_the_text_and_has_nothing_but_text()
    {
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var html = Html.Escape(text);
            html.IndexOfAny(['<', '>', '"', '\'']).ShouldBe(-1);
            System.Net.WebUtility.HtmlDecode(html).ShouldBe(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Atom_is_well_formed_whatever_stands_in_it()
    {
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var output = new ArrayBufferWriter<byte>();
            AtomFeed.Write(output, Head(text), [Shown(text), new FeedUpdate(new FeedChange(4, Instant.FirstDay, "gone", false, null), Item(text))]);
            var feed = XDocument.Parse(Encoding.UTF8.GetString(output.WrittenSpan), LoadOptions.PreserveWhitespace).Root!;

            feed.Elements().Count(element => element.Name.LocalName == "entry").ShouldBe(1);
            // XML reads CR and LF as LF, but for what is escaped, and replaces what it has no way to write.
            feed.Elements().Single(element => element.Name.LocalName == "entry").Elements().Single(element => element.Name.LocalName == "title").Value.ShouldBe(Writable(text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Only_web_addresses_become_links()
    {
        foreach (var url in new[] { "javascript:alert(1)", "data:text/html,x", "//host/a", "ftp://host/a", "about:blank", "" })
            Notes.WebAddress(url).ShouldBeNull(url);
        Notes.WebAddress("HTTPS://example.org/a").ShouldBe("HTTPS://example.org/a");
        Html.Of(Item("a", url: "javascript:alert(1)")).ShouldNotContain("<a ");
    }

    private static FeedUpdate Shown(string text) => new(new FeedChange(5, Instant.FirstDay, "d", true, null), Item(text));

    private static FeedHead Head(string text) => new(new Pin(Instant.FirstDay, 5, "abcdefghijkl.1", false), "http://localhost", "/feeds/atom.xml", "/feeds/atom.xml?a", "/feeds/atom.xml", Uri.EscapeDataString(WellFormed(text)));

    private static FeedItem Item(string text, string? url = null)
    {
        var source = new Source(text, text, url ?? "https://example.org/?" + text);
        var entry = new Entry
        {
            Id = "d",
            Actor = "a",
            Participants = [new Participant("b", text)],
            Kind = DevelopmentKind.Other,
            Headline = text,
            Summary = text,
            Places = [new Place(text)],
            Attribution = text,
            Occurred = EdtfValue.TryParse("2024-10~", out var date, out _) ? date : throw new InvalidOperationException(),
            Figures = [new FigureClaim(new Figure(text, 1, null, null, text, text), text, Instant.FirstDay, null)],
            Tags = [text],
            Status = DevelopmentStatus.Retracted,
            Disputes = [new Dispute(text, text, source, Instant.FirstDay, null)],
            Retraction = new Retraction(text, null, source, Instant.FirstDay, null),
            KnownFrom = Instant.FirstDay,
            Revision = 1,
            RevisedAt = Instant.FirstDay,
            Sources = [new SourceClaim(source, text, Instant.FirstDay, null)],
            RecordedAt = Instant.FirstDay,
            Position = 5,
        };
        return new FeedItem(entry, default, new ActorNames(new Dictionary<string, ActorName> { ["a"] = new(text, "state") }));
    }

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    private static string Writable(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xFFFD) or >= 0x10000 ? rune : Rune.ReplacementChar));

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                plain.Append(text[++i] == 'n' ? '\n' : text[i]);
            else
                plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
