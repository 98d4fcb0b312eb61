using System.Reflection;
using System.Text.Json.Nodes;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>A value, the Schema Object that it has to fit, and what it is, for the failure's message.</summary>
internal sealed record Fit(string What, JsonNode Schema, JsonNode? Value);

/// <summary>OpenAPI 3.1 and JSON Schema 2020-12, checked by the validators of <c>node/check.mjs</c>.</summary>
internal static class SchemaCheck
{
    private static readonly string Folder = typeof(SchemaCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "OpenApiCheck").Value!;

    /// <returns>What is wrong with the document, and with each value that does not fit.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(JsonObject document, IReadOnlyList<Fit> fits)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ajv")))
            throw new InvalidOperationException($"The validators are not in {Folder}: the build could not run npm (of Node.js 20 or newer) there. Run 'npm ci' there to see why.");
        var asked = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["values"] = new JsonArray([.. fits.Select(fit => new JsonObject { ["schema"] = fit.Schema.DeepClone(), ["value"] = fit.Value?.DeepClone() })]),
        };
        var answer = JsonNode.Parse(await Node.RunAsync(Folder, ["check.mjs"], asked.ToJsonString()))!;
        var faults = fits.Zip(answer["values"]!.AsArray(), (fit, fault) => (fit.What, Fault: (string)fault!)).ToList();
        return [.. faults.Prepend(("the document", (string)answer["document"]!)).Where(pair => pair.Item2.Length > 0).Select(pair => $"{pair.Item1}: {pair.Item2}")];
    }
}
