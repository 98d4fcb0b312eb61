using System.Diagnostics;

namespace Timeline.Benchmarks.Measuring;

/// <summary>How much a number of clients get done, each with one request at a time.</summary>
internal static class Throughput
{
    /// <returns>Per second.</returns>
    /// <param name="client">Does one request; gets the client's number.</param>
    public static async Task<double> PerSecondAsync(int clients, TimeSpan duration, Func<int, Task> client)
    {
        var done = new long[clients * 8];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                await client(number);
                done[number * 8]++;
            }
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }
}
