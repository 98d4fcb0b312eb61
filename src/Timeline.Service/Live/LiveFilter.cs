using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>What actors' names did to a filter, and whose entries that concerns.</summary>
internal sealed record FilterChange(TimelineFilter Before, TimelineFilter After, IReadOnlyCollection<string> Actors);

/// <summary>
/// One reader's filter as it goes from position to position: which actors the ids, aliases and words of a request mean depends on the position. What means
/// nobody at one passes nothing.
/// </summary>
internal sealed class LiveFilter
{
    private readonly ListParameters _list;
    private readonly Dictionary<string, string> _actors;
    private TimelineFilter _filter;

    private LiveFilter(ListParameters list, IReadOnlyDictionary<string, string> actors, IReadOnlyList<FoundTerm>? terms)
    {
        _list = list;
        _actors = new Dictionary<string, string>(actors, StringComparer.Ordinal);
        _filter = WithActors(list.Filter with { Search = terms });
        Matcher = new FilterMatcher(_filter);
    }

    public FilterMatcher Matcher { get; private set; }

    /// <returns>Or <c>NotFound</c> for an actor that is known neither at the position nor now.</returns>
    public static async Task<Parsed<LiveFilter>> ResolveAsync(ListParameters list, TimelineView view, long position, CancellationToken cancellation)
    {
        var terms = list.Search is null ? null : await view.FindTermsAsync(list.Search, position, cancellation);
        if (list.ActorTexts.Count == 0)
            return new(new LiveFilter(list, new Dictionary<string, string>(), terms));
        var actors = await view.FindActorsAsync(list.ActorTexts.ToHashSet(StringComparer.Ordinal), position, cancellation);
        var missing = list.ActorTexts.Where(text => !actors.ContainsKey(text)).ToHashSet(StringComparer.Ordinal);
        if (missing.Count > 0)
            missing.ExceptWith((await view.FindActorsAsync(missing, long.MaxValue - 1, cancellation)).Keys);
        return missing.Count == 0
            ? new(new LiveFilter(list, actors, terms))
            : new(new Refusal(
                RefusalCode.NotFound, $"There is no actor '{missing.First()}': see /api/actors.", new Dictionary<string, string[]> { ["actor"] = [$"'{missing.First()}' is unknown"] }));
    }

    /// <summary>Goes past an actor's event. Null where it means nothing for this filter.</summary>
    public FilterChange? Pass(LiveActor named)
    {
        var concerned = new HashSet<string>(StringComparer.Ordinal);
        var terms = _filter.Search?.Select(term => Rename(term, named, concerned)).ToList();
        var before = _filter;
        Find(named);
        var after = WithActors(_filter with { Search = terms });
        if (before.Actors is not null)
            concerned.UnionWith(before.Actors.Except(after.Actors!).Concat(after.Actors!.Except(before.Actors)));
        if (concerned.Count == 0)
            return null;
        _filter = after;
        Matcher = new FilterMatcher(after);
        return new FilterChange(before, after, concerned);
    }

    private static FoundTerm Rename(FoundTerm term, LiveActor named, HashSet<string> concerned)
    {
        var (had, has) = (term.Actors.Contains(named.Actor), term.Term.IsIn(named.Words));
        if (had == has)
            return term;
        concerned.Add(named.Actor);
        return term with { Actors = has ? [.. term.Actors, named.Actor] : [.. term.Actors.Where(actor => actor != named.Actor)] };
    }

    private void Find(LiveActor named)
    {
        var keys = named.Aliases.Append(named.Actor).Select(Actor.KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var text in _list.ActorTexts)
        {
            if (keys.Contains(Actor.KeyOf(text)))
                _actors[text] = named.Actor;
            else if (_actors.GetValueOrDefault(text) == named.Actor)
                _actors.Remove(text);
        }
    }

    private TimelineFilter WithActors(TimelineFilter filter) =>
        _list.ActorTexts.Count == 0 ? filter : filter with { Actors = [.. _actors.Values.Distinct(StringComparer.Ordinal)] };
}
