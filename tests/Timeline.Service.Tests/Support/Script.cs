using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Timeline.Service.Tests.Support;

/// <summary>Runs a script in the program that it is for.</summary>
internal static class Script
{
    /// <param name="need">The program as people know it.</param>
    /// <returns>What the script prints.</returns>
    /// <exception cref="InvalidOperationException">The program is not there, or the script ended with an error.</exception>
    public static async Task<string> RunAsync(string program, string need, string folder, string[] arguments, string input = "")
    {
        using var script = Start(need, new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        });
        var answer = script.StandardOutput.ReadToEndAsync();
        var complaint = script.StandardError.ReadToEndAsync();
        await script.StandardInput.WriteAsync(input);
        script.StandardInput.Close();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? await answer : throw new InvalidOperationException($"{program} ended with {script.ExitCode}: {await complaint}");
    }

    private static Process Start(string need, ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"This test needs {need} on the PATH.", missing);
        }
    }
}
