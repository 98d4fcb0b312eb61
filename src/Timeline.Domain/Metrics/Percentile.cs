namespace Timeline.Domain.Metrics;

/// <summary>
/// Percentiles without interpolation: the smallest of the values that at least so many percent do not exceed (definition 1 of Hyndman and Fan,
/// "Sample Quantiles in Statistical Packages", The American Statistician 50, 1996). So each is a value that was observed, and exact.
/// </summary>
public static class Percentile
{
    /// <param name="sorted">In rising order; not empty.</param>
    /// <param name="percent">1 to 100.</param>
    public static long Of(IReadOnlyList<long> sorted, int percent)
    {
        var rank = (((long)percent * sorted.Count) + 99) / 100;
        return sorted[(int)rank - 1];
    }
}

/// <summary>How a number of durations is spread, in microseconds; null where there are none.</summary>
/// <param name="Measured">How many there are.</param>
public sealed record Spread(int Measured, long? P10, long? P50, long? P90)
{
    /// <param name="sorted">In rising order.</param>
    public static Spread Of(IReadOnlyList<long> sorted) => sorted.Count == 0
        ? new Spread(0, null, null, null)
        : new Spread(sorted.Count, Percentile.Of(sorted, 10), Percentile.Of(sorted, 50), Percentile.Of(sorted, 90));
}
