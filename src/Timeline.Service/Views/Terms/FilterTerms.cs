using System.Globalization;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Views.Terms;

/// <summary>What a block must hold for any segment of it to pass a filter, as <c>timeline.term_blocks</c> has it.</summary>
internal static class FilterTerms
{
    /// <summary>More are not asked for: each number of groups has a statement of its own.</summary>
    private const int MostGroups = 8;

    /// <summary>A box of more cells than that is asked for by larger ones, or not at all.</summary>
    private const int MostCells = 200;

    /// <summary>Degrees of a cell, with what its terms begin with.</summary>
    private static readonly (int Degrees, string Prefix)[] Cells = [(1, "g:"), (10, "h:")];

    /// <returns>Of each group one must be there; empty where the filter asks for nothing that blocks know.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(TimelineFilter filter)
    {
        var groups = new List<IReadOnlyList<string>>();
        AddAny("t:", filter.Tags);
        AddAny("p:", filter.Publishers.Select(Entry.PublisherKey));
        AddAny("k:", filter.Kinds.Select(EntryJson.NameOf));
        AddAny("s:", filter.Statuses.Select(EntryJson.NameOf));
        if (filter.Box is { } box && CellsOf(box) is { } cells)
            groups.Add(cells);
        foreach (var clause in (filter.Search ?? []).GroupBy(term => term.Clause))
            groups.AddRange(OfClause([.. clause]));
        return groups.Count <= MostGroups ? groups : groups[..MostGroups];

        void AddAny(string prefix, IEnumerable<string> values)
        {
            var terms = values.Select(value => prefix + value).ToList();
            if (terms.Count > 0)
                groups.Add(terms);
        }
    }

    /// <summary>Every word of a term that stands alone; of alternatives, a word of each.</summary>
    private static IEnumerable<IReadOnlyList<string>> OfClause(IReadOnlyList<FoundTerm> clause)
    {
        // Names of actors are in no segment's words, and what must not be there is nowhere.
        if (clause.Any(term => term.Term.IsNegated || term.Actors.Count > 0 || Whole(term.Term).Count == 0))
            return [];
        return clause is [var alone]
            ? Whole(alone.Term).Select(word => (IReadOnlyList<string>)[word])
            : [clause.Select(term => Whole(term.Term).MaxBy(word => word.Length)!).ToList()];
    }

    /// <summary>The words of a term that do not go on.</summary>
    private static List<string> Whole(SearchTerm term) => [.. term.Words.Take(term.IsPrefix ? term.Words.Count - 1 : term.Words.Count).Select(word => $"w:{word}")];

    /// <summary>The cells that a box touches; null where there are too many.</summary>
    private static List<string>? CellsOf(Box box)
    {
        foreach (var (degrees, prefix) in Cells)
        {
            var latitudes = Between(box.South, box.North, degrees);
            var longitudes = box.West <= box.East ? Between(box.West, box.East, degrees) : [.. Between(box.West, 180, degrees), .. Between(-180, box.East, degrees)];
            if (latitudes.Count * longitudes.Count <= MostCells)
                return [.. latitudes.SelectMany(latitude => longitudes.Select(longitude => string.Create(CultureInfo.InvariantCulture, $"{prefix}{latitude},{longitude}")))];
        }
        return null;
    }

    private static List<int> Between(double from, double to, int degrees)
    {
        var first = (int)Math.Floor(from / degrees);
        return [.. Enumerable.Range(first, Math.Max(0, (int)Math.Floor(to / degrees) - first + 1))];
    }
}
