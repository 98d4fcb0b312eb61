using System.Diagnostics;
using Npgsql;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Tests.Hosting;

namespace Timeline.Service.Tests.Durability;

/// <summary>The embedded PostgreSQL that runs on a data folder, seen from outside.</summary>
internal static class PostgresProcess
{
    /// <summary>A way in beside the running service.</summary>
    public static async Task<NpgsqlDataSource> ConnectAsync(DataFolder folder)
    {
        var connectionString = await EmbeddedPostgres.FindRunningAsync(folder.Options(), CancellationToken.None);
        return NpgsqlDataSource.Create(connectionString.ShouldNotBeNull());
    }

    /// <summary>SIGKILL, to the postmaster and its children.</summary>
    public static async Task KillAsync(DataFolder folder)
    {
        using var postmaster = Process.GetProcessById(Postmaster.Read(folder.Cluster.Data)!.ProcessId);
        postmaster.ProcessName.ShouldStartWith("postgres");
        postmaster.Kill(entireProcessTree: true);
        await postmaster.WaitForExitAsync();
    }

    /// <summary>SIGKILL, to one busy session: PostgreSQL ends all others, recovers and goes on.</summary>
    public static async Task KillSessionAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "select pid from pg_stat_activity where application_name = 'timeline' and backend_type = 'client backend' order by state_change desc limit 1");
        using var session = Process.GetProcessById((int)(await command.ExecuteScalarAsync())!);
        session.ProcessName.ShouldStartWith("postgres");
        session.Kill();
    }
}
