using System.Text.Json;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Seeds;

/// <summary>JSON Schema 2020-12 by Ajv, which runs in Node.js.</summary>
internal static class SchemaCheck
{
    private static readonly string Folder = Repository.PathOf("tests", "Timeline.Service.Tests", "Seeds", "node");

    /// <returns>What is wrong with each line; empty where nothing is.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string schema, IReadOnlyList<string> lines)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ajv")))
            throw new InvalidOperationException($"Ajv is not in {Folder}: the build could not run npm (of Node.js 20 or newer) there. Run 'npm ci' there to see why.");

        return JsonSerializer.Deserialize<string[]>(await Node.RunAsync(Folder, ["validate.mjs", schema], string.Join('\n', lines)))!;
    }
}
