using Timeline.Domain.Knowledge;

namespace Timeline.Service.Views;

/// <summary>That a text of a request (an actor's id or alias, or a term of a search) means an actor, from a position (inclusive) to another (exclusive).</summary>
/// <param name="Text">Which text: the actors' first, then the terms', in order.</param>
internal readonly record struct Naming(int Text, string Actor, long From, long To);

/// <summary>A filter as it was understood over some periods, half-open in positions.</summary>
internal sealed record UnderstoodFilter(TimelineFilter Filter, IReadOnlyList<(long From, long To)> Periods);

/// <summary>
/// What a filter meant at each position up to a basis. Names belong to actors only for a time, so the same request may mean other actors later:
/// what leaves the answer by that leaves it at the actor's event. Almost always there is one meaning throughout.
/// </summary>
internal sealed class FilterHistory
{
    private FilterHistory(IReadOnlyList<UnderstoodFilter> meanings) => Meanings = meanings;

    /// <summary>Each meaning once; their periods cover every position.</summary>
    public IReadOnlyList<UnderstoodFilter> Meanings { get; }

    public bool IsConstant => Meanings.Count == 1;

    /// <param name="filter">What does not depend on names.</param>
    /// <param name="actorTexts">How many texts name actors; 0 where the filter asks for none.</param>
    /// <param name="search">Null for none.</param>
    public static FilterHistory Of(TimelineFilter filter, int actorTexts, SearchQuery? search, IReadOnlyList<Naming> namings, long basis)
    {
        var bounds = namings.SelectMany(naming => new[] { naming.From, naming.To }).Where(position => position > 0 && position <= basis).Append(0).Distinct().Order().ToList();
        var meanings = new Dictionary<string, (TimelineFilter Filter, List<(long From, long To)> Periods)>(StringComparer.Ordinal);
        for (var i = 0; i < bounds.Count; i++)
        {
            var (from, to) = (bounds[i], i + 1 < bounds.Count ? bounds[i + 1] : long.MaxValue);
            var holding = namings.Where(naming => naming.From <= from && naming.To > from).OrderBy(naming => naming.Text).ThenBy(naming => naming.Actor, StringComparer.Ordinal).ToList();
            var key = string.Join(' ', holding.Select(naming => $"{naming.Text}:{naming.Actor}"));
            if (!meanings.TryGetValue(key, out var meaning))
                meanings[key] = meaning = (Understand(filter, actorTexts, search, holding), []);
            if (meaning.Periods.Count > 0 && meaning.Periods[^1].To == from)
                meaning.Periods[^1] = (meaning.Periods[^1].From, to);
            else
                meaning.Periods.Add((from, to));
        }
        return new FilterHistory([.. meanings.Values.Select(meaning => new UnderstoodFilter(meaning.Filter, meaning.Periods))]);
    }

    private static TimelineFilter Understand(TimelineFilter filter, int actorTexts, SearchQuery? search, IReadOnlyList<Naming> namings)
    {
        var byText = namings.ToLookup(naming => naming.Text, naming => naming.Actor);
        var terms = search?.Clauses.SelectMany((clause, number) => clause.Select(term => (Clause: number, Term: term)));
        return filter with
        {
            Actors = actorTexts == 0 ? null : [.. Enumerable.Range(0, actorTexts).SelectMany(text => byText[text]).Distinct(StringComparer.Ordinal)],
            Search = terms?.Select((term, i) => new FoundTerm(term.Clause, term.Term, [.. byText[actorTexts + i]])).ToList(),
        };
    }
}
