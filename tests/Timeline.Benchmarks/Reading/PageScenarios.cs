using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Http;
using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks.Reading;

/// <summary>Pages of 50 over HTTP, as many as eight clients get done, against plain Kestrel.</summary>
internal static class PageScenarios
{
    private const int Clients = 8;

    private static int turns;

    public static Scenario[] All { get; } =
    [
        OfRows("page", "Timeline page of 50, current", "≥ 0.85", _ => "/api/timeline"),
        OfRows("page-desc", "Timeline page of 50, current, newest first", "≥ 0.85", _ => "/api/timeline?order=desc"),
        OfRows("page-known", "Timeline page of 50, as known on any day", "≥ 0.85", random => $"/api/timeline?knownAt={AnyDay(random)}"),
        OfRows("page-instant", "Timeline page of 50, as known at an instant that nobody has asked for before", "≥ 0.85", random => $"/api/timeline?knownAt={Uri.EscapeDataString(AnyInstant(random).ToString())}"),
        OfRows("page-actor", "Timeline page of 50 of the actor with a tenth of everything, as known on any day", null, random => $"/api/timeline?actor=actor-0&knownAt={AnyDay(random)}"),
        OfBytes("pinned", "Pinned answer, repeated", "≥ 0.6", 200, []),
        OfBytes("not-modified", "Pinned answer that the client has (304)", "≥ 0.6", 304, ["If-None-Match: *"]),
        Unpinned(),
    ];

    private static string AnyDay(Random random) => $"{Histories.Start.PlusMicroseconds((1 + random.NextInt64(3_649)) * Domain.Time.Instant.MicrosecondsPerDay).Day:yyyy-MM-dd}";

    private static Domain.Time.Instant AnyInstant(Random random) => Histories.Start.PlusMicroseconds(random.NextInt64(Domain.Time.Instant.MicrosecondsPerDay, 3_650 * Domain.Time.Instant.MicrosecondsPerDay));

    private static Scenario OfRows(string name, string description, string? target, Func<Random, string> target50) => new(name, description, async (server, options) =>
    {
        var connection = await GeneratedLog.OfAsync(server, Regime.Live, options.Events);
        await using var ours = await ProductHost.StartAsync(connection);
        await using var floor = await FloorHost.RowsAsync(await ReadyAsync(connection));
        return [await CompareAsync(description, "prepared query of 50 ready rows on plain Kestrel", target, options, ours.Address, random => RawClient.Get(target50(random)), 200,
            floor.Address, random => RawClient.Get($"/?{random.NextInt64(options.Events / 2)}"))];
    });

    private static Scenario OfBytes(string name, string description, string target, int status, string[] headers) => new(name, description, async (server, options) =>
    {
        await using var ours = await ProductHost.StartAsync(await GeneratedLog.OfAsync(server, Regime.Live, options.Events));
        var (link, body) = await PinnedAsync(ours.Address);
        await using var floor = await FloorHost.FixedAsync(status == 304 ? [] : body);
        var request = RawClient.Get(link, headers);
        return [await CompareAsync(description, status == 304 ? "an empty answer of plain Kestrel" : "the same bytes, fixed, on plain Kestrel", target, options, ours.Address, _ => request, status, floor.Address, _ => RawClient.Get("/"))];
    });

    private static Scenario Unpinned() => new("not-modified-unpinned", "Unpinned page that the client has (304): the head of the log is looked up", async (server, options) =>
    {
        var connection = await GeneratedLog.OfAsync(server, Regime.Live, options.Events);
        await using var ours = await ProductHost.StartAsync(connection);
        await using var floor = await FloorHost.RowsAsync(await ReadyAsync(connection));
        var request = RawClient.Get("/api/timeline", "If-None-Match: *");
        return [await CompareAsync("unpinned page that the client has (304)", "prepared query of 50 ready rows on plain Kestrel", null, options, ours.Address, _ => request, 304,
            floor.Address, random => RawClient.Get($"/?{random.NextInt64(options.Events / 2)}"))];
    });

    private static async Task<Figure> CompareAsync(
        string name, string floorName, string? target, ScenarioOptions options, Uri ours, Func<Random, byte[]> ask, int status, Uri floor, Func<Random, byte[]> askFloor)
    {
        var rounds = await Interleaved.RunAsync(options.Rounds, () => PerSecondAsync(ours, options.Duration, ask, status), () => PerSecondAsync(floor, options.Duration, askFloor, 200));
        return new Figure(name, "answers/s", floorName, target, rounds);
    }

    private static async Task<double> PerSecondAsync(Uri address, TimeSpan duration, Func<Random, byte[]> ask, int status)
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < Clients; i++)
            clients.Add(await RawClient.ConnectAsync(address));
        try
        {
            // Other questions in each turn, but the same in each run.
            var randoms = Enumerable.Range(Interlocked.Add(ref turns, Clients), Clients).Select(seed => new Random(seed)).ToArray();
            return await Throughput.PerSecondAsync(Clients, duration, client => clients[client].AskAsync(ask(randoms[client]), status));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static async Task<(string Link, byte[] Body)> PinnedAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var current = await client.GetAsync(new Uri("/api/timeline", UriKind.Relative));
        var link = current.Content.Headers.ContentLocation!.ToString();
        return (link, await client.GetByteArrayAsync(new Uri(link, UriKind.Relative)));
    }

    /// <summary>The entries of now in their order, numbered.</summary>
    private static async Task<NpgsqlDataSource> ReadyAsync(string connection)
    {
        var source = NpgsqlDataSource.Create(connection);
        await using var make = source.CreateCommand(EmbeddedFile.Read("Reading.ready.sql"));
        make.CommandTimeout = 0;
        await make.ExecuteNonQueryAsync();
        return source;
    }
}
