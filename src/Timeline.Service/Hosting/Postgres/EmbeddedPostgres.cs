using Npgsql;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>
/// A PostgreSQL server of our own, for running Timeline without any set-up. It is a process of its own that survives us when we are killed;
/// the next start on the same data folder then adopts it, or recovers the data if it was killed too.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly Cluster cluster;
    private readonly FolderLock folderLock;
    private bool disposed;

    private EmbeddedPostgres(Cluster cluster, FolderLock folderLock, Cluster.Running running, bool adopted, string connectionString)
    {
        this.cluster = cluster;
        this.folderLock = folderLock;
        ServerProcessId = running.ProcessId;
        ServerVersion = running.Version;
        Adopted = adopted;
        ConnectionString = connectionString;
    }

    /// <summary>Holds the password: keep it out of logs.</summary>
    public string ConnectionString { get; }

    public int ServerProcessId { get; }

    public string ServerVersion { get; }

    /// <summary>Whether the server had outlived an earlier process.</summary>
    public bool Adopted { get; }

    /// <summary>
    /// Starts the server of a data folder, creating both as needed, or adopts one that still runs there. The folder is this process's alone
    /// until disposal, which stops the server.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It cannot: another Timeline uses the folder, there are no binaries, the data is of another major version, and so on.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var folder = ClusterFolder.Open(options.DataDirectory);
        FolderLock? folderLock = null;
        try
        {
            folderLock = await FolderLock.TakeAsync(folder.Root, ct);
            return await StartLockedAsync(options, folder, folderLock, ct);
        }
        catch (UnauthorizedAccessException e)
        {
            folderLock?.Dispose();
            throw new EmbeddedPostgresException(
                $"The data folder {folder.Root} belongs to another user ({e.Message}). Start Timeline as that user, or choose another folder ({EmbeddedPostgresOptions.DataDirectorySetting}).", e);
        }
        catch
        {
            folderLock?.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the server that another process runs on the data folder now; null when none does.</summary>
    /// <exception cref="EmbeddedPostgresException">It runs, but for another user.</exception>
    public static async Task<string?> FindRunningAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var folder = new ClusterFolder(Path.GetFullPath(options.DataDirectory));
        try
        {
            if (!FolderLock.IsHeld(folder.Root) || Postmaster.Read(folder.Data) is not { Port: { } port } || folder.ReadPassword() is not { } password)
                return null;
            var connectionString = ServerConnection.Describe(port, password, options.Database);
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(ct);
            return connectionString;
        }
        catch (NpgsqlException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException($"The data folder {folder.Root} belongs to another user: run this as that user.", e);
        }
    }

    /// <summary>Makes a second start on the same folder able to say where this one serves.</summary>
    public void AnnounceAddress(string url) => folderLock.Announce(url);

    /// <summary>Stops the server and waits for its end; data stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await cluster.StopAsync();
        folderLock.Dispose();
    }

    /// <summary>What a kill of this process does: the server lives on, the folder is free.</summary>
    internal void Abandon()
    {
        disposed = true;
        folderLock.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartLockedAsync(EmbeddedPostgresOptions options, ClusterFolder folder, FolderLock folderLock, CancellationToken ct)
    {
        var runAs = await RunAs.ChooseAsync(folder.Server, ct);
        var major = folder.ReadMajor();
        var binaries = await BinaryFinder.FindAsync(options, major, runAs, ct);
        await folder.CreateServerFolderAsync(runAs, ct);
        var cluster = new Cluster(folder, binaries, runAs, options);

        var password = folder.ReadPassword();
        if (major is null)
        {
            options.Report?.Invoke($"Creating a PostgreSQL {binaries.Version} cluster in {folder.Root} ({binaries.Origin})");
            password ??= folder.CreatePassword();
            await cluster.CreateAsync(password, ct);
        }
        else if (password is null)
        {
            throw new EmbeddedPostgresException($"The file \"password\" is missing from {folder.Root}: it belongs to the data, and both are restored together.");
        }

        var orphan = await cluster.AdoptAsync(password, ct);
        if (orphan is not null)
            options.Report?.Invoke($"Adopted the PostgreSQL {orphan.Version} server (process {orphan.ProcessId}) that still ran on {folder.Root}");
        try
        {
            var running = orphan ?? await cluster.StartAsync(password, ct);
            await ServerConnection.EnsureDatabaseAsync(running.Port, password, options.Database, ct);
            if (orphan is null)
                options.Report?.Invoke($"PostgreSQL {running.Version} runs on {folder.Root} (process {running.ProcessId}, 127.0.0.1:{running.Port})");
            return new EmbeddedPostgres(cluster, folderLock, running, orphan is not null, ServerConnection.Describe(running.Port, password, options.Database));
        }
        catch
        {
            await cluster.StopAsync();
            throw;
        }
    }
}
