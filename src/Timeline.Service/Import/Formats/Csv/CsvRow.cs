using System.Text.Json.Nodes;
using Timeline.Service.Http;

namespace Timeline.Service.Import.Formats.Csv;

/// <summary>Fills a command's shape from a row. What comes from an empty cell is left out, and so is an item of a list of which nothing from the row is left.</summary>
/// <param name="cell">A column's value, without outer blanks.</param>
internal sealed class CsvRow(CsvCommand command, Func<string, string> cell)
{
    public List<string> Problems { get; } = [];

    /// <summary>Which column a field of the command comes from.</summary>
    public Dictionary<string, string> ColumnOf { get; } = new(StringComparer.Ordinal);

    public JsonObject Fill() => (JsonObject)Fill(command.Shape, "", out _)!;

    /// <param name="isEmpty">Whether everything of it that comes from the row is missing.</param>
    private JsonNode? Fill(JsonNode? shape, string path, out bool isEmpty)
    {
        switch (shape)
        {
            case JsonObject value when command.Values.TryGetValue(value, out var source):
                ColumnOf[path] = source.Name;
                var filled = source.Of(cell, out var problem);
                if (problem is not null)
                    Problems.Add(problem);
                isEmpty = filled is null;
                return filled;
            case JsonObject members:
                var of = members.Select(member => (member.Key, Value: Fill(member.Value, JsonPath.Field(path, member.Key), out var lacks), Lacks: lacks, FromRow: IsFromRow(member.Value))).ToList();
                isEmpty = of.Exists(member => member.FromRow) && of.TrueForAll(member => !member.FromRow || member.Lacks);
                return new JsonObject(of.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, member.Value)));
            case JsonArray items:
                var kept = new JsonArray();
                foreach (var item in items)
                {
                    if (Fill(item, JsonPath.Item(path, kept.Count), out var lacks) is { } made && !lacks)
                        kept.Add(made);
                }
                isEmpty = kept.Count == 0;
                return isEmpty ? null : kept;
            default:
                isEmpty = false;
                return shape?.DeepClone();
        }
    }

    private bool IsFromRow(JsonNode? shape) => shape switch
    {
        JsonObject value when command.Values.ContainsKey(value) => true,
        JsonObject members => members.Any(member => IsFromRow(member.Value)),
        JsonArray items => items.Any(IsFromRow),
        _ => false,
    };
}
