namespace Timeline.Service.Views.Terms;

/// <summary>Sizes of blocks of positions, and when readers go by their terms.</summary>
internal sealed record TermOptions
{
    public long PositionsOfBlock { get; init; } = 256;

    /// <summary>The most blocks of one transaction.</summary>
    public long BlocksAtOnce { get; init; } = 64;

    /// <summary>How readily readers go by blocks: at 1 where fewer segments are expected to be read so than on a walk in order.</summary>
    public double Readiness { get; init; } = 1;

    /// <summary>So many positions are worth a run while more keep coming.</summary>
    public long WorthARun { get; init; } = 10_000;

    /// <summary>How many positions the blocks may be behind the basis: what is newer is looked at one by one.</summary>
    public long MostBehind { get; init; } = 50_000;
}
