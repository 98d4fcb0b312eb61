namespace Timeline.Service.Http;

/// <summary>"Did you mean …?" for names that are not known.</summary>
internal static class Suggestion
{
    private const int LongestName = 40;

    /// <summary>Says that a name is unknown, which known one is close to it, and which ones there are.</summary>
    public static string Unknown(string what, string name, IReadOnlyCollection<string> known)
    {
        var hint = Closest(name, known) is { } close ? $"; did you mean '{close}'?" : known.Count > 0 ? ";" : "";
        return $"is not a known {what}{hint}" + (known.Count > 0 ? $" Known are: {string.Join(", ", known)}" : "");
    }

    /// <summary>The known name that differs least, at most by a third of its letters; null when none is near.</summary>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return null;
        var (close, distance) = known.Select(candidate => (candidate, Distance(name, candidate))).OrderBy(pair => pair.Item2).FirstOrDefault();
        return close is not null && distance <= Math.Max(1, close.Length / 3) ? close : null;
    }

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swapped neighbours, letter case aside.</summary>
    private static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
                costs[i, j] = i == 0 || j == 0 ? i + j : Cheapest(costs, a, b, i, j);
        }
        return costs[a.Length, b.Length];
    }

    private static int Cheapest(int[,] costs, string a, string b, int i, int j)
    {
        var cheapest = Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(cheapest, costs[i - 2, j - 2] + 1) : cheapest;
    }
}
