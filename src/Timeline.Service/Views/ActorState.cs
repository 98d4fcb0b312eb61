namespace Timeline.Service.Views;

/// <summary>How many developments of one kind there are, and the one that occurred last.</summary>
internal sealed record KindCount(string Kind, long Count, byte[] Latest);

/// <summary>An actor's current state: what its visible developments come to. Entries are the JSON of answers.</summary>
/// <param name="Kinds">In the order of their names.</param>
/// <param name="Counterparts">Who shares the most developments with the actor, most first.</param>
/// <param name="First">The first that occurred, or null where there is none.</param>
/// <param name="Treaties">The latest, latest first.</param>
/// <param name="Claims">In the order of measure, unit and attribution.</param>
internal sealed record ActorState(
    IReadOnlyList<KindCount> Kinds,
    IReadOnlyList<(string Actor, long Count)> Counterparts,
    byte[]? First,
    byte[]? Last,
    IReadOnlyList<byte[]> Treaties,
    IReadOnlyList<ClaimGroup> Claims)
{
    /// <summary>How many treaties and counterparts are told with the state.</summary>
    public const int Shown = 100;

    public static IReadOnlyList<ClaimGroup> InOrder(IEnumerable<ClaimGroup> groups) =>
    [
        .. groups.OrderBy(group => group.Measure, StringComparer.Ordinal).ThenBy(group => group.Unit, StringComparer.Ordinal).ThenBy(group => group.Attribution, StringComparer.Ordinal),
    ];
}
