namespace Timeline.Service.Feeds;

/// <summary>
/// The box around points in WGS 84 degrees (RFC 7946, section 5). Of the two boxes, one around the prime meridian and one around the 180th, the
/// narrower; the other kind has its west greater than its east.
/// </summary>
internal readonly record struct BoundingBox
{
    private (decimal West, decimal East) Plain { get; init; }

    /// <summary>Longitudes from 0 to 360.</summary>
    private (decimal West, decimal East) Across { get; init; }

    private (decimal South, decimal North) Latitudes { get; init; }

    /// <summary>West, south, east, north.</summary>
    public IReadOnlyList<decimal> Edges => Plain.East - Plain.West <= Across.East - Across.West
        ? [Plain.West, Latitudes.South, Plain.East, Latitudes.North]
        : [Signed(Across.West), Latitudes.South, Signed(Across.East), Latitudes.North];

    public static BoundingBox Of(decimal longitude, decimal latitude) =>
        new() { Plain = (longitude, longitude), Across = (Unsigned(longitude), Unsigned(longitude)), Latitudes = (latitude, latitude) };

    public BoundingBox Around(decimal longitude, decimal latitude) => new()
    {
        Plain = Around(Plain, longitude),
        Across = Around(Across, Unsigned(longitude)),
        Latitudes = Around(Latitudes, latitude),
    };

    private static (decimal, decimal) Around((decimal From, decimal To) range, decimal value) => (Math.Min(range.From, value), Math.Max(range.To, value));

    private static decimal Unsigned(decimal longitude) => longitude < 0 ? longitude + 360 : longitude;

    private static decimal Signed(decimal longitude) => longitude > 180 ? longitude - 360 : longitude;
}
