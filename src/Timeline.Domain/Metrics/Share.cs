namespace Timeline.Domain.Metrics;

/// <summary>How many of how many.</summary>
public readonly record struct Share(int Count, int Of)
{
    /// <summary>A number from 0 to 1 with four decimals at the most, halves up; null of none.</summary>
    public decimal? Rate => Of == 0 ? null : Rounded((decimal)Count / Of);

    /// <param name="share">Exact to 20 decimals, so that what lies half-way between two numbers of four is taken for just that.</param>
    internal static decimal Rounded(decimal share)
    {
        var rounded = Math.Round(Math.Round(share, 20), 4, MidpointRounding.AwayFromZero);
        // The division takes trailing zeros away, so that a number is written in one way only.
        return rounded / 1.0000000000000000000000000000m;
    }
}
