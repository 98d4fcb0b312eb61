using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;

namespace Timeline.Domain.Knowledge;

/// <summary>One field of an entry before and after; absent where it was not, or is not, there.</summary>
public sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field", Field);
        Write(json, "before", Before);
        Write(json, "after", After);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is not { } present)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(present.GetRawText(), skipInputValidation: true);
    }
}

/// <summary>What differs between two entries of one development, field by field, in the entry's order.</summary>
public static class EntryChanges
{
    /// <summary>These say that something changed, not what.</summary>
    private static readonly HashSet<string> Bookkeeping = new(StringComparer.Ordinal) { "revision", "revisedAt", "recordedAt", "position" };

    public static IReadOnlyList<FieldChange> Between(Entry before, Entry after) => Between(ToElement(before), ToElement(after));

    public static IReadOnlyList<FieldChange> Between(JsonElement before, JsonElement after)
    {
        var names = after.EnumerateObject().Concat(before.EnumerateObject()).Select(member => member.Name).Distinct(StringComparer.Ordinal);
        return [.. names
            .Where(name => !Bookkeeping.Contains(name))
            .Select(name => new FieldChange(name, Member(before, name), Member(after, name)))
            .Where(change => change.Before?.GetRawText() != change.After?.GetRawText())];
    }

    private static JsonElement? Member(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement ToElement(Entry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            EntryJson.Write(json, entry);
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
