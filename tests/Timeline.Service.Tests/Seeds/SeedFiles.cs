using System.Text;
using System.Text.Json;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Seeds;

/// <param name="Where">File and line.</param>
public sealed record SeedLine(string Where, string Text)
{
    public string Type => Field("type");

    public string Field(string name) => JsonElement.Parse(Text).GetProperty(name).GetString()!;
}

internal static class SeedFiles
{
    public static string Schema { get; } = Repository.PathOf("seeds", "commands.schema.json");

    /// <summary>In the order in which they are loaded.</summary>
    public static IReadOnlyList<SeedLine> Lines { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("seeds"), "*.ndjson").Order(StringComparer.Ordinal).SelectMany(file =>
            File.ReadLines(file, Encoding.UTF8).Select((text, index) => new SeedLine($"{Path.GetFileName(file)}:{index + 1}", text))),
    ];
}
