namespace Timeline.Service.Commands;

/// <summary>
/// Tells settings from the command line's own words: <c>--Section:Key=value</c> and the host's own, such as <c>--urls</c>, go to the framework's
/// configuration, whatever the command. All else is ours, so that a misspelt option is noticed.
/// </summary>
internal static class Settings
{
    private static readonly string[] OfTheHost = ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "allowedHosts"];

    public static (IReadOnlyList<string> Words, string[] Settings) Split(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--")
                return ([.. words, .. arguments.Skip(i)], [.. settings]);
            if (!IsSetting(arguments[i]))
            {
                words.Add(arguments[i]);
                continue;
            }
            settings.Add(arguments[i]);
            if (!arguments[i].Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count)
                settings.Add(arguments[++i]);
        }
        return (words, [.. settings]);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return false;
        var name = argument[2..].Split('=', 2)[0];
        return name.Contains(':', StringComparison.Ordinal) || OfTheHost.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
