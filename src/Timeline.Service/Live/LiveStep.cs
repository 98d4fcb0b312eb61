using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>An entry of the newest answer: what filters look at, and its JSON.</summary>
internal sealed record LiveEntry(FilteredRow Row, byte[] Json);

/// <summary>What an actor is found by from a position on.</summary>
/// <param name="Words">The name as search sees it.</param>
internal sealed record LiveActor(string Actor, string Words, IReadOnlyList<string> Aliases);

/// <summary>
/// What the event at a position does to the newest answer. An entry of that answer is a segment whose known interval is open: every effect lies at
/// or before the newest effective time. So an event of a development changes that development's entry and no other, and an actor's
/// own event changes only by which names its entries are found.
/// </summary>
/// <param name="Before">The entry just before the event; null where there was none.</param>
/// <param name="After">The entry from the event on; null where there is none.</param>
/// <param name="Cause">The event as a revision tells it, JSON; null unless there is an entry before and after.</param>
internal sealed record LiveStep(long Position, Instant RecordedAt, string? Development, LiveEntry? Before, LiveEntry? After, byte[]? Cause, LiveActor? Actor)
{
    private byte[]? _revised;

    /// <summary>The entry before and after with what changed, JSON; made when first asked for, and shared.</summary>
    public byte[] Revised => _revised ??= LiveJson.Revised(this);

    /// <summary>About how many bytes this holds at the most: changes tell no more than both entries do.</summary>
    public int Size { get; } = 1024 + Cost(Before) + Cost(After) + (Cause?.Length ?? 0);

    private static int Cost(LiveEntry? entry) => entry is null ? 0 : (3 * entry.Json.Length) + (2 * entry.Row.Words.Length);
}
