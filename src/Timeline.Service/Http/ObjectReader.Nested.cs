using System.Text.Json;

namespace Timeline.Service.Http;

/// <content>Fields that are objects or arrays, and merge patches.</content>
public sealed partial class ObjectReader
{
    public const int MostItems = 1000;

    /// <param name="read">Not called when there is no object.</param>
    public T RequiredObject<T>(string name, Func<ObjectReader, T> read) =>
        TryFind(name, true, out var value, "an object", JsonValueKind.Object) ? Read(value, JsonPath.Field(path, name), read) : default!;

    /// <inheritdoc cref="RequiredObject"/>
    public T? OptionalObject<T>(string name, Func<ObjectReader, T> read) where T : class =>
        TryFind(name, false, out var value, "an object", JsonValueKind.Object) ? Read(value, JsonPath.Field(path, name), read) : null;

    /// <summary>An array of objects.</summary>
    /// <param name="maxItems">Inclusive.</param>
    /// <returns>Null when absent.</returns>
    public IReadOnlyList<T>? OptionalArray<T>(string name, Func<ObjectReader, T> read, int maxItems = MostItems) =>
        Items(name, maxItems)?.Select((item, index) => Read(item, JsonPath.Item(JsonPath.Field(path, name), index), read)).ToArray();

    /// <summary>An array of texts; lengths in Unicode scalar values, inclusive.</summary>
    /// <returns>Null when absent.</returns>
    public IReadOnlyList<string>? OptionalTexts(string name, int min, int max, int maxItems = MostItems) =>
        OptionalValues<string>(name, max, (string text, out string value) =>
        {
            value = text;
            return TextRules.Fault(text, min, max);
        }, maxItems);

    /// <summary>An array of texts, each turned into a value by a rule.</summary>
    /// <param name="max">The most characters that the rule is shown.</param>
    /// <returns>Null when absent.</returns>
    public IReadOnlyList<T>? OptionalValues<T>(string name, int max, TextRule<T> rule, int maxItems = MostItems) =>
        Items(name, maxItems)?.Select((item, index) => Value(item, JsonPath.Item(JsonPath.Field(path, name), index), max, rule)).ToArray();

    /// <summary>A field of a merge patch: <c>r.Patch("headline", name => r.RequiredText(name, 1, 200), isClearable: false)</c>.</summary>
    /// <param name="read">Reads the field by its name, when there is a value.</param>
    /// <param name="isClearable">Whether <c>null</c> may take the field away.</param>
    public Patched<T> Patch<T>(string name, Func<string, T> read, bool isClearable)
    {
        switch (Find(name, out _))
        {
            case Presence.Present:
                return Patched.To(read(name));
            case Presence.Null when isClearable:
                return Patched.Cleared<T>();
            case Presence.Null:
                Fail(name, "cannot be cleared");
                return default;
            default:
                return default;
        }
    }

    private JsonElement[]? Items(string name, int maxItems)
    {
        if (!TryFind(name, false, out var value, "an array", JsonValueKind.Array))
            return null;
        if (value.GetArrayLength() <= maxItems)
            return [.. value.EnumerateArray()];
        Fail(name, $"must have at most {maxItems} items; it has {value.GetArrayLength()}");
        return [];
    }

    private T Read<T>(JsonElement value, string at, Func<ObjectReader, T> read)
    {
        var reader = new ObjectReader(value, at, errors);
        var result = read(reader);
        reader.RefuseUnknownFields();
        return result;
    }

    private T Value<T>(JsonElement item, string at, int max, TextRule<T> rule)
    {
        var (value, fault) = (default(T), "must be a text");
        if (item.ValueKind == JsonValueKind.String)
        {
            var text = item.GetString()!;
            fault = TextRules.Fault(text, 0, max) ?? rule(text, out value!);
        }
        if (fault is not null)
            errors.Add(at, fault);
        return value!;
    }
}
