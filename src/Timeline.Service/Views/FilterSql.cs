using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>A filter as a predicate over a segment <c>s</c>, and its parameters.</summary>
internal static partial class FilterSql
{
    /// <summary>How many parameters a filter takes.</summary>
    public const int Count = 15;

    /// <summary>Searches of so many terms have a statement of their own for each form; there are too many forms of longer ones.</summary>
    private const int FewTerms = 3;

    /// <summary>The conditions of the predicate one by one, and the parameters of each.</summary>
    private static readonly Lazy<IReadOnlyList<(string Text, IReadOnlyList<int> Parameters)>> Conditions = new(() =>
        [.. Conjunction().Split(Comment().Replace(Sql.Text("Views/entry_filter.sql"), "")).Select(text => (text, (IReadOnlyList<int>)
            [.. Numbered().Matches(text).Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).Distinct()]))]);

    /// <summary>The predicate, with its parameters numbered from <paramref name="first"/> on.</summary>
    public static string Predicate(int first) => Numbered().Replace(
        Sql.Text("Views/entry_filter.sql"), match => $"${first - 1 + int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)}");

    /// <summary>Adds only what the filter asks for.</summary>
    /// <returns>The conditions, each after an <c>and</c>; empty where everything passes.</returns>
    public static string AddPresent(NpgsqlParameterCollection parameters, TimelineFilter filter)
    {
        var search = filter.Search is { Count: <= FewTerms } terms ? AddSearch(parameters, terms) : null;
        using var all = new NpgsqlCommand();
        AddTo(all.Parameters, search is null ? filter : filter with { Search = null });
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        var conditions = new StringBuilder();
        foreach (var condition in Conditions.Value.Where(condition => condition.Parameters.All(number => IsAskedFor(all.Parameters[number - 1].Value))))
        {
            foreach (var number in condition.Parameters)
            {
                parameters.Add(((ICloneable)all.Parameters[number - 1]).Clone());
                numbers[$"$f{number}"] = $"${parameters.Count}";
            }
            conditions.Append("and ").Append(Numbered().Replace(condition.Text, match => numbers[match.Value]));
        }
        return conditions.Append(search).ToString();
    }

    /// <summary>Adds the filter's parameters, in their order.</summary>
    public static void AddTo(NpgsqlParameterCollection parameters, TimelineFilter filter)
    {
        var window = filter.Occurred;
        var isPossible = window is not null && !filter.IsDefinite;
        var isDefinite = window is not null && filter.IsDefinite;
        parameters.Add(Texts(filter.Actors));
        parameters.Add(Texts(filter.Kinds.Count == 0 ? null : filter.Kinds.Select(EntryJson.NameOf)));
        parameters.Add(Texts(filter.Tags.Count == 0 ? null : filter.Tags));
        parameters.Add(Texts(filter.Publishers.Count == 0 ? null : filter.Publishers.Select(Entry.PublisherKey)));
        parameters.Add(Texts(filter.Statuses.Count == 0 ? null : filter.Statuses.Select(EntryJson.NameOf)));
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = filter.ShowsRetracted });
        parameters.Add(OptionalInstant(isPossible ? window!.PossibleEnd : null));
        parameters.Add(OptionalInstant(isPossible ? window!.PossibleStart : null));
        parameters.Add(OptionalInstant(isDefinite ? window!.DefiniteEnd : null));
        parameters.Add(OptionalInstant(isDefinite ? window!.DefiniteStart : null));
        parameters.Add(Array(filter.Box is { } box ? new[] { box.West, box.South, box.East, box.North } : null, NpgsqlDbType.Double));
        var terms = filter.Search;
        parameters.Add(Array(terms?.Select(term => term.Clause).ToArray(), NpgsqlDbType.Integer));
        parameters.Add(Texts(terms?.Select(term => term.Term.Needle)));
        parameters.Add(Array(terms?.Select(term => term.Term.IsNegated).ToArray(), NpgsqlDbType.Boolean));
        parameters.Add(Texts(terms?.Select(term => Sql.ArrayLiteral(term.Actors))));
    }

    /// <summary>A term as a pattern; its words are letters and digits, so that nothing needs escaping.</summary>
    public static string Pattern(SearchTerm term) => $"%{term.Needle}%";

    public static NpgsqlParameter OptionalInstant(Instant? instant) =>
        new() { Value = instant is { } at ? Sql.ToDatabase(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>A condition for each clause: to go through the terms as rows costs some ten times as much for a segment.</summary>
    private static string AddSearch(NpgsqlParameterCollection parameters, IReadOnlyList<FoundTerm> terms) =>
        string.Concat(terms.GroupBy(term => term.Clause).Select(clause => $"and ({string.Join(" or ", clause.Select(term => AddTerm(parameters, term)))})\n"));

    private static string AddTerm(NpgsqlParameterCollection parameters, FoundTerm term)
    {
        parameters.Add(Sql.Value(term.Term.Needle));
        var holds = $"position(${parameters.Count} in s.words) > 0";
        if (term.Actors.Count > 0)
        {
            parameters.Add(Sql.TextArray(term.Actors));
            holds += $" or s.actors && ${parameters.Count}";
        }
        return term.Term.IsNegated ? $"not ({holds})" : holds;
    }

    private static NpgsqlParameter Texts(IEnumerable<string>? texts) => Array(texts?.ToArray(), NpgsqlDbType.Text);

    private static NpgsqlParameter Array(Array? values, NpgsqlDbType type) => new() { Value = (object?)values ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>Null lets everything through, and so does showing what is retracted.</summary>
    private static bool IsAskedFor(object? value) => value is not (DBNull or true);

    [GeneratedRegex("^and ", RegexOptions.Multiline)]
    private static partial Regex Conjunction();

    [GeneratedRegex("^--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$f(\d+)")]
    private static partial Regex Numbered();
}
