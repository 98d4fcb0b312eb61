namespace Timeline.Service.Rebuilding;

/// <summary>Settings of the views' keeping.</summary>
internal sealed record RebuildSettings
{
    /// <summary>The version that is wanted; null for the newest of this binary. <c>Timeline:ViewVersion</c>.</summary>
    public int? ViewVersion { get; init; }

    /// <summary>For how long tables that were replaced by some of the same version stay, for what still reads them. <c>Timeline:KeepReplacedMinutes</c>.</summary>
    public TimeSpan KeepReplaced { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Of how many earlier versions the tables stay, to answer their permalinks. <c>Timeline:KeepVersions</c>.</summary>
    public int KeepVersions { get; init; } = 1;

    /// <summary>How long an operation rests after each step, for each session that is at work, as a multiple of the step. <c>Timeline:RebuildRest</c>.</summary>
    public double Rest { get; init; } = 0.5;

    public static RebuildSettings Read(IConfiguration configuration)
    {
        var defaults = new RebuildSettings();
        return new RebuildSettings
        {
            ViewVersion = configuration.GetValue<int?>("Timeline:ViewVersion"),
            KeepReplaced = TimeSpan.FromMinutes(configuration.GetValue("Timeline:KeepReplacedMinutes", defaults.KeepReplaced.TotalMinutes)),
            KeepVersions = configuration.GetValue("Timeline:KeepVersions", defaults.KeepVersions),
            Rest = configuration.GetValue("Timeline:RebuildRest", defaults.Rest),
        };
    }

    /// <exception cref="FormatException">There is no such version in this binary.</exception>
    public int Wanted(Views.ViewVersions versions) => ViewVersion is not { } wanted ? versions.Newest.Number
        : versions.Find(wanted) is not null ? wanted
        : throw new FormatException($"Timeline:ViewVersion is {wanted}; this binary knows {string.Join(", ", versions.Numbers)}");
}
