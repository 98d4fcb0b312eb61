using Timeline.Domain.Time;

namespace Timeline.Domain.Metrics;

/// <summary>How many developments have a report lag, and why the others have none.</summary>
public sealed record ReportLagMetrics(Spread Spread, int Open, int Imprecise, int Ahead);

/// <summary>Revision metrics of a number of developments. Durations are in microseconds.</summary>
public sealed record RevisionMetrics
{
    public required int Developments { get; init; }
    public required ReportLagMetrics ReportLag { get; init; }
    public required Spread RecordingLag { get; init; }
    public required Share Corrected { get; init; }
    public required Share Corroborated { get; init; }

    /// <summary>Ever.</summary>
    public required Share Disputed { get; init; }

    /// <summary>Ever.</summary>
    public required Share Retracted { get; init; }

    /// <summary>The retraction is in force.</summary>
    public required Share StandsRetracted { get; init; }

    /// <summary>From known-from, of those that were corrected.</summary>
    public required Spread FirstCorrection { get; init; }

    /// <summary>Of first versions: until the first correction or retraction.</summary>
    public required IReadOnlyList<SurvivalPoint> Survival { get; init; }
}

/// <summary>
/// Adds up the records of developments, one after the other. Keeps at most four numbers of 8 bytes for each, which exact percentiles need.
/// </summary>
/// <param name="observedUntil">Until when first versions that still stand were followed.</param>
public sealed class RevisionTally(Instant observedUntil)
{
    /// <summary>The horizons of survival, in days.</summary>
    public static readonly IReadOnlyList<int> HorizonDays = [1, 7, 30, 90, 365];

    private static readonly long[] Horizons = [.. HorizonDays.Select(days => days * Instant.MicrosecondsPerDay)];

    private readonly int[] _lagOutcomes = new int[Enum.GetValues<LagOutcome>().Length];
    private readonly List<long> _reportLags = [];
    private readonly List<long> _recordingLags = [];
    private readonly List<long> _firstCorrections = [];
    private readonly List<long> _ended = [];
    private readonly List<long> _standing = [];
    private int _corroborated;
    private int _disputed;
    private int _retracted;
    private int _standsRetracted;

    public int Developments => _recordingLags.Count;

    public void Add(RevisionRecord record)
    {
        _lagOutcomes[(int)record.ReportLag.Outcome]++;
        if (record.ReportLag.Outcome == LagOutcome.Measured)
            _reportLags.Add(record.ReportLag.Microseconds);
        _recordingLags.Add(record.RecordingLag);
        if (record.FirstCorrection is { } correction)
            _firstCorrections.Add(correction);
        if (record.FirstVersionEnd is { } end)
            _ended.Add(end);
        else
            _standing.Add(observedUntil.Microseconds - record.KnownFrom.Microseconds);
        _corroborated += record.IsCorroborated ? 1 : 0;
        _disputed += record.WasDisputed ? 1 : 0;
        _retracted += record.WasRetracted ? 1 : 0;
        _standsRetracted += record.IsRetracted ? 1 : 0;
    }

    public RevisionMetrics ToMetrics()
    {
        foreach (var durations in new[] { _reportLags, _recordingLags, _firstCorrections, _ended, _standing })
            durations.Sort();
        return new RevisionMetrics
        {
            Developments = Developments,
            ReportLag = new ReportLagMetrics(
                Spread.Of(_reportLags), _lagOutcomes[(int)LagOutcome.Open], _lagOutcomes[(int)LagOutcome.Imprecise], _lagOutcomes[(int)LagOutcome.Ahead]),
            RecordingLag = Spread.Of(_recordingLags),
            Corrected = Of(_firstCorrections.Count),
            Corroborated = Of(_corroborated),
            Disputed = Of(_disputed),
            Retracted = Of(_retracted),
            StandsRetracted = Of(_standsRetracted),
            FirstCorrection = Spread.Of(_firstCorrections),
            Survival = KaplanMeier.Estimate(_ended, _standing, Horizons),
        };
    }

    private Share Of(int count) => new(count, Developments);
}
