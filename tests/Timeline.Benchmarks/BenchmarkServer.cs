using Npgsql;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Schema;

namespace Timeline.Benchmarks;

/// <summary>
/// A PostgreSQL server for one run, durable as in production, in a temporary folder that is removed at the end; or the server that
/// <c>TIMELINE_BENCHMARK_CONNECTION</c> names. Ours and the floor's tables are in databases of the same server.
/// </summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;
    private readonly string _connectionString;
    private readonly string? _folder;
    private readonly List<string> _databases = [];

    private BenchmarkServer(EmbeddedPostgres? embedded, string connectionString, string? folder)
    {
        _embedded = embedded;
        _connectionString = connectionString;
        _folder = folder;
    }

    public static async Task<BenchmarkServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("TIMELINE_BENCHMARK_CONNECTION") is { Length: > 0 } given)
            return new BenchmarkServer(null, given, null);
        var folder = Path.Combine(Path.GetTempPath(), "timeline-benchmarks", Guid.NewGuid().ToString("N"));
        var embedded = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = folder, Database = "postgres", ServerSettings = Settings() }, CancellationToken.None);
        return new BenchmarkServer(embedded, embedded.ConnectionString, folder);
    }

    /// <summary>A new, empty database. The connection string is tuned for short statements: prepared, and no cleaning between uses.</summary>
    public async Task<string> NewDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
        await ExecuteAsync(connection, $"create database {name}");
        _databases.Add(name);
        return Tuned(name);
    }

    /// <summary>A database of an earlier run on a server that stays, or null.</summary>
    public async Task<string?> FindAsync(string name)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        return (long)(await command.ExecuteScalarAsync())! > 0 ? Tuned(name) : null;
    }

    /// <summary>Gives a database that is whole now the name under which the next run finds it; it stays when this run ends.</summary>
    public async Task<string> FinishAsync(string made, string name)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"alter database {made} rename to {name}");
        _databases.Remove(made);
        return Tuned(name);
    }

    /// <summary>A new database with the product's schema.</summary>
    public async Task<NpgsqlDataSource> NewLogAsync(string name) => NpgsqlDataSource.Create(await NewLogDatabaseAsync(name));

    /// <inheritdoc cref="NewLogAsync"/>
    /// <returns>Its connection string, which a data source does not tell: it keeps the password to itself.</returns>
    public async Task<string> NewLogDatabaseAsync(string name)
    {
        var database = await NewDatabaseAsync(name);
        await using var source = NpgsqlDataSource.Create(database);
        await Migrator.MigrateAsync(source, null, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_embedded is null)
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync();
            foreach (var name in _databases)
                await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
            return;
        }
        await _embedded.DisposeAsync();
        Directory.Delete(_folder!, recursive: true);
    }

    /// <summary>A copy of a database, to be written to.</summary>
    public async Task<string> CopyAsync(string connectionString, string name)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
        await ExecuteAsync(connection, $"create database {name} template {new NpgsqlConnectionStringBuilder(connectionString).Database} strategy file_copy");
        _databases.Add(name);
        return Tuned(name);
    }

    private string Tuned(string database) => new NpgsqlConnectionStringBuilder(_connectionString)
    {
        Database = database,
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        MaxPoolSize = 64,
    }.ConnectionString;

    private static Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["max_connections"] = "200",
        // A third of the machine's memory, as on a server that does nothing else.
        ["shared_buffers"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3 / (1 << 20)}MB",
        ["max_wal_size"] = "16GB",
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
