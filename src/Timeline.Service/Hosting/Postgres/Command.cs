using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>Runs one of PostgreSQL's or the system's programs to its end.</summary>
internal static class Command
{
    /// <param name="Output">Standard output and error together, trimmed.</param>
    internal sealed record Result(int ExitCode, string Output)
    {
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>A program that cannot be started at all counts as exit code 127. Cancelling kills it.</summary>
    public static async Task<Result> RunAsync(string file, IEnumerable<string> arguments, RunAs runAs, CancellationToken ct)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            // Ours may be a folder that the other user cannot enter, and PostgreSQL's programs want to know where they are.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
        };
        if (runAs.User is not null)
            start.UserName = runAs.User;
        start.Environment["LC_ALL"] = "C";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return new Result(127, failure.Message);
        }

        process.StandardInput.Close();
        var output = new StringBuilder();
        var pumps = Task.WhenAll(PumpAsync(process.StandardOutput, output), PumpAsync(process.StandardError, output));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // On Windows the server inherits pg_ctl's pipes, so that their end would come only with the server's.
        await Task.WhenAny(pumps, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
        lock (output)
            return new Result(process.ExitCode, output.ToString().Trim());
    }

    private static async Task PumpAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                lock (to)
                    to.Append(buffer, 0, read);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is disposed of while its pipe is still held by the server.
        }
    }
}
