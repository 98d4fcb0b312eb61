using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks.Appending;

/// <summary>Reports one by one, durable, with both views: at the log's own level.</summary>
internal static class AppendScenarios
{
    public static Scenario[] All { get; } =
    [
        AtLogLevel(1, "≥ 0.65"),
        AtLogLevel(8, null),
        AtLogLevel(32, "≥ 1.0"),
        ByHttp(1, null),
        ByHttp(32, "≥ 0.6"),
    ];

    private static Scenario AtLogLevel(int writers, string? target) => new($"append-{writers}", $"Append reports one by one at log level, {writers} writer(s)", async (server, options) =>
    {
        await using var ours = await LogAppends.StartAsync(await server.NewLogAsync($"append_{writers}"));
        await using var floor = await BareInserts.StartAsync(await server.NewDatabaseAsync($"bare_{writers}"), writers);
        var rounds = await Interleaved.RunAsync(
            options.Rounds,
            () => Throughput.PerSecondAsync(writers, options.Duration, ours.OneAsync),
            () => Throughput.PerSecondAsync(writers, options.Duration, floor.OneAsync));
        return [new Figure($"append at log level, {writers} writer(s)", "events/s", "one-row INSERTs of the bare event", target, rounds)];
    });

    private static Scenario ByHttp(int clients, string? target) => new($"http-append-{clients}", $"POST /api/developments, {clients} client(s)", async (server, options) =>
    {
        await using var ours = await HttpAppends.StartAsync(await server.NewLogDatabaseAsync($"http_{clients}"), clients);
        await using var floor = await BareInserts.StartAsync(await server.NewDatabaseAsync($"bare_http_{clients}"), clients);
        var rounds = await Interleaved.RunAsync(
            options.Rounds,
            () => Throughput.PerSecondAsync(clients, options.Duration, ours.OneAsync),
            () => Throughput.PerSecondAsync(clients, options.Duration, floor.OneAsync));
        return [new Figure($"POST /api/developments, {clients} client(s)", "events/s", "one-row INSERTs of the bare event", target, rounds)];
    });
}
