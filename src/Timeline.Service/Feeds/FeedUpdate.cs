using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary>How a feed that is ordered by change tells of a development: as an entry, or as one that is there no longer.</summary>
/// <param name="Item">What is known of it, whether or not the feed shows it; null where it is removed.</param>
internal sealed record FeedUpdate(FeedChange Change, FeedItem? Item)
{
    public string Development => Change.Development;

    /// <summary>When this feed last changed for it: rises from change to change, also where known time does not.</summary>
    public Instant UpdatedAt => Change.RecordedAt;

    /// <summary>The entry, where the feed shows it.</summary>
    public FeedItem? Shown => Change.IsShown ? Item : null;

    /// <summary>Why it is not shown.</summary>
    public string WhyWithdrawn => Item switch
    {
        null => "Removed: it was recorded by mistake, or nothing of it was known at that time.",
        { Entry.Retraction: { } retraction } => $"Retracted: {retraction.Reason}",
        _ => "No longer what this feed is about.",
    };
}
