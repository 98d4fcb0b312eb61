namespace Timeline.Domain.Metrics;

/// <summary>What is estimated about one horizon.</summary>
/// <param name="Horizon">Microseconds.</param>
/// <param name="AtRisk">How many lasted that long and were followed that long.</param>
/// <param name="Events">How many had ended by then, inclusive.</param>
/// <param name="Survival">
/// The estimated share that lasts longer than the horizon; four decimals at the most. Null where nobody was followed that long, as nothing is known
/// of the time beyond.
/// </param>
public readonly record struct SurvivalPoint(long Horizon, int AtRisk, int Events, decimal? Survival);

/// <summary>
/// The product-limit estimate of survival (E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the
/// American Statistical Association 53, 1958): those that had not ended when they were last seen count for as long as they were seen, so that young
/// ones do not make all look short-lived.
/// </summary>
public static class KaplanMeier
{
    /// <param name="ended">How long each lasted that ended, in rising order.</param>
    /// <param name="censored">For how long each of the others was seen, in rising order. One censored when another ends was still at risk.</param>
    /// <param name="horizons">In rising order.</param>
    public static IReadOnlyList<SurvivalPoint> Estimate(IReadOnlyList<long> ended, IReadOnlyList<long> censored, IReadOnlyList<long> horizons)
    {
        var points = new List<SurvivalPoint>(horizons.Count);
        var (survival, events, gone) = (1m, 0, 0);
        foreach (var horizon in horizons)
        {
            while (events < ended.Count && ended[events] <= horizon)
            {
                var time = ended[events];
                gone = CountBelow(censored, time, gone);
                var atRisk = ended.Count - events + censored.Count - gone;
                var ending = CountBelow(ended, time + 1, events) - events;
                survival = survival * (atRisk - ending) / atRisk;
                events += ending;
            }
            var left = ended.Count - CountBelow(ended, horizon) + censored.Count - CountBelow(censored, horizon);
            points.Add(new SurvivalPoint(horizon, left, events, left > 0 || survival == 0 ? Share.Rounded(survival) : null));
        }
        return points;
    }

    /// <summary>How many are below a value, where those before <paramref name="from"/> are known to be.</summary>
    private static int CountBelow(IReadOnlyList<long> sorted, long value, int from = 0)
    {
        var (low, high) = (from, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
