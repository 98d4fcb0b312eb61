using Timeline.Service.Hosting.Postgres;

namespace Timeline.Service.Tests.Support;

/// <summary>
/// The server that this test process puts its databases on: the one named by <c>TIMELINE_TEST_CONNECTION</c> (of a user who may create
/// databases), else an embedded one in a temporary folder, without durability, removed at the end of the run; what a killed run left, the next one removes.
/// </summary>
internal static class TestServer
{
    private static readonly string Folders = Path.Combine(Path.GetTempPath(), "timeline-tests");
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    private static Func<Task>? remove;

    /// <summary>To its maintenance database.</summary>
    public static Task<string> GetConnectionStringAsync() => Started.Value;

    /// <summary>For the end of the test run.</summary>
    public static Task RemoveAsync() => remove?.Invoke() ?? Task.CompletedTask;

    private static async Task<string> StartAsync()
    {
        var given = Environment.GetEnvironmentVariable("TIMELINE_TEST_CONNECTION");
        if (!string.IsNullOrWhiteSpace(given))
            return given;

        await RemoveLeftoversAsync();
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(Folders, Guid.NewGuid().ToString("N")),
            Database = "postgres",
            ServerSettings = new Dictionary<string, string>
            {
                ["fsync"] = "off",
                ["synchronous_commit"] = "off",
                ["full_page_writes"] = "off",
                ["max_connections"] = "300",
            },
        };
        var server = await EmbeddedPostgres.StartAsync(options, CancellationToken.None);
        remove = () =>
        {
            // Nobody needs this data again, so it need not be stopped in order.
            server.Abandon();
            return TestCluster.DestroyAsync(options.DataDirectory);
        };
        return server.ConnectionString;
    }

    /// <summary>A test run that was killed leaves its server and folder; the lock tells which ones.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        if (!Directory.Exists(Folders))
            return;
        foreach (var folder in Directory.EnumerateDirectories(Folders))
        {
            if (File.Exists(Path.Combine(folder, "service.lock")) && !FolderLock.IsHeld(folder))
                await TestCluster.DestroyAsync(folder);
        }
    }
}
