using System.Diagnostics;
using System.Text;

namespace Timeline.Service.Tests.Commands;

/// <summary>The built binary as a process of its own.</summary>
internal sealed class TimelineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private TimelineProcess(Process process) => _process = process;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public int Id => _process.Id;

    /// <summary>What came of a run.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error);

    public static TimelineProcess Start(string? connectionString, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "timeline.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (connectionString is not null)
            start.Environment["ConnectionStrings__Timeline"] = connectionString;
        var timeline = new TimelineProcess(new Process { StartInfo = start });
        timeline._process.OutputDataReceived += (_, line) => Append(timeline._output, line.Data);
        timeline._process.ErrorDataReceived += (_, line) => Append(timeline._error, line.Data);
        timeline._process.Start();
        timeline._process.BeginOutputReadLine();
        timeline._process.BeginErrorReadLine();
        return timeline;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Result> RunAsync(string? connectionString, string input, params string[] arguments)
    {
        await using var timeline = Start(connectionString, arguments);
        await timeline._process.StandardInput.WriteAsync(input);
        timeline._process.StandardInput.Close();
        return await timeline.EndAsync();
    }

    public async Task WriteAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<Result> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new Result(_process.ExitCode, Output, Error);
    }

    public async Task WaitForOutputAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || waited.Elapsed > Patience)
                throw new InvalidOperationException($"'{text}' was not printed: {Output}{Error}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGTERM, as Ctrl-C or a container's end.</summary>
    public async Task<Result> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(line is null ? "" : line + "\n");
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
