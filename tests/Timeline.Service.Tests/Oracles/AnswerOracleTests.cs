using System.Runtime.ExceptionServices;

namespace Timeline.Service.Tests.Oracles;

/// <summary>
/// What the service answers about random histories — late, equal and out-of-order reports, corroborations before the report, corrections of corrections,
/// retractions, annulments, actors that change their names — is what a naive computation over the log's events gives.
/// </summary>
public sealed class AnswerOracleTests(OraclePass pass) : IClassFixture<OraclePass>
{
    [Fact]
    public Task A_history_tells_of_each_event_what_it_alone_changed() => pass.ShouldAgreeAsync(OraclePass.History);

    [Fact]
    public Task A_search_finds_what_stands_in_the_words_of_then() => pass.ShouldAgreeAsync(OraclePass.Search);

    [Fact]
    public Task Live_frames_add_up_to_the_default_answer_at_every_position() => pass.ShouldAgreeAsync(OraclePass.Live);

    [Fact]
    public Task Revision_metrics_are_those_of_the_histories() => pass.ShouldAgreeAsync(OraclePass.Metrics);
}

/// <summary>
/// Writes the logs once for all oracles, because that is what takes time, and puts each oracle's questions to each log. An oracle's failure waits for the
/// test that asks for it. TIMELINE_NIGHTLY=1 tries many more histories.
/// </summary>
public sealed class OraclePass
{
    public const string History = "history";
    public const string Search = "search";
    public const string Live = "live";
    public const string Metrics = "metrics";

    private const int HistoriesALog = 24;
    private const int Commands = 30;
    private static readonly int Logs = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1" ? 420 : 10;

    /// <summary>Each gives how many of its questions had more than an empty answer.</summary>
    private static readonly Dictionary<string, Func<OracleLog, Random, Task<int>>> Oracles = new()
    {
        [History] = HistoryOracle.CheckAsync,
        [Search] = SearchOracle.CheckAsync,
        [Live] = LiveOracle.CheckAsync,
        [Metrics] = MetricsOracle.CheckAsync,
    };

    private readonly Lazy<Task<Dictionary<string, ExceptionDispatchInfo>>> _failures = new(RunAsync);

    public async Task ShouldAgreeAsync(string oracle)
    {
        if ((await _failures.Value).TryGetValue(oracle, out var failure))
            failure.Throw();
    }

    private static async Task<Dictionary<string, ExceptionDispatchInfo>> RunAsync()
    {
        var failures = new Dictionary<string, ExceptionDispatchInfo>();
        for (var number = 0; number < Logs; number++)
        {
            var seed = 1_000_000 + (number * HistoriesALog);
            var history = Testing.History.SideBySide([.. Enumerable.Range(seed, HistoriesALog).Select(each => Testing.History.Generate(each, Commands))]);
            await using var log = await OracleLog.WriteAsync($"log {number}", history);
            foreach (var (oracle, check) in Oracles.Where(pair => !failures.ContainsKey(pair.Key)))
            {
                try
                {
                    (await check(log, new Random(seed))).ShouldBeGreaterThan(10, $"{log.Name}: {oracle} was asked for nothing");
                }
                catch (Exception e)
                {
                    failures[oracle] = ExceptionDispatchInfo.Capture(e);
                }
            }
        }
        return failures;
    }
}
