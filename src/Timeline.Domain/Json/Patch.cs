using System.Text.Json;
using System.Text.Json.Serialization;

namespace Timeline.Domain.Json;

/// <summary>
/// One member of a JSON merge patch (RFC 7396): absent (<see cref="IsPresent"/> is false: leave as it is), null (clear) or a value (replace).
/// </summary>
[JsonConverter(typeof(PatchJsonConverterFactory))]
public readonly record struct Patch<T>
{
    private Patch(T? value)
    {
        IsPresent = true;
        Value = value;
    }

    public bool IsPresent { get; }

    /// <summary>The new value; null (or default) clears.</summary>
    public T? Value { get; }

    public static Patch<T> Set(T? value) => new(value);

    /// <summary>This over an earlier patch: what is present here wins.</summary>
    public Patch<T> Over(Patch<T> earlier) => IsPresent ? this : earlier;

    /// <summary>The patched value.</summary>
    public T? ApplyTo(T? value) => IsPresent ? Value : value;
}

/// <summary>Makes a converter for each <see cref="Patch{T}"/>; an absent patch is left out by <see cref="JsonIgnoreCondition.WhenWritingDefault"/>.</summary>
public sealed class PatchJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Patch<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(PatchJsonConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class PatchJsonConverter<T> : JsonConverter<Patch<T>>
    {
        public override bool HandleNull => true;

        public override Patch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Patch<T>.Set(reader.TokenType == JsonTokenType.Null ? default : JsonSerializer.Deserialize<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, Patch<T> value, JsonSerializerOptions options)
        {
            if (value.Value is null)
                writer.WriteNullValue();
            else
                JsonSerializer.Serialize(writer, value.Value, options);
        }
    }
}
