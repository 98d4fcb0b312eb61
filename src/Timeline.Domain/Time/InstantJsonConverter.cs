using System.Text.Json;
using System.Text.Json.Serialization;

namespace Timeline.Domain.Time;

/// <summary>An <see cref="Instant"/> as an RFC 3339 string.</summary>
public sealed class InstantJsonConverter : JsonConverter<Instant>
{
    /// <summary>As written, escapes included; zeros may follow the fraction of what is no finer.</summary>
    private const int Longest = 128;

    /// <summary>Reads the value that the reader is at, without a string for it.</summary>
    /// <returns>False where it is no instant.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out Instant instant)
    {
        instant = default;
        Span<char> text = stackalloc char[Longest];
        return reader.TokenType == JsonTokenType.String && Length(reader) <= Longest
            && Rfc3339.TryParseInstant(text[..reader.CopyString(text)], out instant) == TimeParse.Ok;
    }

    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var instant) ? instant : throw new JsonException("expected an RFC 3339 instant, no finer than a microsecond");

    private static long Length(in Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Instant.MaxLength];
        writer.WriteStringValue(text[..value.Format(text)]);
    }
}
