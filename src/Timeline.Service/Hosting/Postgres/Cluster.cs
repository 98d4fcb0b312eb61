using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>Creates, starts, adopts and stops the server of one data folder. The caller holds the folder's lock.</summary>
internal sealed class Cluster(ClusterFolder folder, PostgresBinaries binaries, RunAs runAs, EmbeddedPostgresOptions options)
{
    internal sealed record Running(int ProcessId, int Port, string Version);

    /// <summary>A file that lies in this cluster and, unlike the password, in no copy of it.</summary>
    private readonly string probe = ProbePrefix + Guid.NewGuid().ToString("N");

    private const string ProbePrefix = "timeline-probe-";

    // An orphan may be recovering from a crash of its own, or writing its last checkpoint.
    private static readonly TimeSpan AdoptionPatience = TimeSpan.FromMinutes(2);
    // The children of a killed server hold its shared memory until they notice: mostly at once, but not before the end of a busy query.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly string[] PassingObstacles = ["lock file", "pre-existing shared memory block", "could not bind", "Address already in use"];

    /// <summary>Makes an empty cluster; a crash on the way leaves only a draft, which the next attempt removes.</summary>
    public async Task CreateAsync(string password, CancellationToken ct)
    {
        folder.RemoveDrafts();
        // A name of its own, as the initdb of a killed process may still be writing.
        var draft = folder.NewDraft();
        var passwordForInitdb = Path.Combine(folder.Server, "initial-password");
        SafeFile.WriteSecret(passwordForInitdb, password);
        try
        {
            await runAs.OwnAsync(passwordForInitdb, ct);
            var initdb = await Command.RunAsync(
                binaries.Program("initdb"),
                ["-D", draft, "-U", ServerConnection.User, $"--pwfile={passwordForInitdb}", "--auth=scram-sha-256",
                    "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"],
                runAs,
                ct);
            if (!initdb.Succeeded)
                throw new EmbeddedPostgresException($"initdb of PostgreSQL {binaries.Version} ({binaries.BinDirectory}) failed in {folder.Server}: {initdb.Output}");
        }
        finally
        {
            File.Delete(passwordForInitdb);
        }

        ServerConfiguration.WriteOnce(draft);
        if (Directory.Exists(folder.Data))
            Directory.Delete(folder.Data);
        Directory.Move(draft, folder.Data);
    }

    /// <summary>The server that outlived an earlier process of ours, once it accepts connections; null when none runs.</summary>
    public async Task<Running?> AdoptAsync(string password, CancellationToken ct)
    {
        using var marked = MarkFolder();
        var waited = Stopwatch.StartNew();
        Exception? last = null;
        while (Postmaster.Read(folder.Data) is { } postmaster)
        {
            switch (postmaster.FindStanding(probe))
            {
                case Postmaster.Standing.Gone:
                    return null;
                case Postmaster.Standing.Foreign:
                    Postmaster.RemoveFile(folder.Data);
                    return null;
                case Postmaster.Standing.Possible when postmaster.Port is { } port:
                    try
                    {
                        if (await ServerConnection.RecogniseAsync(port, password, probe, ct) is { } version)
                            return new Running(postmaster.ProcessId, port, version);
                        Postmaster.RemoveFile(folder.Data);
                        return null;
                    }
                    catch (Exception e) when (IsPassing(e))
                    {
                        last = e;
                    }
                    catch (PostgresException refusal)
                    {
                        throw new EmbeddedPostgresException(
                            $"A PostgreSQL server (process {postmaster.ProcessId}) runs on {folder.Data} and refuses the password kept in {folder.Root} ({refusal.MessageText}).", refusal);
                    }

                    break;
            }

            if (waited.Elapsed > AdoptionPatience)
                throw new EmbeddedPostgresException(
                    $"A PostgreSQL server (process {postmaster.ProcessId}) runs on {folder.Data} but does not answer ({last?.Message}). " +
                    $"End it, for example with {binaries.Program("pg_ctl")} stop -m immediate -D {folder.Data}, and start again.",
                    last!);
            await Task.Delay(Pause, ct);
        }

        return null;
    }

    public async Task<Running> StartAsync(string password, CancellationToken ct)
    {
        if (File.Exists(folder.Log))
            File.Move(folder.Log, folder.PreviousLog, overwrite: true);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var port = FreePort();
            ServerConfiguration.WriteForStart(folder.Data, port, options.ServerSettings);
            var start = await Command.RunAsync(binaries.Program("pg_ctl"), ["start", "-w", "-t", "300", "-D", folder.Data, "-l", folder.Log], runAs, ct);
            if (start.Succeeded)
                return await ConfirmAsync(password, ct);

            var log = folder.TailOfLog();
            var passing = PassingObstacles.Any(obstacle => log.Contains(obstacle, StringComparison.Ordinal));
            if (!passing || waited.Elapsed > StartPatience)
                throw new EmbeddedPostgresException($"PostgreSQL {binaries.Version} ({binaries.BinDirectory}) does not start on {folder.Data}: {start.Output}{Environment.NewLine}{log}");
            await Task.Delay(Pause, ct);
            // The pg_ctl of a killed process may have been quicker than ours.
            if (await AdoptAsync(password, ct) is { } started)
                return started;
        }
    }

    /// <summary>Ends the server after its last checkpoint, open connections or not; does nothing when it is gone already.</summary>
    public async Task StopAsync()
    {
        // Each is enough by itself; the next one is for when a terminal's second Ctrl-C hit pg_ctl, or the checkpoint takes too long.
        // "immediate" leaves recovery to the next start, and loses nothing either.
        foreach (var mode in new[] { "fast", "fast", "immediate" })
        {
            if (Postmaster.Read(folder.Data) is not { IsAlive: true })
                return;
            await Command.RunAsync(binaries.Program("pg_ctl"), ["stop", "-w", "-t", "60", "-m", mode, "-D", folder.Data], runAs, CancellationToken.None);
        }
    }

    private async Task<Running> ConfirmAsync(string password, CancellationToken ct)
    {
        using var marked = MarkFolder();
        if (Postmaster.Read(folder.Data) is { Port: { } port } postmaster && await ServerConnection.RecogniseAsync(port, password, probe, ct) is { } version)
            return new Running(postmaster.ProcessId, port, version);
        throw new EmbeddedPostgresException($"PostgreSQL started on {folder.Data} and ended at once:{Environment.NewLine}{folder.TailOfLog()}");
    }

    private Marked MarkFolder()
    {
        foreach (var left in Directory.EnumerateFiles(folder.Data, ProbePrefix + "*"))
            File.Delete(left);
        var file = Path.Combine(folder.Data, probe);
        SafeFile.WriteReadable(file, "");
        return new Marked(file);
    }

    /// <summary>Refused connections, and the server's own "not yet" and "no longer" (class 57P), pass by themselves; a wrong password does not.</summary>
    private static bool IsPassing(Exception e) =>
        e is PostgresException refusal ? refusal.SqlState.StartsWith("57P", StringComparison.Ordinal) || refusal.SqlState == PostgresErrorCodes.TooManyConnections
        : e is NpgsqlException or SocketException or TimeoutException;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Marked(string File) : IDisposable
    {
        public void Dispose() => System.IO.File.Delete(File);
    }
}
