using Timeline.Domain;

namespace Timeline.Service.Views;

/// <summary>
/// One version of the views: how stored events are read, and what rows they are folded into. Whatever changes a row, a byte of an answer or the
/// meaning of a query is a new version; the edition of an answer names it.
/// </summary>
/// <param name="Number">Counts from 1.</param>
internal sealed record ViewVersion(int Number, EventCatalog Events, TimelineProjector Timeline, ActorProjector Actors);

/// <summary>The versions that this binary can write and serve, in rising order.</summary>
internal sealed class ViewVersions(params IReadOnlyList<ViewVersion> versions)
{
    /// <summary>What this binary ships. An earlier version stays here as long as going back to it, or serving its permalinks, is wanted.</summary>
    public static ViewVersions Shipped { get; } = new(new ViewVersion(1, EventTypes.Catalog, new TimelineProjector(), new ActorProjector()));

    public ViewVersion Newest => versions[^1];

    public IEnumerable<int> Numbers => versions.Select(version => version.Number);

    /// <summary>Null where it is newer than this binary, or no longer in it.</summary>
    public ViewVersion? Find(int number) => versions.FirstOrDefault(version => version.Number == number);
}
