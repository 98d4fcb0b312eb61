using System.Text.Json;
using System.Text.Json.Serialization;

namespace Timeline.Domain.Time;

/// <summary>An <see cref="Instant"/> as an RFC 3339 string.</summary>
public sealed class InstantJsonConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParseInstant(reader.GetString(), out var instant) == TimeParse.Ok
            ? instant
            : throw new JsonException("expected an RFC 3339 instant, no finer than a microsecond");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
