using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks;

/// <param name="Rounds">Pairs of measurements.</param>
/// <param name="Duration">Of one measurement.</param>
/// <param name="Events">How large the generated history is, for scenarios that read one.</param>
internal sealed record ScenarioOptions(int Rounds, TimeSpan Duration, long Events);

/// <summary>Something to measure, by its command's name.</summary>
internal sealed record Scenario(string Name, string Description, Func<BenchmarkServer, ScenarioOptions, Task<IReadOnlyList<Figure>>> RunAsync);
