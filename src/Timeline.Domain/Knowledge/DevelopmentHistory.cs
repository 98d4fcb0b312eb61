using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>
/// All events of one development up to some position, in order of position: the input of the fold, and the state that commands are
/// judged against. Immutable, and total: a second report, or an annulment of what is not there, counts as an event and does nothing else.
/// </summary>
public sealed class DevelopmentHistory
{
    /// <summary>Most developments have an event or two, for which a look at each is cheaper than a table.</summary>
    private const int Few = 8;

    private readonly Dictionary<long, Recorded>? _byPosition;
    private readonly Dictionary<long, Recorded>? _annulledBy;
    private readonly Recorded? _report;

    public DevelopmentHistory(string id, IReadOnlyList<Recorded> events)
    {
        Id = id;
        Events = events;
        if (events.Count > Few)
            _byPosition = events.ToDictionary(recorded => recorded.Position);
        foreach (var recorded in events)
        {
            if (recorded.Event is DevelopmentEventAnnulled annulment && annulment.Position < recorded.Position && TargetOf(annulment) is not null)
                (_annulledBy ??= []).TryAdd(annulment.Position, recorded);
            if (recorded.Event is DevelopmentReported)
                _report ??= recorded;
        }
        KnownFrom = Report is null ? null : EarliestDescription(Report);
    }

    public string Id { get; }

    public IReadOnlyList<Recorded> Events { get; }

    /// <summary>The report, or null where it was annulled (the development is removed) or is not there.</summary>
    public DevelopmentReported? Report => _report is null || IsAnnulled(_report) ? null : (DevelopmentReported)_report.Event;

    /// <summary>The earliest <c>reportedAt</c> of the report and its corroborations; null where the development is removed.</summary>
    public Instant? KnownFrom { get; }

    /// <summary>
    /// The statement that made the development known: the report, or the corroboration that known-from is the time of. Null where it is removed.
    /// </summary>
    public DatedEvent? FirstTelling => KnownFrom is not { } knownFrom ? null : Events
        .Where(recorded => !IsAnnulled(recorded))
        .Select(recorded => recorded.Event)
        .OfType<DatedEvent>()
        .First(said => said is (DevelopmentReported or DevelopmentCorroborated) && said.ReportedAt == knownFrom);

    public int FollowUps => Events.Count - 1;

    public DevelopmentHistory Append(Recorded recorded) => new(Id, [.. Events, recorded]);

    /// <summary>What was in the log up to and including a position.</summary>
    public DevelopmentHistory UpTo(long position) => new(Id, [.. Events.TakeWhile(recorded => recorded.Position <= position)]);

    public bool IsAnnulled(Recorded recorded) => _annulledBy?.ContainsKey(recorded.Position) == true;

    /// <summary>The annulment that took the event at this position out, if any.</summary>
    public Recorded? AnnulmentOf(long position) => _annulledBy?.GetValueOrDefault(position);

    public Recorded? At(long position)
    {
        if (_byPosition is not null)
            return _byPosition.GetValueOrDefault(position);
        foreach (var recorded in Events)
        {
            if (recorded.Position == position)
                return recorded;
        }
        return null;
    }

    /// <summary>
    /// From when on an event counts: its <c>reportedAt</c>; the report as of known-from; an annulment as of what it annuls.
    /// </summary>
    public Instant EffectiveAt(Recorded recorded) => recorded.Event switch
    {
        DevelopmentReported when ReferenceEquals(recorded, _report) && KnownFrom is { } knownFrom => knownFrom,
        DatedEvent dated => dated.ReportedAt,
        DevelopmentEventAnnulled annulment when TargetOf(annulment) is { } target => EffectiveAt(target),
        _ => Instant.MinValue,
    };

    private Recorded? TargetOf(DevelopmentEventAnnulled annulment) => At(annulment.Position) is { Event: DatedEvent } target ? target : null;

    /// <summary>A corroboration that came before the report and describes nothing cannot make the development known.</summary>
    private Instant EarliestDescription(DevelopmentReported report)
    {
        var earliest = report.ReportedAt;
        foreach (var recorded in Events)
        {
            if (recorded.Event is DevelopmentCorroborated { Headline: not null, Occurred: not null } said && said.ReportedAt < earliest && !IsAnnulled(recorded))
                earliest = said.ReportedAt;
        }
        return earliest;
    }
}
