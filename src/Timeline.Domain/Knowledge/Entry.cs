using System.Text.Json.Serialization;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Json;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>How a development stands, in rising order of trouble.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DevelopmentStatus>))]
public enum DevelopmentStatus
{
    Reported,

    /// <summary>Two or more distinct publishers say so.</summary>
    Corroborated,
    Disputed,
    Retracted,
}

/// <summary>A figure with who claims it and since when that was public.</summary>
public sealed record FigureClaim(Figure Figure, string Attribution, Instant ReportedAt, DateOnly? ReportedOn);

/// <summary>A source with whose word it carries and since when it was public.</summary>
public sealed record SourceClaim(Source Source, string Attribution, Instant ReportedAt, DateOnly? ReportedOn);

/// <summary>A denial that still stands.</summary>
public sealed record Dispute(string By, string Reason, Source Source, Instant ReportedAt, DateOnly? ReportedOn);

/// <summary>The retraction that is in force.</summary>
public sealed record Retraction(string Reason, string? DuplicateOf, Source Source, Instant ReportedAt, DateOnly? ReportedOn);

/// <summary>What was known of one development at one (knowledge time, log position).</summary>
public sealed record Entry
{
    public required string Id { get; init; }
    public required string Actor { get; init; }
    public required IReadOnlyList<Participant> Participants { get; init; }
    public required DevelopmentKind Kind { get; init; }
    public required EdtfValue Occurred { get; init; }
    public required string Headline { get; init; }
    public string? Summary { get; init; }
    public required IReadOnlyList<Place> Places { get; init; }
    public required string Attribution { get; init; }

    /// <summary>The report's own first, then the corroborations' in order; never averaged.</summary>
    public required IReadOnlyList<FigureClaim> Figures { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required DevelopmentStatus Status { get; init; }
    public required IReadOnlyList<Dispute> Disputes { get; init; }
    public Retraction? Retraction { get; init; }

    /// <summary>The earliest time at which the report or a corroboration was public.</summary>
    public required Instant KnownFrom { get; init; }

    /// <summary>How many of its events count at this point; never goes down as knowledge time or position grow.</summary>
    public required int Revision { get; init; }

    /// <summary>When what is shown here last changed, in knowledge time.</summary>
    public required Instant RevisedAt { get; init; }

    /// <summary>The report's first, then the corroborations' in order.</summary>
    public required IReadOnlyList<SourceClaim> Sources { get; init; }
    public required Instant RecordedAt { get; init; }

    /// <summary>The greatest position among the counted events.</summary>
    public required long Position { get; init; }

    /// <summary>Subject and participants, each once.</summary>
    public IEnumerable<string> Actors => Participants.Count == 0 ? [Actor] : Participants.Select(participant => participant.Actor).Prepend(Actor).Distinct(StringComparer.Ordinal);

    /// <summary>Distinct publishers, without case and outer blanks.</summary>
    public IEnumerable<string> Publishers => Sources.Count == 1 ? [PublisherKey(Sources[0].Source.Publisher)] : Sources.Select(source => PublisherKey(source.Source.Publisher)).Distinct(StringComparer.Ordinal);

    /// <summary>What publishers are told apart by.</summary>
    public static string PublisherKey(string publisher) => publisher.Trim().ToLowerInvariant();
}
