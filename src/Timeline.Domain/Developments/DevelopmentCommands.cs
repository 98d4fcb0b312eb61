using Timeline.Domain.Time;

namespace Timeline.Domain.Developments;

/// <summary>
/// When a command says that it was reported: a bare day, an instant, both (an instant known only to that day), or nothing
/// (then the source's <c>publishedAt</c>, else now).
/// </summary>
public readonly record struct ReportTime(DateOnly? Day, Instant? Instant);

/// <summary>A command about one development.</summary>
public abstract record DevelopmentCommand(string Development) : Command;

/// <summary>A follow-up to a report.</summary>
public abstract record FollowUp(string Development) : DevelopmentCommand(Development);

/// <summary>A follow-up that has a source and a time of its own: all but the annulment.</summary>
public abstract record DatedFollowUp(string Development, Source Source, ReportTime Reported) : FollowUp(Development);

public sealed record ReportDevelopment(
    string Development,
    string Actor,
    DevelopmentKind Kind,
    string Occurred,
    string Headline,
    string? Attribution,
    Source Source,
    ReportTime Reported,
    string? Summary = null,
    IReadOnlyList<Participant>? Participants = null,
    IReadOnlyList<Place>? Places = null,
    IReadOnlyList<Figure>? Figures = null,
    IReadOnlyList<string>? Tags = null) : DevelopmentCommand(Development);

public sealed record CorrectDevelopment(string Development, DevelopmentChanges Changes, string Reason, Source Source, ReportTime Reported)
    : DatedFollowUp(Development, Source, Reported);

public sealed record CorroborateDevelopment(
    string Development,
    string? Attribution,
    Source Source,
    ReportTime Reported,
    IReadOnlyList<Figure>? Figures = null,
    string? Headline = null,
    string? Occurred = null,
    string? Summary = null,
    IReadOnlyList<Place>? Places = null) : DatedFollowUp(Development, Source, Reported);

public sealed record DisputeDevelopment(string Development, string By, string Reason, Source Source, ReportTime Reported)
    : DatedFollowUp(Development, Source, Reported);

public sealed record RetractDevelopment(string Development, string Reason, Source Source, ReportTime Reported, string? DuplicateOf = null)
    : DatedFollowUp(Development, Source, Reported);

public sealed record ReinstateDevelopment(string Development, string Reason, Source Source, ReportTime Reported)
    : DatedFollowUp(Development, Source, Reported);

/// <summary>Annuls the event at <see cref="Position"/> of this development.</summary>
public sealed record AnnulEvent(string Development, long Position, string Reason) : FollowUp(Development);
