using System.Diagnostics;
using Npgsql;

namespace Timeline.Benchmarks.Reading;

/// <summary>
/// Waits until a service has nothing to do in the background any more. After a history was made, it summarises actors, and the server vacuums tables; on two
/// cores these would be in the 99th percentile of everything.
/// </summary>
internal static class Quiet
{
    private const int LooksWithout = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    public static async Task WaitAsync(NpgsqlDataSource source)
    {
        var (watch, told) = (Stopwatch.StartNew(), TimeSpan.Zero);
        for (var without = 0; without < LooksWithout; without++)
        {
            await Task.Delay(LookEvery);
            await using var busy = source.CreateCommand(EmbeddedFile.Read("Reading.busy_sessions.sql"));
            if ((long)(await busy.ExecuteScalarAsync())! > 0)
                without = -1;
            if (watch.Elapsed - told < TellEvery)
                continue;
            told = watch.Elapsed;
            Console.Error.WriteLine($"  waiting until the service has nothing to do in the background, for {told.TotalSeconds:N0} s by now");
        }
    }
}
