using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Views;

/// <summary>What filters look at in a row of <c>timeline.segments</c>, as it is stored.</summary>
internal sealed record FilteredRow
{
    public required IReadOnlyList<string> Actors { get; init; }
    public required string Kind { get; init; }
    public required string Status { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required IReadOnlyList<string> Publishers { get; init; }
    public required Instant OccurredFrom { get; init; }
    public required Instant OccurredTo { get; init; }
    public required Instant OccurredLatestStart { get; init; }
    public required Instant OccurredEarliestEnd { get; init; }
    public required IReadOnlyList<double> Latitudes { get; init; }
    public required IReadOnlyList<double> Longitudes { get; init; }

    /// <summary>As <see cref="SearchWords"/> gives them.</summary>
    public required string Words { get; init; }
}

/// <summary>A filter in memory, with exactly the meaning of <c>entry_filter.sql</c>.</summary>
internal sealed class FilterMatcher(TimelineFilter filter)
{
    private readonly HashSet<string>? _actors = filter.Actors?.ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string>? _kinds = Alternatives(filter.Kinds.Select(EntryJson.NameOf));
    private readonly HashSet<string>? _tags = Alternatives(filter.Tags);
    private readonly HashSet<string>? _publishers = Alternatives(filter.Publishers.Select(Entry.PublisherKey));
    private readonly HashSet<string>? _statuses = Alternatives(filter.Statuses.Select(EntryJson.NameOf));
    private readonly List<List<(SearchTerm Term, HashSet<string> Actors)>>? _clauses = filter.Search?
        .GroupBy(found => found.Clause, found => (found.Term, found.Actors.ToHashSet(StringComparer.Ordinal)))
        .Select(clause => clause.ToList()).ToList();

    public bool Passes(FilteredRow row) =>
        (_actors is null || row.Actors.Any(_actors.Contains))
        && (_kinds is null || _kinds.Contains(row.Kind))
        && (_tags is null || row.Tags.Any(_tags.Contains))
        && (_publishers is null || row.Publishers.Any(_publishers.Contains))
        && (_statuses is null || _statuses.Contains(row.Status))
        && (filter.ShowsRetracted || row.Status != Retracted)
        && Happened(row)
        && (filter.Box is not { } box || row.Latitudes.Zip(row.Longitudes).Any(place => Holds(box, place.First, place.Second)))
        && (_clauses is null || _clauses.All(clause => clause.Exists(term => Has(row, term.Term, term.Actors) != term.Term.IsNegated)));

    private static readonly string Retracted = EntryJson.NameOf(DevelopmentStatus.Retracted);

    private bool Happened(FilteredRow row) => filter.Occurred is not { } window
        || (filter.IsDefinite
            ? row.OccurredLatestStart < window.DefiniteEnd && row.OccurredEarliestEnd > window.DefiniteStart
            : row.OccurredFrom < window.PossibleEnd && row.OccurredTo > window.PossibleStart);

    private static bool Holds(Box box, double latitude, double longitude) =>
        latitude >= box.South && latitude <= box.North
        && (box.West <= box.East ? longitude >= box.West && longitude <= box.East : longitude >= box.West || longitude <= box.East);

    private static bool Has(FilteredRow row, SearchTerm term, HashSet<string> actors) => term.IsIn(row.Words) || row.Actors.Any(actors.Contains);

    private static HashSet<string>? Alternatives(IEnumerable<string> values) => values.ToHashSet(StringComparer.Ordinal) is { Count: > 0 } set ? set : null;
}
