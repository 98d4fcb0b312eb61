using System.Globalization;
using System.Text;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>
/// The configuration files of a cluster. Ours is <c>timeline.conf</c>, written at every start and included at the end of
/// <c>postgresql.conf</c>; what a user adds below that line, or by ALTER SYSTEM, wins.
/// </summary>
internal static class ServerConfiguration
{
    private const string FileName = "timeline.conf";

    private static readonly (string Name, string Value)[] Settings =
    [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("max_connections", "100"),
        ("shared_buffers", "256MB"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("password_encryption", "scram-sha-256"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        ("lc_messages", "C"),
    ];

    /// <summary>For a cluster fresh from initdb: only our user, only from this machine, only with the password.</summary>
    public static void WriteOnce(string dataFolder)
    {
        var main = Path.Combine(dataFolder, "postgresql.conf");
        SafeFile.WriteReadable(main, File.ReadAllText(main) + $"\ninclude '{FileName}'\n");
        SafeFile.WriteReadable(Path.Combine(dataFolder, "pg_hba.conf"), $"host all {ServerConnection.User} 127.0.0.1/32 scram-sha-256\n");
    }

    public static void WriteForStart(string dataFolder, int port, IReadOnlyDictionary<string, string> extra)
    {
        var text = new StringBuilder($"# Timeline writes this file at every start. Your own settings belong below its line in postgresql.conf.\nport = {port.ToString(CultureInfo.InvariantCulture)}\n");
        // A later line of the same name wins.
        foreach (var (name, value) in Settings.Concat(extra.Select(setting => (setting.Key, setting.Value))))
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");
        SafeFile.WriteReadable(Path.Combine(dataFolder, FileName), text.ToString());
    }
}
