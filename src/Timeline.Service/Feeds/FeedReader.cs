using System.Runtime.CompilerServices;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary>Reads what feeds are made of.</summary>
internal sealed class FeedReader(Pins pins, TimelineView timeline, FeedView feeds, DiffView histories)
{
    /// <summary>How many entries are held at a time.</summary>
    private const int ChunkSize = 500;

    /// <param name="cursor">Where the request goes on, if it does: the pin and the list that its cursor belongs to.</param>
    public async Task<Parsed<FeedRequest>> UnderstandAsync(
        QueryReader query, FeedFormat format, ListParameters list, Grouping? grouping, int mostItems, (Instant KnownAt, long Basis, ulong List)? cursor, CancellationToken cancellation)
    {
        var limit = query.OptionalInteger("limit", 1, mostItems);
        var asked = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return new(bad);
        var canonical = list.AddTo(new CanonicalQuery()).Add("group", grouping is { } by ? EntryJson.NameOf(by) : null).ToString();
        var edition = await pins.EditionAsync(asked.Edition, cancellation);
        var continued = cursor is not { } at ? new(asked) : asked.ContinueAt(at.KnownAt, at.Basis, edition is null || at.List == FeedRequest.HashOf(edition, format, canonical));
        if (continued.IsRefused)
            return new(continued.Refusal);
        var pin = await pins.ResolveAsync(continued.Value, cancellation);
        if (pin.IsRefused)
            return new(pin.Refusal);
        var filter = await Filters.ResolveAsync(list, timeline, pin.Value.Basis, cancellation);
        if (filter.IsRefused)
            return new(filter.Refusal);
        return new(new FeedRequest(format, list, Showing(format, filter.Value), pin.Value, canonical, grouping, limit));
    }

    /// <summary>The last item of a feed of so many, where there are more.</summary>
    public Task<PageStart?> CutAsync(FeedRequest request, PageStart? after, long most, CancellationToken cancellation) =>
        timeline.CutAsync(request.Pin.KnownAt, request.Pin.Basis, request.Filter, request.IsDescending, after, most, cancellation);

    /// <summary>The entries in their order, chunk by chunk. No connection is held between chunks, however slow their reader is.</summary>
    public async IAsyncEnumerable<IReadOnlyList<FeedItem>> ItemsAsync(
        FeedRequest request, PageStart? after, long most, bool withPreviousDates, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pin = request.Pin;
        for (var left = most; left > 0;)
        {
            var size = Math.Min(ChunkSize, left);
            var rows = new List<TimelineItem>();
            await foreach (var row in timeline.ReadAsync(pin.KnownAt, pin.Basis, request.Filter, request.IsDescending, after, size, cancellation))
                rows.Add(row);
            if (rows.Count == 0)
                yield break;
            after = new PageStart(rows[^1].OccurredFrom, rows[^1].Development);
            left -= rows.Count;
            var items = await ItemsAsync(rows.ConvertAll(row => row.Json), pin, cancellation);
            yield return withPreviousDates ? await WithPreviousDatesAsync(items, pin, cancellation) : items;
            if (rows.Count < size)
                yield break;
        }
    }

    /// <summary>A page of changes, newest first; where the next one begins, and the previous (null: at the first change).</summary>
    public async Task<(IReadOnlyList<FeedUpdate> Updates, ChangeStart? Next, ChangeStart? Previous)> ChangesAsync(
        FeedRequest request, ChangeStart? after, int most, CancellationToken cancellation)
    {
        var pin = request.Pin;
        var filters = await feeds.HistoryAsync(Showing(request.Format, request.List.Filter), request.List.ActorTexts, request.List.Search, pin.Basis, cancellation);
        var changes = await feeds.ChangesAsync(pin.KnownAt, pin.Basis, filters, after, isBackward: false, most + 1, cancellation);
        var page = changes.Take(most).ToList();
        ChangeStart? next = changes.Count > most ? new ChangeStart(page[^1].Position, page[^1].Development) : null;
        ChangeStart? previous = null;
        if (after is { } start)
        {
            // The page before ends with the change that this one begins after.
            var newer = await feeds.ChangesAsync(pin.KnownAt, pin.Basis, filters, start, isBackward: true, most, cancellation);
            previous = newer.Count == most ? new ChangeStart(newer[^1].Position, newer[^1].Development) : null;
        }
        var items = await ItemsAsync([.. page.Select(change => change.Entry).OfType<byte[]>()], pin, cancellation);
        var byId = items.ToDictionary(item => item.Entry.Id, StringComparer.Ordinal);
        return ([.. page.Select(change => new FeedUpdate(change, byId.GetValueOrDefault(change.Development)))], next, previous);
    }

    private static TimelineFilter Showing(FeedFormat format, TimelineFilter filter) => format.KeepsRetracted ? filter with { IncludeRetracted = true } : filter;

    private async Task<IReadOnlyList<FeedItem>> ItemsAsync(IReadOnlyList<byte[]> entries, Pin pin, CancellationToken cancellation)
    {
        var nobody = new ActorNames(new Dictionary<string, ActorName>());
        var items = entries.Select(entry => FeedItem.Read(entry, nobody)).ToList();
        var actors = items.SelectMany(item => item.Entry.Actors.Concat(item.Entry.Disputes.Select(dispute => dispute.By))).Distinct(StringComparer.Ordinal);
        var names = new ActorNames(await feeds.NamesAsync(actors, pin.Basis, cancellation));
        return items.ConvertAll(item => item with { Names = names });
    }

    private async Task<IReadOnlyList<FeedItem>> WithPreviousDatesAsync(IReadOnlyList<FeedItem> items, Pin pin, CancellationToken cancellation)
    {
        var previous = new Dictionary<string, EdtfValue>(StringComparer.Ordinal);
        await foreach (var history in histories.HistoriesAsync(items.Where(item => item.Entry.Revision > 1).Select(item => item.Entry.Id), pin.Basis, cancellation))
        {
            if (MovedFrom(history, pin.KnownAt) is { } date)
                previous[history.Id] = date;
        }
        return [.. items.Select(item => item with { PreviousOccurred = previous.GetValueOrDefault(item.Entry.Id) })];
    }

    /// <summary>When it was said to have happened before the last correction that changed that; null where none did.</summary>
    private static EdtfValue? MovedFrom(DevelopmentHistory history, Instant knownAt) => Fold.Steps(history, knownAt)
        .LastOrDefault(step => step.Recorded.Event is DevelopmentCorrected && step.Before is { } before && !before.Occurred.Equals(step.After.Occurred))
        .Before?.Occurred;
}
