using System.Globalization;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>The two points of a diff, as the request gives them.</summary>
internal sealed record DiffRequest(DayOrInstant? From, long? FromBasis, DayOrInstant? To, long? ToBasis, string? Edition)
{
    public static DiffRequest Read(QueryReader query) => new(
        query.OptionalDayOrInstant("from"), query.OptionalInteger("fromBasis", min: 0),
        query.OptionalDayOrInstant("to"), query.OptionalInteger("toBasis", min: 0), query.OptionalText("edition", 1, 100));

    /// <summary>The points of the cursor, or the refusal where the request names others, other filters or another edition.</summary>
    /// <param name="edition">Null where it is not served: resolving says so.</param>
    public Parsed<DiffRequest> ContinueAt(DiffCursor? cursor, ListParameters list, string? edition)
    {
        if (cursor is null)
            return new(this);
        var isOther = (edition is not null && cursor.Filters != Cursor.HashOf(edition, list.Canonical))
            || IsOther(From, cursor.From.KnownAt) || (FromBasis ?? cursor.From.Basis) != cursor.From.Basis
            || IsOther(To, cursor.To.KnownAt) || (ToBasis ?? cursor.To.Basis) != cursor.To.Basis;
        return isOther
            ? new(new Refusal(RefusalCode.BadParameter, "after: this cursor belongs to other filters, other points or another edition; take 'next' from the answer as it is.", new Dictionary<string, string[]> { ["after"] = ["belongs to another diff"] }))
            : new(this with { From = From ?? new(cursor.From.KnownAt), FromBasis = cursor.From.Basis, To = To ?? new(cursor.To.KnownAt), ToBasis = cursor.To.Basis });
    }

    /// <summary>Where a basis is left out, it is the newest; where a time is, it is the newest at its basis.</summary>
    public async Task<Parsed<DiffPin>> ResolveAsync(Pins pins, CancellationToken cancellation)
    {
        // Asked for once, so that both ends get the same one.
        var newest = FromBasis is null || ToBasis is null ? await pins.ResolveAsync(new PinRequest(null, null, null, Edition), cancellation) : default;
        if (newest.Refusal is { } refusal)
            return new(refusal);
        var from = await pins.ResolveAsync(new PinRequest(From, FromBasis ?? newest.Value!.Basis, null, Edition), cancellation);
        if (from.IsRefused)
            return new(from.Refusal);
        var to = await pins.ResolveAsync(new PinRequest(To, ToBasis ?? newest.Value!.Basis, null, Edition), cancellation);
        if (to.IsRefused)
            return new(to.Refusal);
        var isPinned = this is { From: not null, FromBasis: not null, To: not null, ToBasis: not null, Edition: not null };
        return new(new DiffPin(new DiffPoint(from.Value.KnownAt, from.Value.Basis), new DiffPoint(to.Value.KnownAt, to.Value.Basis), to.Value.Edition, isPinned));
    }

    private static bool IsOther(DayOrInstant? asked, Instant at) => asked is { } time && PinRequest.Last(time) != at;
}

/// <summary>The two points between which a diff is told.</summary>
/// <param name="IsPinned">The request named all five parameters itself, so that its answer never changes.</param>
internal sealed record DiffPin(DiffPoint From, DiffPoint To, string Edition, bool IsPinned)
{
    /// <summary>What decides about caching.</summary>
    public Pin AsPin => new(To.KnownAt, To.Basis, Edition, IsPinned);

    public CanonicalQuery AddTo(CanonicalQuery query) => query
        .Add("from", From.KnownAt.ToString())
        .Add("fromBasis", From.Basis.ToString(CultureInfo.InvariantCulture))
        .Add("to", To.KnownAt.ToString())
        .Add("toBasis", To.Basis.ToString(CultureInfo.InvariantCulture))
        .Add("edition", Edition);

    /// <summary>The filters at both ends. An actor that is unknown at one end matches nothing there.</summary>
    /// <returns>Or <c>NotFound</c> where one is unknown at both.</returns>
    public async Task<Parsed<DiffFilters>> FiltersAsync(ListParameters list, TimelineView view, CancellationToken cancellation)
    {
        if (From.Basis == To.Basis)
        {
            var one = await Filters.ResolveAsync(list, view, To.Basis, cancellation);
            return one.IsRefused ? new(one.Refusal) : new(new DiffFilters(one.Value, one.Value, []));
        }
        var (before, known) = await ResolveAsync(From.Basis);
        var (after, knownThen) = await ResolveAsync(To.Basis);
        if (list.ActorTexts.FirstOrDefault(text => !known.Contains(text) && !knownThen.Contains(text)) is { } unknown)
        {
            return new(new Refusal(
                RefusalCode.NotFound, $"There is no actor '{unknown}' at position {From.Basis}, nor at {To.Basis}: see /api/actors.", new Dictionary<string, string[]> { ["actor"] = [$"'{unknown}' is unknown"] }));
        }
        var changed = Changed(before.Actors ?? [], after.Actors ?? []);
        if (before.Search is { } terms)
            changed = changed.Concat(terms.Zip(after.Search!).SelectMany(pair => Changed(pair.First.Actors, pair.Second.Actors)));
        return new(new DiffFilters(before, after, [.. changed.Distinct(StringComparer.Ordinal)]));

        async Task<(TimelineFilter Filter, HashSet<string> Known)> ResolveAsync(long basis)
        {
            var found = await view.FindActorsAsync(list.ActorTexts, basis, cancellation);
            var filter = list.Filter with
            {
                Actors = list.ActorTexts.Count == 0 ? null : [.. found.Values.Distinct()],
                Search = list.Search is null ? null : await view.FindTermsAsync(list.Search, basis, cancellation),
            };
            return (filter, found.Keys.ToHashSet(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Changed(IReadOnlyList<string> before, IReadOnlyList<string> after) => before.Except(after).Concat(after.Except(before));
}
