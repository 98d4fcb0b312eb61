using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Metrics;

/// <summary>
/// What the history of one development says, at one knowledge time and position, about how fast it was told and how often it was taken back. Durations
/// are in microseconds. Only what is effective by then and not annulled counts.
/// </summary>
public sealed record RevisionRecord
{
    public required DevelopmentKind Kind { get; init; }
    public required string Actor { get; init; }

    /// <summary>Of the source that told of it first, as corrected by then: the report's, or that of a corroboration published earlier.</summary>
    public required string Publisher { get; init; }
    public required Instant KnownFrom { get; init; }
    public required ReportLag ReportLag { get; init; }

    /// <summary>From known-from until the log had the report: negative where that was dated ahead of the clock.</summary>
    public required long RecordingLag { get; init; }

    /// <summary>From known-from to the first correction; null where there is none. 0 where it holds since before that.</summary>
    public required long? FirstCorrection { get; init; }

    /// <summary>From known-from to the first correction or retraction; null while the first version stands.</summary>
    public required long? FirstVersionEnd { get; init; }

    /// <summary>Two or more distinct publishers tell of it, whatever its status.</summary>
    public required bool IsCorroborated { get; init; }

    /// <summary>Ever, also where a reinstatement ended it.</summary>
    public required bool WasDisputed { get; init; }

    /// <inheritdoc cref="WasDisputed"/>
    public required bool WasRetracted { get; init; }

    /// <summary>The retraction stands.</summary>
    public required bool IsRetracted { get; init; }

    /// <param name="history">What was in the log up to the position.</param>
    /// <param name="knownAt">Inclusive.</param>
    /// <returns>Null where nothing was known of it, or it is removed.</returns>
    public static RevisionRecord? Of(DevelopmentHistory history, Instant knownAt)
    {
        if (Fold.EntryAt(history, knownAt) is not { } entry)
            return null;
        var first = history.FirstTelling!;
        var said = history.Events
            .Where(recorded => recorded.Event is DatedEvent && !history.IsAnnulled(recorded) && history.EffectiveAt(recorded) <= knownAt)
            .Select(recorded => (DatedEvent)recorded.Event)
            .ToList();
        var report = history.Events.First(recorded => ReferenceEquals(recorded.Event, history.Report));
        return new RevisionRecord
        {
            Kind = entry.Kind,
            Actor = entry.Actor,
            Publisher = first is DevelopmentCorroborated ? first.Source.Publisher : entry.Sources[0].Source.Publisher,
            KnownFrom = entry.KnownFrom,
            ReportLag = ReportLag.Of(entry.Occurred, entry.KnownFrom, first.ReportedOn is not null),
            RecordingLag = report.RecordedAt.Microseconds - entry.KnownFrom.Microseconds,
            FirstCorrection = First(said.OfType<DevelopmentCorrected>(), entry.KnownFrom),
            FirstVersionEnd = First(said.Where(e => e is DevelopmentCorrected or DevelopmentRetracted), entry.KnownFrom),
            IsCorroborated = entry.Publishers.Skip(1).Any(),
            WasDisputed = said.Exists(e => e is DevelopmentDisputed),
            WasRetracted = said.Exists(e => e is DevelopmentRetracted),
            IsRetracted = entry.Retraction is not null,
        };
    }

    /// <summary>An annulled corroboration may leave a correction that is older than known-from, and effective since then.</summary>
    private static long? First(IEnumerable<DatedEvent> events, Instant knownFrom) =>
        events.Min(e => (long?)Math.Max(0, e.ReportedAt.Microseconds - knownFrom.Microseconds));
}
