namespace Timeline.Benchmarks.Measuring;

/// <summary>Measures two things in turn, A B B A, so that a machine that slows down slows both.</summary>
internal static class Interleaved
{
    /// <summary>
    /// A few unmeasured turns, in which connections plan their statements and the runtime compiles what is run often, then <paramref name="rounds"/> pairs.
    /// </summary>
    /// <param name="isWarm">There is no need of unmeasured turns.</param>
    public static async Task<IReadOnlyList<Round>> RunAsync(int rounds, Func<Task<double>> ours, Func<Task<double>> floor, bool isWarm = false)
    {
        if (!isWarm)
            await WarmAsync(ours, floor);
        var measured = new List<Round>();
        for (var i = 0; i < rounds; i++)
        {
            if (i % 2 == 0)
            {
                var first = await ours();
                measured.Add(new Round(first, await floor()));
            }
            else
            {
                var first = await floor();
                measured.Add(new Round(await ours(), first));
            }
            Console.Error.WriteLine($"  round {i + 1}: {measured[^1].Ours:N0} against {measured[^1].Floor:N0}, ratio {measured[^1].Ratio:N2}");
        }
        return measured;
    }

    /// <summary>The unmeasured turns.</summary>
    public static async Task WarmAsync(Func<Task<double>> ours, Func<Task<double>> floor)
    {
        await ours();
        await floor();
        await ours();
    }
}
