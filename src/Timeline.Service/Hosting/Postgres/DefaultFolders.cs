namespace Timeline.Service.Hosting.Postgres;

/// <summary>Where data and copies of binaries live when no setting says otherwise.</summary>
internal static class DefaultFolders
{
    /// <summary>
    /// <c>$XDG_DATA_HOME/timeline</c> (<c>~/.local/share/timeline</c>), <c>~/Library/Application Support/timeline</c> or
    /// <c>%LOCALAPPDATA%\timeline</c>; for root <c>/var/lib/timeline</c>, as the user that PostgreSQL then runs as cannot enter root's home.
    /// </summary>
    public static string Data => RunAs.IsRoot ? "/var/lib/timeline" : Path.Combine(UserData, "timeline");

    /// <summary><c>$XDG_CACHE_HOME/timeline</c> (<c>~/.cache/timeline</c>), <c>~/Library/Caches/timeline</c> or <c>%LOCALAPPDATA%\timeline-cache</c>; for root <c>/var/cache/timeline</c>.</summary>
    public static string Cache
    {
        get
        {
            if (RunAs.IsRoot)
                return "/var/cache/timeline";
            if (OperatingSystem.IsWindows())
                return Path.Combine(UserData, "timeline-cache");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsMacOS())
                return Path.Combine(home, "Library", "Caches", "timeline");
            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.Combine(Path.IsPathRooted(xdg) ? xdg! : Path.Combine(home, ".cache"), "timeline");
        }
    }

    private static string UserData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
}
