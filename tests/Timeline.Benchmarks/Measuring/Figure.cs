namespace Timeline.Benchmarks.Measuring;

/// <summary>Ours and the floor's figure of one round: both measured within seconds of each other.</summary>
internal readonly record struct Round(double Ours, double Floor)
{
    public double Ratio => Ours / Floor;
}

/// <summary>What one scenario came to.</summary>
/// <param name="Name">Such as <c>append, 32 writers</c>.</param>
/// <param name="Unit">Of both figures, such as <c>events/s</c>.</param>
/// <param name="Floor">What the floor does, in words.</param>
/// <param name="Target">The ratio that we want, in words, or null where the figure is for information.</param>
internal sealed record Figure(string Name, string Unit, string Floor, string? Target, IReadOnlyList<Round> Rounds)
{
    public double Ours => Median(round => round.Ours);

    public double FloorFigure => Median(round => round.Floor);

    public double Ratio => Median(round => round.Ratio);

    public double LowestRatio => Rounds.Min(round => round.Ratio);

    public double HighestRatio => Rounds.Max(round => round.Ratio);

    private double Median(Func<Round, double> of)
    {
        var sorted = Rounds.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
