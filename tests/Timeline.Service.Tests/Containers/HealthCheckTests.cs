using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Timeline.Service.Tests.Hosting;

namespace Timeline.Service.Tests.Containers;

/// <summary>The image's health check is a line of bash, as the image has no HTTP client.</summary>
public sealed class HealthCheckTests
{
    private const string Port = "/8080 ";

    [UnixTheory]
    [InlineData(StatusCodes.Status200OK, true)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, false)]
    [InlineData(StatusCodes.Status404NotFound, false)]
    public async Task The_image_is_as_healthy_as_the_service_says(int status, bool isHealthy)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var service = builder.Build();
        service.MapGet("/health/ready", () => Results.StatusCode(status));
        await service.StartAsync();

        (await ExitCodeAsync(new Uri(service.Urls.Single()).Port) == 0).ShouldBe(isHealthy);
    }

    [UnixFact]
    public async Task The_image_is_unhealthy_when_nobody_answers() => (await ExitCodeAsync(port: 1)).ShouldNotBe(0);

    private static async Task<int> ExitCodeAsync(int port)
    {
        var check = Dockerfile.Instructions.Single(instruction => instruction.StartsWith("HEALTHCHECK", StringComparison.Ordinal));
        var command = JsonSerializer.Deserialize<string[]>(check[check.IndexOf('[', StringComparison.Ordinal)..])!;
        command[^1].ShouldContain(Port);
        command[^1] = command[^1].Replace(Port, $"/{port} ", StringComparison.Ordinal);

        using var bash = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await bash.WaitForExitAsync(patience.Token);
        return bash.ExitCode;
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs a Unix";
    }
}
