using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Views;

/// <summary>A box in WGS 84 degrees, edges inclusive; one whose west lies east of its east crosses the 180th meridian.</summary>
internal readonly record struct Box(double West, double South, double East, double North);

/// <summary>Which entries a list shows: values of one filter are alternatives, different filters all hold.</summary>
internal sealed record TimelineFilter
{
    /// <summary>Ids of actors, as subject or participant; null for any.</summary>
    public IReadOnlyList<string>? Actors { get; init; }
    public IReadOnlyList<DevelopmentKind> Kinds { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Compared without case and outer blanks.</summary>
    public IReadOnlyList<string> Publishers { get; init; } = [];
    public IReadOnlyList<DevelopmentStatus> Statuses { get; init; } = [];
    public OccurredWindow? Occurred { get; init; }

    /// <summary>Whether every choice of an uncertain date must lie in the window, not just some.</summary>
    public bool IsDefinite { get; init; }
    public Box? Box { get; init; }
    public bool IncludeRetracted { get; init; }

    /// <summary>The terms of a full-text query; null for none.</summary>
    public IReadOnlyList<FoundTerm>? Search { get; init; }

    /// <summary>Whether retracted entries are shown: asked for, or implied by their status.</summary>
    public bool ShowsRetracted => IncludeRetracted || Statuses.Contains(DevelopmentStatus.Retracted);

    /// <summary>Whether it asks for anything but retractions, so that it may let little through.</summary>
    public bool HasConditions => Actors is not null || Occurred is not null || Box is not null || Search is not null
        || Kinds.Count + Tags.Count + Publishers.Count + Statuses.Count > 0;
}

/// <summary>A term of a search, with the actors whose names have it at the basis.</summary>
/// <param name="Clause">Which clause it belongs to.</param>
internal sealed record FoundTerm(int Clause, SearchTerm Term, IReadOnlyList<string> Actors);

/// <summary>Where a page begins: after this item, in the list's order.</summary>
internal readonly record struct PageStart(Domain.Time.Instant OccurredFrom, string Development);
