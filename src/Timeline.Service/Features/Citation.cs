using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Features;

/// <summary>What is needed to cite a pinned answer, and to check later that it is still the same.</summary>
/// <param name="Url">The absolute permalink.</param>
/// <param name="Sha256">Of the permalink's uncompressed body; lower-case hexadecimal.</param>
internal sealed record Citation(string Title, string Permalink, string Url, string Sha256, Instant KnownAt, long Basis, string Edition)
{
    private const string Work = "Timeline";

    /// <param name="origin">Scheme and host under which readers reach the service.</param>
    public static Citation Of(OwnAnswer answer, string origin)
    {
        var root = JsonElement.Parse(answer.Body);
        var permalink = root.GetProperty("permalink").GetString()!;
        // A diff is of two points; it is known since the one that it leads to.
        var point = root.TryGetProperty("to", out var to) ? to : root;
        _ = Rfc3339.TryParseInstant(point.GetProperty("knownAt").GetString(), out var knownAt);
        return new Citation(
            TitleOf(root, permalink), permalink, origin + permalink, Convert.ToHexStringLower(SHA256.HashData(answer.Body)),
            knownAt, point.GetProperty("basis").GetInt64(), root.GetProperty("edition").GetString()!);
    }

    public string ToText() =>
        $"“{Title}.” {Work}, as known at {KnownAt}, log position {Number(Basis)}, edition {Edition}. {Url} (SHA-256 {Sha256}).";

    public string ToBibTex() => string.Join('\n',
        $"@misc{{timeline-{Edition}-{Number(Basis)}-{Sha256[..8]},",
        $"  title = {{{{{Escape(Title)}}}}},",
        $"  howpublished = {{\\url{{{Url}}}}},",
        $"  year = {{{KnownAt.ToDateTime():yyyy}}},",
        $"  version = {{{Edition}, position {Number(Basis)}}},",
        $"  note = {{As known at {KnownAt}; SHA-256 {Sha256}}}",
        "}");

    /// <summary>CSL-JSON (citeproc-js item).</summary>
    public byte[] ToCsl() => Write(json =>
    {
        json.WriteStartArray();
        WriteCsl(json);
        json.WriteEndArray();
    });

    public byte[] ToJson() => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("title", Title);
        json.WriteString("knownAt", KnownAt.ToString());
        json.WriteNumber("basis", Basis);
        json.WriteString("edition", Edition);
        json.WriteString("permalink", Permalink);
        json.WriteString("url", Url);
        json.WriteString("sha256", Sha256);
        json.WriteString("text", ToText());
        json.WriteString("bibtex", ToBibTex());
        json.WritePropertyName("csl");
        WriteCsl(json);
        json.WriteEndObject();
    });

    private void WriteCsl(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", $"timeline-{Edition}-{Number(Basis)}-{Sha256[..8]}");
        json.WriteString("type", "webpage");
        json.WriteString("title", Title);
        json.WriteString("container-title", Work);
        json.WriteString("URL", Url);
        json.WriteString("version", $"{Edition}, position {Number(Basis)}");
        json.WriteStartObject("issued");
        json.WriteStartArray("date-parts");
        json.WriteStartArray();
        json.WriteNumberValue(KnownAt.Day.Year);
        json.WriteNumberValue(KnownAt.Day.Month);
        json.WriteNumberValue(KnownAt.Day.Day);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("note", $"As known at {KnownAt}; SHA-256 {Sha256}");
        json.WriteEndObject();
    }

    private static string TitleOf(JsonElement root, string permalink) =>
        Text(root, "headline") ?? Text(root, "name")
        ?? (Text(root, "measure") is { } measure ? $"Claims about {measure}" : null)
        ?? (Text(root, "by") is not null ? $"How fast developments were told and how often corrected: {QuestionOf(permalink)}" : null)
        ?? (Text(root, "stream") is { } stream ? $"What was recorded of {stream}" : null)
        ?? (root.TryGetProperty("events", out _) ? $"History of {Text(root, "id")}" : null)
        ?? (root.TryGetProperty("from", out var from) ? $"What changed since {Text(from, "knownAt")}: {QuestionOf(permalink)}" : $"What was known: {QuestionOf(permalink)}");

    private static string QuestionOf(string permalink) =>
        Uri.UnescapeDataString(string.Join(", ", permalink[(permalink.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Where(pair => !IsPin(pair)).DefaultIfEmpty("everything")));

    private static bool IsPin(string pair) => pair.Split('=')[0] is "knownAt" or "basis" or "edition" or "from" or "fromBasis" or "to" or "toBasis";

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character is '&' or '%' or '$' or '#' or '_')
                escaped.Append('\\');
            escaped.Append(character is '{' or '}' or '\\' or '~' or '^' or '\n' or '\r' or '\t' ? ' ' : character);
        }
        return escaped.ToString();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
