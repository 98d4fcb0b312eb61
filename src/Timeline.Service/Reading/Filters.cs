using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>Completes a filter with what depends on the basis: the ids behind the actors' aliases, and the names that a search finds.</summary>
internal static class Filters
{
    public static async Task<Parsed<TimelineFilter>> ResolveAsync(ListParameters list, TimelineView view, long basis, CancellationToken cancellation)
    {
        var filter = list.Search is null ? list.Filter : list.Filter with { Search = await view.FindTermsAsync(list.Search, basis, cancellation) };
        if (list.ActorTexts.Count == 0)
            return new(filter);
        var found = await view.FindActorsAsync(list.ActorTexts.ToHashSet(StringComparer.Ordinal), basis, cancellation);
        return list.ActorTexts.FirstOrDefault(text => !found.ContainsKey(text)) is { } unknown
            ? new(new Refusal(RefusalCode.NotFound, $"There is no actor '{unknown}' at position {basis}: see /api/actors.", new Dictionary<string, string[]> { ["actor"] = [$"'{unknown}' is unknown"] }))
            : new(filter with { Actors = [.. found.Values.Distinct()] });
    }
}
