using System.Globalization;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary>A request for a feed, understood: what it asks for, and at which point it is answered.</summary>
/// <param name="Filter">Resolved at the pin's basis.</param>
/// <param name="Canonical">The filters in their one spelling, and what else chooses the list; no pin, no paging.</param>
internal sealed record FeedRequest(FeedFormat Format, ListParameters List, TimelineFilter Filter, Pin Pin, string Canonical, Grouping? Grouping, long? Limit)
{
    public bool IsDescending => List.Order == ListOrder.Desc;

    /// <summary>What cursors of this list carry.</summary>
    public ulong Hash => HashOf(Pin.Edition, Format, Canonical);

    public static ulong HashOf(string edition, FeedFormat format, string canonical) => Cursor.HashOf(edition, $"{format.Path}?{canonical}");

    /// <summary>The page that begins after a cursor, pinned.</summary>
    public string Link(object? after) => Pin.AddTo(Parameters())
        .Add("limit", Limit?.ToString(CultureInfo.InvariantCulture))
        .Add("after", after?.ToString())
        .After(Format.Path);

    public FeedHead ToHead(HttpContext context, object? after) => new(
        Pin, OriginOf(context.Request), Format.Path, Link(after),
        Parameters().Add("limit", Limit?.ToString(CultureInfo.InvariantCulture)).After(Format.Path), Canonical)
    {
        Grouping = Grouping ?? default,
    };

    /// <summary>Addresses in a feed are absolute: readers keep them without it.</summary>
    public static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private CanonicalQuery Parameters() => List.AddTo(new CanonicalQuery()).Add("group", Grouping is { } grouping ? Domain.Knowledge.EntryJson.NameOf(grouping) : null);
}
