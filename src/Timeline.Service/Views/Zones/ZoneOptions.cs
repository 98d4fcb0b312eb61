namespace Timeline.Service.Views.Zones;

/// <summary>Sizes of zones, and when readers go by them.</summary>
internal sealed record ZoneOptions
{
    /// <summary>What a zone is made with; at more than twice that it is divided.</summary>
    public long SegmentsOfZone { get; init; } = 64;

    /// <summary>How many zones make a region.</summary>
    public long ZonesOfRegion { get; init; } = 256;

    /// <summary>The most positions of one transaction that widens zones.</summary>
    public long MostAtOnce { get; init; } = 50_000;

    /// <summary>How many segments a page looks at one by one, at least, before it goes by zones.</summary>
    public int FewSegments { get; init; } = 512;

    /// <summary>How many positions the zones may be behind the basis: what is newer is sorted for each page.</summary>
    public long MostBehind { get; init; } = 50_000;
}
