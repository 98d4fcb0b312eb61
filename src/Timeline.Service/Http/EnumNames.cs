using System.Text.Json;

namespace Timeline.Service.Http;

/// <summary>An enum's members as HTTP names them: in camelCase, exactly.</summary>
internal static class EnumNames<TEnum> where TEnum : struct, Enum
{
    private static readonly OrderedDictionary<string, TEnum> ByName = new(
        Enum.GetValues<TEnum>().Select(value => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), value)),
        StringComparer.Ordinal);

    public static string? Read(string text, out TEnum value) =>
        ByName.TryGetValue(text, out value) ? null : $"must be one of {string.Join(", ", ByName.Keys)}";
}
