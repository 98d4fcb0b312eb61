using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Service.Http;

namespace Timeline.Service.Import.Formats.Csv;

/// <summary>A mapping file cannot be used; the message says where and why.</summary>
internal sealed class CsvMappingException(string message) : Exception(message);

/// <summary>
/// What the columns of a CSV file mean: the commands that a row makes, in the shape of the lines of an import, with values taken from columns.
/// Described in <c>docs/import.md</c> and <c>docs/samples/import/mapping.schema.json</c>.
/// </summary>
/// <param name="Encoding">Null for UTF-8, which is then checked.</param>
internal sealed record CsvMapping(char Delimiter, bool HasHeader, Encoding? Encoding, IReadOnlyList<CsvCommand> Commands)
{
    private static readonly string[] Members = ["$schema", "description", "delimiter", "header", "encoding", "commands"];

    /// <summary>Every column that is named, for a check before the first row.</summary>
    public IEnumerable<string> Columns => Commands.SelectMany(command => command.Columns).Distinct();

    /// <exception cref="CsvMappingException">It is no mapping.</exception>
    public static CsvMapping Read(ReadOnlyMemory<byte> utf8)
    {
        var json = StrictJson.Parse(utf8);
        if (json.IsRefused)
            throw new CsvMappingException(json.Refusal.Detail.Replace("The body", "The mapping", StringComparison.Ordinal));
        var root = JsonNode.Parse(json.Value.Utf8.Span)!.AsObject();
        if (root.Select(member => member.Key).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            throw new CsvMappingException($"{unknown}: there is no such member; there are {string.Join(", ", Members)}");
        if (root["commands"] is not JsonArray { Count: > 0 } commands)
            throw new CsvMappingException("commands: must be an array of at least one command");
        return new CsvMapping(
            Text(root, "delimiter") switch { null => ',', [var one] when char.IsAscii(one) && one is not ('"' or '\r' or '\n') => one, _ => throw new CsvMappingException("delimiter: must be one ASCII character") },
            root["header"] is not JsonValue header || header.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw new CsvMappingException("header: must be true or false") },
            EncodingOf(Text(root, "encoding")),
            [.. commands.Select((command, index) => CsvCommand.Read(command, JsonPath.Item("commands", index)))]);
    }

    /// <summary>A member that is a text, or null.</summary>
    internal static string? Text(JsonObject of, string name, string path = "") => of[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw new CsvMappingException($"{JsonPath.Field(path, name)}: must be a text"),
    };

    private static Encoding? EncodingOf(string? name)
    {
        if (name is null || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new CsvMappingException($"encoding: there is no encoding '{name}'; there are utf-8, windows-1252, iso-8859-1, …");
        }
    }
}

/// <summary>A command that each row makes, or only those that meet a condition.</summary>
internal sealed record CsvCommand(CsvCondition? Condition, JsonObject Shape, IReadOnlyDictionary<JsonObject, CsvValue> Values)
{
    public IEnumerable<string> Columns => Values.Values.SelectMany(value => value.Columns).Concat(Condition is null ? [] : [Condition.Column]);

    public bool IsActor => Shape["type"] is JsonValue type && type.ToString() == "actor";

    public static CsvCommand Read(JsonNode? node, string path)
    {
        if (node is not JsonObject shape)
            throw new CsvMappingException($"{path}: must be an object");
        if (CsvMapping.Text(shape, "type", path) is null)
            throw new CsvMappingException($"{path}.type: is required, as in a line of an import");
        CsvCondition? condition = null;
        if (shape["if"] is { } test)
        {
            condition = CsvCondition.Read(test, path + ".if");
            shape.Remove("if");
        }
        var values = new Dictionary<JsonObject, CsvValue>(ReferenceEqualityComparer.Instance);
        Find(shape, path);
        return new CsvCommand(condition, shape, values);

        void Find(JsonNode? at, string where)
        {
            if (at is JsonObject value && (value.ContainsKey("column") || value.ContainsKey("template")))
            {
                values.Add(value, CsvValue.Read(value, where));
            }
            else if (at is JsonObject nested)
            {
                foreach (var (name, member) in nested)
                    Find(member, JsonPath.Field(where, name));
            }
            else if (at is JsonArray items)
            {
                for (var i = 0; i < items.Count; i++)
                    Find(items[i], JsonPath.Item(where, i));
            }
        }
    }
}

/// <summary>Holds where a column has this value, or any where none is given.</summary>
internal sealed record CsvCondition(string Column, string? Value)
{
    public static CsvCondition Read(JsonNode test, string path)
    {
        if (test is not JsonObject members || CsvMapping.Text(members, "column", path) is not { } column)
            throw new CsvMappingException($"{path}: must be an object with a column, and optionally what it equals");
        if (members.Select(member => member.Key).FirstOrDefault(name => name is not ("column" or "equals")) is { } unknown)
            throw new CsvMappingException($"{path}.{unknown}: there is no such member; there are column, equals");
        return new CsvCondition(column, CsvMapping.Text(members, "equals", path));
    }

    public bool Holds(Func<string, string> cell) => Value is null ? cell(Column).Length > 0 : cell(Column) == Value;
}
