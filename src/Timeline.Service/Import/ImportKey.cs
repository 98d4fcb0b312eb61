using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Service.Http;
using Timeline.Service.Log;

namespace Timeline.Service.Import;

/// <summary>
/// The keys under which lines are imported, each once and for ever. A line's own <c>key</c>; else <c>sha256:</c> and the hash of its canonical
/// content (RFC 8785, numbers exact), in hex. In an export, an event that was not imported has <c>&lt;log id&gt;/&lt;position&gt;</c>.
/// </summary>
internal static partial class ImportKey
{
    public const int MaxLength = 255;

    private const string ContentPrefix = "sha256:";

    /// <summary>The key of a line.</summary>
    /// <param name="hash">Gives the line's <see cref="HashOf"/>, where it is asked for.</param>
    /// <param name="content">
    /// What the key was first used with, where the line says so: an export tells the same in other words (times resolved, aliases as ids), and is
    /// no other command for that.
    /// </param>
    public static CommandKey Of(Func<byte[]> hash, string? key, byte[]? content) => key is null
        ? new CommandKey(CommandKey.Import, ContentPrefix + Convert.ToHexStringLower(hash()), hash())
        : new CommandKey(CommandKey.Import, key, content ?? HashNamedBy(key) ?? hash());

    /// <summary>The hash that stands in a key which tells by itself what it stands for; null for a key of somebody's choice.</summary>
    public static byte[]? HashNamedBy(string key) =>
        ContentKey().IsMatch(key) ? Convert.FromHexString(key.AsSpan(ContentPrefix.Length))
        : Place().IsMatch(key) ? SHA256.HashData(Encoding.UTF8.GetBytes(key))
        : null;

    /// <summary>The key of an event that has none of its own.</summary>
    public static string OfPlace(string log, long position) => string.Create(CultureInfo.InvariantCulture, $"{log}/{position}");

    /// <summary>The position that a key names in a log, or null.</summary>
    public static long? PositionIn(string log, string key) =>
        Place().IsMatch(key) && key.StartsWith(log + "/", StringComparison.Ordinal)
        && long.TryParse(key.AsSpan(log.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;

    /// <summary>Of a line's canonical content.</summary>
    /// <param name="line">A command; its members <c>key</c> and <c>content</c> are no content.</param>
    public static byte[] HashOf(JsonElement line) => SHA256.HashData(CanonicalJson.Of(ContentOf(line), CanonicalNumbers.Exact).Span);

    private static JsonElement ContentOf(JsonElement line)
    {
        if (!line.TryGetProperty("key"u8, out _) && !line.TryGetProperty("content"u8, out _))
            return line;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in line.EnumerateObject().Where(member => member.Name is not ("key" or "content")))
                member.WriteTo(json);
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContentKey();

    [GeneratedRegex(@"^[a-z2-9]{12}/[1-9][0-9]{0,18}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
