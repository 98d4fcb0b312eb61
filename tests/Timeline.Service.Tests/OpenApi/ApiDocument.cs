using System.Text.Json.Nodes;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>An operation of the document.</summary>
internal sealed record Operation(string Id, string Method, string Path, JsonObject Node)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>The OpenAPI document as a client reads it.</summary>
internal sealed class ApiDocument(JsonObject root)
{
    public JsonObject Root => root;

    public IReadOnlyList<Operation> Operations { get; } =
    [
        .. from path in root["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           select new Operation((string)method.Value!["operationId"]!, method.Key.ToUpperInvariant(), path.Key, method.Value.AsObject()),
    ];

    public IEnumerable<(Operation Operation, string Example, int Status)> Walkthrough => root["x-walkthrough"]!.AsArray().Select(step =>
        (Operations.Single(operation => operation.Id == (string)step!["operation"]!), (string)step!["example"]!, (int)step["status"]!));

    public IEnumerable<JsonObject> Parameters(Operation operation) => (operation.Node["parameters"] as JsonArray ?? []).Select(node => Resolve(node!));

    public IEnumerable<string> QueryParameters(Operation operation) =>
        Parameters(operation).Where(parameter => (string)parameter["in"]! == "query").Select(parameter => (string)parameter["name"]!);

    public JsonObject Answer(Operation operation, int status)
    {
        var answers = operation.Node["responses"]!.AsObject();
        return Resolve(answers[$"{status}"] ?? answers["default"]!);
    }

    public JsonObject Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? Resolve(reference[2..].Split('/').Aggregate((JsonNode)root, (parent, segment) => parent[segment]!))
        : node.AsObject();

    /// <summary>The members that a schema knows, of its own and of what it refers to.</summary>
    public IEnumerable<string> Properties(JsonNode schema)
    {
        var own = (schema["properties"] as JsonObject ?? []).Select(property => property.Key);
        var referred = schema["$ref"] is null ? [] : Properties(Resolve(new JsonObject { ["$ref"] = (string)schema["$ref"]! }));
        var parts = (schema["allOf"] as JsonArray ?? []).SelectMany(part => Properties(part!));
        return own.Concat(referred).Concat(parts).Distinct();
    }
}
