using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Timeline.Service.Tests.Support;

/// <summary>Runs scripts in Node.js, which the tests need at version 20 or newer.</summary>
internal static class Node
{
    /// <returns>What the script prints.</returns>
    /// <exception cref="InvalidOperationException">There is no Node.js, or the script ended with an error.</exception>
    public static async Task<string> RunAsync(string folder, string[] scriptAndArguments, string input = "")
    {
        using var node = Start(new ProcessStartInfo("node", scriptAndArguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        });
        var answer = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? await answer : throw new InvalidOperationException($"node ended with {node.ExitCode}: {await complaint}");
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
