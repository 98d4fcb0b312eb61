using System.Text.Json;
using System.Text.Json.Serialization;

namespace Timeline.Domain.Json;

/// <summary>Enums as camelCase strings, never as numbers.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
