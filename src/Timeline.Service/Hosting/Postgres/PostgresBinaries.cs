using System.Globalization;
using System.Text.RegularExpressions;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>A usable set of PostgreSQL's programs.</summary>
/// <param name="Version">As the programs report it, such as <c>18.4</c>.</param>
/// <param name="Origin">Where it was found, in words for the user.</param>
internal sealed partial record PostgresBinaries(string BinDirectory, int Major, string Version, string Origin)
{
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string Program(string name) => PathOf(BinDirectory, name);

    /// <summary>Looks at a folder by running its <c>postgres --version</c> as the user that will run it.</summary>
    /// <returns>The binaries, or why the folder cannot serve.</returns>
    public static async Task<(PostgresBinaries? Binaries, string Problem)> InspectAsync(
        string folder, string origin, RunAs runAs, CancellationToken ct)
    {
        var missing = Programs.Where(name => !File.Exists(PathOf(folder, name))).ToList();
        if (missing.Count > 0)
            return (null, $"{folder} ({origin}) lacks {string.Join(", ", missing)}");

        var result = await Command.RunAsync(PathOf(folder, "postgres"), ["--version"], runAs, ct);
        var match = VersionPattern().Match(result.Output);
        if (!result.Succeeded || !match.Success)
            return (null, $"{folder} ({origin}) does not run{(runAs.User is null ? "" : $" as user {runAs.User}")}: {result.Output}");

        var major = int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture);
        return major < OldestMajor
            ? (null, $"{folder} ({origin}) is PostgreSQL {match.Groups["version"].Value}, too old")
            : (new PostgresBinaries(folder, major, match.Groups["version"].Value, origin), "");
    }

    private static string PathOf(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<version>(?<major>\d+)[\w.]*)")]
    private static partial Regex VersionPattern();
}
