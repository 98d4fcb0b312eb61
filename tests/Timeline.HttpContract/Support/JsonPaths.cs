using System.Globalization;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>Looks into JSON by paths such as <c>figures[0].value</c>; <c>items[].id</c> goes through all items.</summary>
public static class JsonPaths
{
    /// <summary>A string's text, any other value as it is written, null where there is none.</summary>
    public static string? Text(this JsonElement element, string path) => element.Find(path).Select(Text).SingleOrDefault();

    public static string[] Texts(this JsonElement element, string path) => [.. element.Find(path).Select(Text)];

    public static long Number(this JsonElement element, string path) => long.Parse(element.Text(path).ShouldNotBeNull(path), CultureInfo.InvariantCulture);

    public static bool Has(this JsonElement element, string path) => element.Find(path).Any();

    /// <summary>The names of an object's members, in order.</summary>
    public static string[] Members(this JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    public static IEnumerable<JsonElement> Find(this JsonElement element, string path)
    {
        IEnumerable<JsonElement> found = [element];
        foreach (var step in path.Split('.', '[').Where(step => step.Length > 0))
            found = found.SelectMany(at => Step(at, step.TrimEnd(']'), step.EndsWith(']'))).ToList();
        return found;
    }

    private static IEnumerable<JsonElement> Step(JsonElement at, string step, bool isIndex) =>
        isIndex && at.ValueKind == JsonValueKind.Array
            ? step.Length == 0 ? at.EnumerateArray() : at.EnumerateArray().Skip(int.Parse(step, CultureInfo.InvariantCulture)).Take(1)
            : !isIndex && at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out var value) ? [value] : [];

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
