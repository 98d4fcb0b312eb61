using Npgsql;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>How to reach the server of a cluster: loopback TCP, our user, the cluster's random password.</summary>
internal static class ServerConnection
{
    public const string User = "timeline";

    public static string Describe(int port, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = password,
        Database = database,
        // Loopback only: there is nobody to encrypt against, and asking for it costs a round trip each.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>The version of the server behind <paramref name="port"/> if it serves the cluster that holds <paramref name="probe"/>; null when it serves another.</summary>
    /// <exception cref="NpgsqlException">It does not accept connections, or not with this password.</exception>
    public static async Task<string?> RecogniseAsync(int port, string password, string probe, CancellationToken ct)
    {
        await using var connection = await OpenAsync(port, password, ct);
        await using var command = new NpgsqlCommand(ReadSql("recognise.sql"), connection) { Parameters = { new() { Value = probe } } };
        return await command.ExecuteScalarAsync(ct) as string;
    }

    public static async Task EnsureDatabaseAsync(int port, string password, string database, CancellationToken ct)
    {
        await using var connection = await OpenAsync(port, password, ct);
        await using var find = new NpgsqlCommand(ReadSql("find-database.sql"), connection) { Parameters = { new() { Value = database } } };
        if (await find.ExecuteScalarAsync(ct) is not null)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Quote(database)}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    private static async Task<NpgsqlConnection> OpenAsync(int port, string password, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Describe(port, password, "postgres")) { Pooling = false, Timeout = 5 }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string ReadSql(string name)
    {
        using var reader = new StreamReader(typeof(ServerConnection).Assembly.GetManifestResourceStream(typeof(ServerConnection), name)!);
        return reader.ReadToEnd();
    }
}
