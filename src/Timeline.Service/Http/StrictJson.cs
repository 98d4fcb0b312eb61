using System.Text;
using System.Text.Json;
using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>
/// A JSON object that means the same to every reader: valid UTF-8, no key twice in an object, no NUL and no half of a surrogate pair in any
/// string or key, at most 64 levels deep and 1 MiB long, nothing after it. Numbers are kept as written. A byte order mark at the very start is
/// skipped, as RFC 8259, section 8.1, lets readers do.
/// </summary>
/// <param name="Root">The object.</param>
/// <param name="Utf8">The text as it came, without a byte order mark.</param>
public sealed record StrictJson(JsonElement Root, ReadOnlyMemory<byte> Utf8)
{
    /// <summary>The most bytes that a command may have, inclusive.</summary>
    public const int MaxBytes = 1_048_576;

    public const int MaxDepth = 64;

    private const int MostOfAReason = 150;
    private const string LoneSurrogate = "half of a surrogate pair (an escape \\ud800 to \\udfff without its other half)";

    internal static Refusal TooLarge { get; } = new(RefusalCode.TooLarge, "A command may have at most 1 MiB (1,048,576 bytes).");

    /// <returns>Or: <c>TooLarge</c>; <c>Unreadable</c> with line and column; <c>Invalid</c> when it is JSON, but not an object.</returns>
    public static Parsed<StrictJson> Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return new(TooLarge);
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        if (FaultIn(utf8) is { } fault)
            return new(new Refusal(RefusalCode.Unreadable, fault));

        var root = JsonElement.Parse(utf8.Span, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return root.ValueKind == JsonValueKind.Object
            ? new(new StrictJson(root, utf8))
            : new(new Refusal(RefusalCode.Invalid, "The body must be a JSON object."));
    }

    private static string? FaultIn(ReadOnlyMemory<byte> text)
    {
        var utf8 = text.Span;
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return At(utf8, FirstInvalid(utf8), "The text is not valid UTF-8");
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return "The body is empty; it must be a JSON object.";

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            return FaultInTokens(ref reader, text) is { } fault ? At(utf8, (int)reader.TokenStartIndex, fault) : null;
        }
        catch (JsonException broken)
        {
            return At(utf8, IndexOf(utf8, broken), "The JSON is broken: " + Reason(broken));
        }
    }

    private static string? FaultInTokens(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var keys = new List<KeysOfObject>();
        var depth = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    if (depth++ == keys.Count)
                        keys.Add(new KeysOfObject());
                    keys[depth - 1].Clear();
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    var key = utf8.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    if (reader.ValueIsEscaped)
                    {
                        if (FaultInText(ref reader, out var text) is { } faultInKey)
                            return "A key has " + faultInKey;
                        key = Encoding.UTF8.GetBytes(text!);
                    }
                    if (!keys[depth - 1].Add(key))
                        return $"The key {JsonPath.Quote(Encoding.UTF8.GetString(key.Span))} is there twice in one object";
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    if (FaultInText(ref reader, out _) is { } faultInText)
                        return "A string has " + faultInText;
                    break;
            }
        }
        return null;
    }

    private static string? FaultInText(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The bytes are valid UTF-8, so that only an escape can be at fault.
            return LoneSurrogate;
        }
        return text.Contains('\0') ? "a NUL character" : null;
    }

    private static string At(ReadOnlySpan<byte> utf8, int index, string fault)
    {
        var before = utf8[..Math.Min(index, utf8.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = 1;
        foreach (var b in before[(before.LastIndexOf((byte)'\n') + 1)..])
            column += (b & 0xC0) == 0x80 ? 0 : 1;
        return $"{fault} (line {line}, column {column}).";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var index = 0;
        while (index < utf8.Length && Rune.DecodeFromUtf8(utf8[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
            index += length;
        return index;
    }

    private static int IndexOf(ReadOnlySpan<byte> utf8, JsonException broken)
    {
        var start = 0;
        for (var line = broken.LineNumber ?? 0; line > 0; line--)
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        return start + (int)(broken.BytePositionInLine ?? 0);
    }

    private static string Reason(JsonException broken)
    {
        var text = broken.Message;
        var end = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        text = text[..(end < 0 ? text.Length : end)].Replace(" Change the reader options.", "", StringComparison.Ordinal).TrimEnd('.');
        // A message may quote the input from the fault to the end.
        return text.Length <= MostOfAReason ? text : string.Concat(text.AsSpan(0, MostOfAReason), "…");
    }

    /// <summary>The keys of one object, unescaped. Few are compared one with the other, which needs no memory for each.</summary>
    private sealed class KeysOfObject
    {
        private const int Few = 16;

        private readonly List<ReadOnlyMemory<byte>> _few = [];
        private HashSet<string>? _many;

        public void Clear()
        {
            _few.Clear();
            _many = null;
        }

        /// <returns>False where it is there already.</returns>
        public bool Add(ReadOnlyMemory<byte> key)
        {
            if (_many is not null)
                return _many.Add(Encoding.UTF8.GetString(key.Span));
            foreach (var other in _few)
            {
                if (other.Span.SequenceEqual(key.Span))
                    return false;
            }
            _few.Add(key);
            if (_few.Count > Few)
                _many = new HashSet<string>(_few.Select(other => Encoding.UTF8.GetString(other.Span)), StringComparer.Ordinal);
            return true;
        }
    }
}
