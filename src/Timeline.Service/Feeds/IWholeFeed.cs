namespace Timeline.Service.Feeds;

/// <summary>A feed of a whole answer while it is written, item by item, so that its length costs no memory. Writes to the buffer that it was made with.</summary>
internal interface IWholeFeed : IDisposable
{
    void Begin();

    void Add(FeedItem item);

    void End();
}
