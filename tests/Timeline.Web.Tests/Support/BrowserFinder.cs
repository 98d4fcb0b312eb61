namespace Timeline.Web.Tests.Support;

/// <summary>Finds a Chromium: the one named by <c>TIMELINE_TEST_BROWSER</c>, one that is installed, else Playwright's own, which it downloads.</summary>
internal static class BrowserFinder
{
    public const string Setting = "TIMELINE_TEST_BROWSER";

    private static readonly string[] Commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "microsoft-edge", "msedge.exe"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/snap/bin/chromium",
        .. new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData }
            .Select(Environment.GetFolderPath).Where(folder => folder.Length > 0)
            .SelectMany(folder => new[] { Path.Combine(folder, "Google", "Chrome", "Application", "chrome.exe"), Path.Combine(folder, "Microsoft", "Edge", "Application", "msedge.exe") }),
    ];

    /// <returns>The browser's path; null for Playwright's own.</returns>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new InvalidOperationException($"{Setting} names {named}, and there is no such file.");
        if (OnPath().Concat(Places).FirstOrDefault(File.Exists) is { } installed)
            return installed;
        if (Microsoft.Playwright.Program.Main(["install", "--only-shell", "chromium"]) == 0)
            return null;
        throw new InvalidOperationException(
            $"The tests of the page need a Chromium, Chrome or Edge. None was found, and Playwright could not download one. Install one (Debian: apt-get install chromium), or let {Setting} name it.");
    }

    private static IEnumerable<string> OnPath() =>
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        from command in Commands
        select Path.Combine(folder, command);
}
