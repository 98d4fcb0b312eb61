using System.Globalization;
using System.Security.Cryptography;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>
/// What lies where in a data folder: <c>service.lock</c> and <c>service.json</c> (who runs on it), <c>password</c> (ours alone), and
/// <c>server/</c>, which belongs to the user that PostgreSQL runs as: the cluster in <c>data/</c> and the server's log of this and the last run.
/// </summary>
internal sealed record ClusterFolder(string Root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Server => Path.Combine(Root, "server");
    public string Data => Path.Combine(Server, "data");
    public string Log => Path.Combine(Server, "postgres.log");
    public string PreviousLog => Path.Combine(Server, "postgres.log.1");
    private const string DraftPrefix = "data.new-";
    private string PasswordFile => Path.Combine(Root, "password");

    /// <exception cref="EmbeddedPostgresException">It cannot be created or written to.</exception>
    public static ClusterFolder Open(string root)
    {
        if (!Path.IsPathRooted(root))
            throw new EmbeddedPostgresException($"No data folder is known (this user has no home): name one with {EmbeddedPostgresOptions.DataDirectorySetting}.");
        var folder = new ClusterFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        try
        {
            Create(folder.Root, RunAs.IsRoot ? OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"Cannot create the data folder {folder.Root}: {e.Message} Choose another one with {EmbeddedPostgresOptions.DataDirectorySetting}.", e);
        }

        return folder;
    }

    /// <summary>Makes <see cref="Server"/> and gives it to the user that PostgreSQL runs as.</summary>
    public async Task CreateServerFolderAsync(RunAs runAs, CancellationToken ct)
    {
        await runAs.MustEnterAsync(Root, ct);
        if (Directory.Exists(Server))
            return;
        Create(Server, OwnerOnly);
        await runAs.OwnAsync(Server, ct);
    }

    /// <summary>Where initdb works until the cluster is whole.</summary>
    public string NewDraft() => Path.Combine(Server, DraftPrefix + Guid.NewGuid().ToString("N"));

    public void RemoveDrafts()
    {
        foreach (var draft in Directory.EnumerateDirectories(Server, DraftPrefix + "*"))
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // Still being written; the next new cluster's turn.
            }
        }
    }

    /// <summary>The major version that wrote the cluster; null when there is none yet.</summary>
    public int? ReadMajor()
    {
        var file = Path.Combine(Data, "PG_VERSION");
        if (File.Exists(file))
            return int.Parse(File.ReadAllText(file).Trim().Split('.')[0], CultureInfo.InvariantCulture);
        if (Directory.Exists(Data) && Directory.EnumerateFileSystemEntries(Data).Any())
            throw new EmbeddedPostgresException(
                $"{Data} holds files but no PostgreSQL cluster. Move them away, or choose another data folder ({EmbeddedPostgresOptions.DataDirectorySetting}).");
        return null;
    }

    /// <summary>The cluster's password; null when there is none.</summary>
    public string? ReadPassword() => File.Exists(PasswordFile) ? File.ReadAllText(PasswordFile).Trim() : null;

    public string CreatePassword()
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        SafeFile.WriteSecret(PasswordFile, password);
        return password;
    }

    /// <summary>The last lines of the server's log, for an error message.</summary>
    public string TailOfLog(int lines = 15)
    {
        try
        {
            return string.Join(Environment.NewLine, File.ReadLines(Log).TakeLast(lines));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void Create(string folder, UnixFileMode mode)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        // Explicitly, as the process's umask may be narrower or wider.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, mode);
    }
}
