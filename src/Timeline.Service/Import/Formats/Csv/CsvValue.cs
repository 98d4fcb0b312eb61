using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Timeline.Service.Features;

namespace Timeline.Service.Import.Formats.Csv;

/// <summary>A value that comes from a column, or from several by a template, and what is made of it.</summary>
internal sealed partial class CsvValue
{
    private static readonly string[] Members = ["column", "template", "map", "default", "date", "time", "number", "slug", "split"];

    private static readonly string[] Conversions = ["date", "time", "number", "slug", "split"];

    private readonly string _template;
    private readonly Dictionary<string, string>? _map;
    private readonly string? _default;
    private readonly string[] _formats;
    private readonly bool _isTime;
    private readonly string? _decimalPoint;
    private readonly bool _isSlug;
    private readonly string? _split;

    private CsvValue(JsonObject of, string path)
    {
        if (of.Select(member => member.Key).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            throw new CsvMappingException($"{path}.{unknown}: there is no such member; there are {string.Join(", ", Members)}");
        if (of.ContainsKey("column") == of.ContainsKey("template"))
            throw new CsvMappingException($"{path}: has both column and template; give one of them");
        if (Conversions.Count(of.ContainsKey) > 1)
            throw new CsvMappingException($"{path}: date, time, number, slug and split exclude each other");
        var column = CsvMapping.Text(of, "column", path);
        _template = column is null ? CsvMapping.Text(of, "template", path)! : $"{{{column}}}";
        Columns = column is null ? [.. Placeholder().Matches(_template).Select(match => match.Groups[1].Value)] : [column];
        IsColumn = column is not null;
        _default = CsvMapping.Text(of, "default", path);
        _map = of["map"] switch
        {
            null => null,
            JsonObject map => map.ToDictionary(pair => pair.Key, pair => CsvMapping.Text(map, pair.Key, path + ".map") ?? "", StringComparer.Ordinal),
            _ => throw new CsvMappingException($"{path}.map: must be an object of texts"),
        };
        _isTime = of.ContainsKey("time");
        _formats = (of["date"] ?? of["time"]) switch
        {
            null => [],
            JsonArray { Count: > 0 } several => [.. several.Select(each => each is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw new CsvMappingException($"{path}: formats must be texts"))],
            _ => [CsvMapping.Text(of, _isTime ? "time" : "date", path)!],
        };
        _decimalPoint = CsvMapping.Text(of, "number", path);
        if (_decimalPoint is not (null or "." or ","))
            throw new CsvMappingException($"{path}.number: must be \".\" or \",\", the decimal point");
        _isSlug = of["slug"] is JsonValue slug && slug.GetValueKind() == JsonValueKind.True;
        _split = CsvMapping.Text(of, "split", path);
        if (_split is "")
            throw new CsvMappingException($"{path}.split: must be a text that parts the values");
    }

    public IReadOnlyList<string> Columns { get; }

    private bool IsColumn { get; }

    public string Name => string.Join(", ", Columns.Select(column => $"column '{column}'"));

    public static CsvValue Read(JsonObject of, string path) => new(of, path);

    /// <summary>The value; null where a cell that it needs is empty.</summary>
    /// <param name="problem">What is wrong with it, or null.</param>
    public JsonNode? Of(Func<string, string> cell, out string? problem)
    {
        problem = null;
        var isEmpty = Columns.Any(column => cell(column).Length == 0);
        var text = isEmpty ? null : IsColumn ? cell(Columns[0]) : Placeholder().Replace(_template, match => cell(match.Groups[1].Value));
        if (text is not null && _map is not null)
        {
            if (!_map.TryGetValue(text, out var mapped) && _default is null)
                return Fail($"'{text}' is not in the map", out problem);
            text = mapped ?? _default;
        }
        text ??= _default;
        return string.IsNullOrEmpty(text) ? null : Convert(text, out problem);
    }

    private JsonNode? Convert(string text, out string? problem)
    {
        problem = null;
        if (_formats.Length > 0)
        {
            return DateTime.TryParseExact(text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time.ToString(_isTime ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'" : "yyyy-MM-dd", CultureInfo.InvariantCulture)
                : Fail($"'{text}' is no {(_isTime ? "time" : "day")} of the form {string.Join(" or ", _formats)}", out problem);
        }
        if (_decimalPoint is not null)
        {
            var plain = _decimalPoint == "," ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : text.Replace(",", "", StringComparison.Ordinal);
            return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : Fail($"'{text}' is no number with '{_decimalPoint}' as its decimal point", out problem);
        }
        if (_isSlug)
            return Slugs.Of(text) is { Length: > 0 } slug ? slug : Fail($"'{text}' has no Latin letters or digits to make an id of", out problem);
        return _split is null ? text : new JsonArray([.. text.Split(_split, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => (JsonNode)part)]);
    }

    private JsonNode? Fail(string fault, out string? problem)
    {
        problem = $"{Name}: {fault}";
        return null;
    }

    [GeneratedRegex(@"\{([^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
