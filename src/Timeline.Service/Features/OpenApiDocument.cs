using System.Reflection;
using System.Text.Json.Nodes;
using Timeline.Service.Http;

namespace Timeline.Service.Features;

/// <summary>
/// Puts the OpenAPI 3.1 document together from the files of the folder <c>OpenApi</c>: <c>openapi.json</c>; the paths; the components, each file
/// named by its section; and the examples (<see cref="OpenApiExamples"/>). Written by hand, because handlers read bodies and queries themselves.
/// </summary>
internal static class OpenApiDocument
{
    private const string Folder = "Timeline.Service.OpenApi.";
    private static readonly Assembly Own = typeof(OpenApiDocument).Assembly;

    /// <param name="version">The service's.</param>
    /// <exception cref="InvalidOperationException">An example names an operation, parameter or answer that is not described.</exception>
    public static JsonObject Assemble(string version)
    {
        var document = Read(Folder + "openapi.json");
        document["info"]!["version"] = version;
        var paths = new JsonObject();
        foreach (var file in FilesIn("paths."))
            Merge(paths, Read(file));
        var components = new JsonObject();
        foreach (var file in FilesIn("components."))
        {
            var section = file[(Folder + "components.").Length..].Split('.')[0];
            Merge(Section(components, section), Read(file));
        }
        Section(components, "schemas")["ProblemType"] = ProblemType();
        document["paths"] = paths;
        document["components"] = components;
        OpenApiExamples.AddTo(document, FilesIn("examples.").Select(Read));
        AddHeads(paths);
        return document;
    }

    /// <summary>Every read answers HEAD too (<see cref="ReadRoutes"/>).</summary>
    private static void AddHeads(JsonObject paths)
    {
        foreach (var item in paths.Select(path => path.Value!.AsObject()).Where(item => item.ContainsKey("get")))
        {
            var get = item["get"]!;
            var id = (string)get["operationId"]!;
            var head = new JsonObject { ["operationId"] = "head" + char.ToUpperInvariant(id[0]) + id[1..], ["tags"] = get["tags"]!.DeepClone() };
            head["summary"] = "As GET, without the body";
            if (get["parameters"] is { } parameters)
                head["parameters"] = parameters.DeepClone();
            head["responses"] = new JsonObject { ["default"] = new JsonObject { ["description"] = "The status and the headers that GET gives." } };
            item["head"] = head;
        }
    }

    private static JsonObject ProblemType() => new()
    {
        ["description"] = string.Join("\n", ProblemTypes.All.Select(type => $"* `{type.Uri}` ({type.Status}): {type.When}")),
        ["enum"] = new JsonArray([.. ProblemTypes.All.Select(type => JsonValue.Create(type.Uri))]),
    };

    private static JsonObject Section(JsonObject components, string name)
    {
        if (components[name] is JsonObject section)
            return section;
        var added = new JsonObject();
        components[name] = added;
        return added;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
            into.Add(name, value?.DeepClone());
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Own.GetManifestResourceNames().Where(name => name.StartsWith(Folder + folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static JsonObject Read(string name)
    {
        using var stream = Own.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
