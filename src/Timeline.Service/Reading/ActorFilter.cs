using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>Turns the ids and aliases of an <c>actor</c> filter into ids, as they were at the basis.</summary>
internal static class ActorFilter
{
    public static async Task<Parsed<TimelineFilter>> ResolveAsync(ListParameters list, TimelineView view, long basis, CancellationToken cancellation)
    {
        if (list.ActorTexts.Count == 0)
            return new(list.Filter);
        var found = await view.FindActorsAsync(list.ActorTexts.ToHashSet(StringComparer.Ordinal), basis, cancellation);
        return list.ActorTexts.FirstOrDefault(text => !found.ContainsKey(text)) is { } unknown
            ? new(new Refusal(RefusalCode.NotFound, $"There is no actor '{unknown}' at position {basis}: see /api/actors.", new Dictionary<string, string[]> { ["actor"] = [$"'{unknown}' is unknown"] }))
            : new(list.Filter with { Actors = [.. found.Values.Distinct()] });
    }
}
