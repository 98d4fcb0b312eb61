using Timeline.Domain.Time;

namespace Timeline.Service.Views.Pages;

/// <summary>The items of a page, and for which knowledge times they are the same.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
internal sealed record HeldItems(Instant From, Instant To, PageItems Items)
{
    public bool Holds(Instant knownAt) => From <= knownAt && knownAt < To;
}

/// <summary>
/// Items of one page for several knowledge times: as of one position of the log, where they never change. So whoever asks the same for day after day has
/// them read only once for all days between which nothing on the page changes.
/// </summary>
/// <param name="Basis">As of which position.</param>
/// <param name="Viewed">The newest position up to <paramref name="Basis"/> that the views held when these were read.</param>
/// <param name="All">The newest last.</param>
internal sealed record HeldPages(long Basis, long Viewed, IReadOnlyList<HeldItems> All)
{
    /// <summary>The items for a knowledge time; null where they are not held.</summary>
    public HeldItems? For(Instant knownAt) => All.FirstOrDefault(held => held.Holds(knownAt));
}

/// <summary>A page that was read with what is held in mind.</summary>
/// <param name="WasHeld">Its items were not read again.</param>
/// <param name="New">What can be held from now on; null where that is nothing new, or the page has too few items.</param>
internal sealed record HeldReading(TimelinePage Page, bool WasHeld, HeldPages? New);
