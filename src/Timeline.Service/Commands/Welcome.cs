using Npgsql;

namespace Timeline.Service.Commands;

/// <summary>What is printed once the service answers: where it is, and three questions that can be pasted into a shell.</summary>
internal static class Welcome
{
    private static readonly (string Question, string Path)[] OfTheSeeds =
    [
        ("What did the world know on 25 October 2024 about North Korean troops in Russia?", "/api/timeline?actor=north-korea&kind=deployment&occurredFrom=2024-10&knownAt=2024-10-25"),
        ("And what is known of the same weeks today?", "/api/timeline?actor=north-korea&kind=deployment&occurredFrom=2024-10&occurredTo=2024-11"),
        ("Who said so about the first 1,500 soldiers, and when?", "/api/developments/nis-1500/history"),
    ];

    private static readonly (string Question, string Path)[] OfAnyLog =
    [
        ("What is known today?", "/api/timeline?limit=10"),
        ("What was known at the end of 2024?", "/api/timeline?knownAt=2024-12-31&limit=10"),
        ("About whom?", "/api/actors"),
    ];

    public static async Task PrintAsync(string address, NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("select exists (select from timeline.development_log where development = 'nis-1500')");
        var questions = await command.ExecuteScalarAsync(cancellation) is true ? OfTheSeeds : OfAnyLog;
        Console.WriteLine($"Timeline serves at {address}");
        Console.WriteLine();
        foreach (var (question, path) in questions)
        {
            Console.WriteLine($"  # {question}");
            Console.WriteLine($"  curl '{address.TrimEnd('/')}{path}'");
            Console.WriteLine();
        }
        Console.WriteLine("Ctrl-C stops it.");
    }
}
