using System.Collections.Concurrent;
using System.Diagnostics;
using Timeline.Service.Commands;
using Timeline.Service.Tests.Hosting;

namespace Timeline.Service.Tests.Durability;

/// <summary>The service as a process of its own, on an embedded PostgreSQL in a data folder.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(DataFolder folder)
    {
        var start = new ProcessStartInfo(DotNet) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        foreach (var argument in new[]
        {
            typeof(ServeCommand).Assembly.Location, "--urls", "http://127.0.0.1:0", "--EmbeddedPostgres:DataDirectory", folder.Path, "--Timeline:Seeds", "false",
            "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information",
        })
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove("ConnectionStrings__Timeline");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) });

    public string Output => string.Join('\n', _output);

    private static string DotNet =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<ServiceProcess> StartAsync(DataFolder folder)
    {
        var service = new ServiceProcess(folder);
        try
        {
            var ended = service._process.WaitForExitAsync();
            if (await Task.WhenAny(service._address.Task, ended, Task.Delay(Patience)) != service._address.Task)
                throw new InvalidOperationException($"The service does not start:\n{service.Output}");
            service.Client.BaseAddress = await service._address.Task;
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL, to the service alone: its PostgreSQL lives on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager or an orchestrator stops it.</summary>
    public async Task StopAsync()
    {
        using (var terminate = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]))
            await terminate.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.ExitCode.ShouldBe(0, Output);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }
}
