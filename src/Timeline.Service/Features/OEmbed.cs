using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using Timeline.Domain.Json;

namespace Timeline.Service.Features;

/// <summary>An answer of oEmbed 1.0, of the type <c>rich</c>. Sizes are in CSS pixels.</summary>
internal sealed class OEmbed(Embedding embedding, int width, int height)
{
    /// <summary>Where nobody asks for less.</summary>
    public const int Width = 640;

    /// <inheritdoc cref="Width"/>
    public const int Height = 600;

    private string Html => string.Create(CultureInfo.InvariantCulture,
        $"<iframe src=\"{Encode(embedding.Address)}\" width=\"{width}\" height=\"{height}\" title=\"{Encode(embedding.Title)}\" loading=\"lazy\"></iframe>");

    private IReadOnlyList<(string Name, object Value)> Members =>
    [
        ("type", "rich"), ("version", "1.0"), ("title", embedding.Title), ("provider_name", "Timeline"), ("provider_url", embedding.Provider),
        ("html", Html), ("width", width), ("height", height),
    ];

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, TimelineJson.Writer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Members)
            {
                if (value is int number)
                    json.WriteNumber(name, number);
                else
                    json.WriteString(name, (string)value);
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    public byte[] ToXml()
    {
        var root = new XElement("oembed", Members.Select(member => new XElement(member.Name, member.Value)));
        return Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n{root.ToString(SaveOptions.DisableFormatting)}\n");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
