using Npgsql;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Hosting;

/// <summary>A data folder of one test, with whatever runs on it ended at the test's end.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("timeline-data-").FullName;

    public ClusterFolder Cluster => new(Path);

    public DataFolder()
    {
        // Temporary folders are private, and under root PostgreSQL runs as another user.
        if (RunAs.IsRoot && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);
    }

    public EmbeddedPostgresOptions Options(string? binDirectory = null) => new() { DataDirectory = Path, BinDirectory = binDirectory };

    public Task<EmbeddedPostgres> StartAsync(string? binDirectory = null) => EmbeddedPostgres.StartAsync(Options(binDirectory), CancellationToken.None);

    public async Task<string> RefusalAsync(string? binDirectory = null) =>
        (await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(binDirectory))).Message;

    public async ValueTask DisposeAsync() => await TestCluster.DestroyAsync(Path);

    public static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public static Task WriteAsync(EmbeddedPostgres server, string text) =>
        QueryAsync(server.ConnectionString, $"CREATE TABLE IF NOT EXISTS note (text text); INSERT INTO note VALUES ('{text}')");

    public static async Task<string?> ReadAllAsync(EmbeddedPostgres server) =>
        (string?)await QueryAsync(server.ConnectionString, "SELECT string_agg(text, ',') FROM note");
}
