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
    private byte[]? _learned;
    private byte[]? _revised;
    private byte[]? _withdrawn;

    /// <summary>The frame for readers who get to know the entry; this and the others are made when first asked for, and shared.</summary>
    public byte[] Learned => _learned ??= LiveFrames.Of(this, learned: After!.Json);

    /// <summary>The frame for readers who had the entry and keep it.</summary>
    public byte[] Revised => _revised ??= LiveFrames.Of(this, revised: LiveJson.Revised(this));

    /// <summary>The frame for readers who lose the entry.</summary>
    public byte[] Withdrawn => _withdrawn ??= LiveFrames.Of(this, withdrawn: Before!.Json);

    /// <summary>About how many bytes this holds at the most: each entry, in two frames, and once more in the changes.</summary>
    public int Size { get; } = 1024 + Cost(Before) + Cost(After) + (Cause?.Length ?? 0);

    private static int Cost(LiveEntry? entry) => entry is null ? 0 : (4 * entry.Json.Length) + (2 * entry.Row.Words.Length);
}
