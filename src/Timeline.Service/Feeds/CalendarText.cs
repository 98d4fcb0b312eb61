using System.Buffers;
using System.Text;

namespace Timeline.Service.Feeds;

/// <summary>Content lines of iCalendar (RFC 5545, section 3.1): UTF-8, ended by CRLF, folded so that none is longer than 75 octets.</summary>
internal sealed class CalendarText(IBufferWriter<byte> output)
{
    private const int MostOctets = 75;

    /// <param name="value">As it stands; <see cref="TextLine"/> escapes.</param>
    public void Line(string name, string value)
    {
        var octets = Encoding.UTF8.GetBytes($"{name}:{value}").AsSpan();
        // The blank that begins a continuation counts too.
        for (var room = MostOctets; octets.Length > room; room = MostOctets - 1)
        {
            var length = room;
            // Never inside a character.
            while ((octets[length] & 0xC0) == 0x80)
                length--;
            output.Write(octets[..length]);
            output.Write("\r\n "u8);
            octets = octets[length..];
        }
        output.Write(octets);
        output.Write("\r\n"u8);
    }

    /// <summary>A property of type TEXT.</summary>
    public void TextLine(string name, string text) => Line(name, Escape(text));

    /// <summary>Section 3.3.11; control characters other than tabs and line breaks, which the grammar has no place for, become blanks.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (character is '\\' or ';' or ',')
                escaped.Append('\\').Append(character);
            else if (character is '\n' or '\r')
                escaped.Append("\\n");
            else
                escaped.Append(char.IsControl(character) && character != '\t' ? ' ' : character);
        }
        return escaped.ToString();
    }
}
