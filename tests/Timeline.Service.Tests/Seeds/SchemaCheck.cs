using System.ComponentModel;
using System.Diagnostics;
using System.Text;
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

        using var node = Start(new ProcessStartInfo("node", ["validate.mjs", schema])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        });
        var answer = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(string.Join('\n', lines));
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
            throw new InvalidOperationException($"node ended with {node.ExitCode}: {await complaint}");

        return JsonSerializer.Deserialize<string[]>(await answer)!;
    }

    private static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("This test needs Node.js 20 or newer on the PATH.", missing);
        }
    }
}
