using Timeline.Domain.Time;

namespace Timeline.Domain.Developments;

/// <summary>Something said about a development, on the stream of its actor.</summary>
public abstract record DevelopmentEvent(string Development);

/// <summary>
/// An event with a time of its own at which the public could know it: <see cref="ReportedAt"/>, resolved when written;
/// <see cref="ReportedOn"/> is the bare day that it was given as, where its precision is a day.
/// </summary>
public abstract record DatedEvent(string Development, Source Source, Instant ReportedAt, DateOnly? ReportedOn) : DevelopmentEvent(Development);

/// <summary>A source reports the development.</summary>
public sealed record DevelopmentReported(
    string Development,
    string Actor,
    DevelopmentKind Kind,
    string Occurred,
    string Headline,
    string? Attribution,
    Source Source,
    Instant ReportedAt,
    DateOnly? ReportedOn,
    string? Summary = null,
    IReadOnlyList<Participant>? Participants = null,
    IReadOnlyList<Place>? Places = null,
    IReadOnlyList<Figure>? Figures = null,
    IReadOnlyList<string>? Tags = null) : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>A source corrects what was reported.</summary>
public sealed record DevelopmentCorrected(
    string Development, DevelopmentChanges Changes, string Reason, Source Source, Instant ReportedAt, DateOnly? ReportedOn)
    : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>
/// Another source says so too, perhaps with its own figures. One that was published before the report describes the development
/// until the report's description takes over, and so carries headline and occurred.
/// </summary>
public sealed record DevelopmentCorroborated(
    string Development,
    string? Attribution,
    Source Source,
    Instant ReportedAt,
    DateOnly? ReportedOn,
    IReadOnlyList<Figure>? Figures = null,
    string? Headline = null,
    string? Occurred = null,
    string? Summary = null,
    IReadOnlyList<Place>? Places = null) : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>Somebody denies it.</summary>
public sealed record DevelopmentDisputed(string Development, string By, string Reason, Source Source, Instant ReportedAt, DateOnly? ReportedOn)
    : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>It is taken back.</summary>
public sealed record DevelopmentRetracted(
    string Development, string Reason, Source Source, Instant ReportedAt, DateOnly? ReportedOn, string? DuplicateOf = null)
    : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>It stands again: ends a retraction and the disputes before it.</summary>
public sealed record DevelopmentReinstated(string Development, string Reason, Source Source, Instant ReportedAt, DateOnly? ReportedOn)
    : DatedEvent(Development, Source, ReportedAt, ReportedOn);

/// <summary>We recorded the event at <see cref="Position"/> by mistake: from this event's own position on it is not folded.</summary>
public sealed record DevelopmentEventAnnulled(string Development, long Position, string Reason) : DevelopmentEvent(Development);
