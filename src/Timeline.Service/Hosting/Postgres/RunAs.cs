namespace Timeline.Service.Hosting.Postgres;

/// <summary>The operating-system user that PostgreSQL's programs run as; null is our own. PostgreSQL refuses root.</summary>
internal sealed record RunAs(string? User)
{
    public static readonly RunAs Self = new((string?)null);

    private static readonly string[] Candidates = ["postgres", "_postgres", "nobody"];

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Ourselves, or under root: the owner of an existing <paramref name="serverFolder"/>, else the first of postgres and nobody that exists.</summary>
    public static async Task<RunAs> ChooseAsync(string serverFolder, CancellationToken ct)
    {
        if (!IsRoot)
            return Self;
        var created = Directory.Exists(serverFolder);
        foreach (var candidate in Candidates)
        {
            if (!(await Command.RunAsync("id", ["-u", candidate], Self, ct)).Succeeded)
                continue;
            var user = new RunAs(candidate);
            if (!created || (await user.TestAsync("[ -O \"$0\" ]", serverFolder, ct)))
                return user;
        }

        throw new EmbeddedPostgresException(created
            ? $"PostgreSQL refuses to run as root, and {serverFolder} belongs to none of the users {string.Join(", ", Candidates)} that it could run as. " +
              "Start Timeline as the user that owns it, or give the folder to one of them (chown -R)."
            : $"PostgreSQL refuses to run as root, and there is none of the users {string.Join(", ", Candidates)} that it could run as. Start Timeline as an ordinary user.");
    }

    /// <summary>Makes an existing file or folder the user's own.</summary>
    public async Task OwnAsync(string path, CancellationToken ct)
    {
        if (User is null)
            return;
        var chown = await Command.RunAsync("chown", ["-h", User, path], Self, ct);
        if (!chown.Succeeded)
            throw new EmbeddedPostgresException($"Cannot give {path} to the user {User} that PostgreSQL runs as: {chown.Output}");
    }

    /// <exception cref="EmbeddedPostgresException">Some parent of <paramref name="folder"/> lacks the <c>x</c> right for the user.</exception>
    public async Task MustEnterAsync(string folder, CancellationToken ct)
    {
        if (User is not null && !await TestAsync("cd -- \"$0\"", folder, ct))
            throw new EmbeddedPostgresException(
                $"PostgreSQL refuses to run as root, and the user {User} that it runs as cannot enter {folder}. " +
                $"Choose another data folder ({EmbeddedPostgresOptions.DataDirectorySetting}), or grant \"x\" on every folder above it.");
    }

    private async Task<bool> TestAsync(string script, string path, CancellationToken ct) =>
        (await Command.RunAsync("/bin/sh", ["-c", script, path], this, ct)).Succeeded;
}
