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

    /// <summary>The predicate, with its parameters numbered from <paramref name="first"/> on.</summary>
    public static string Predicate(int first) => Numbered().Replace(
        Sql.Text("Views/entry_filter.sql"), match => $"${first - 1 + int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)}");

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
        parameters.Add(Texts(terms?.Select(term => Pattern(term.Term))));
        parameters.Add(Array(terms?.Select(term => term.Term.IsNegated).ToArray(), NpgsqlDbType.Boolean));
        parameters.Add(Texts(terms?.Select(term => Sql.ArrayLiteral(term.Actors))));
    }

    /// <summary>A term as a pattern; its words are letters and digits, so that nothing needs escaping.</summary>
    public static string Pattern(SearchTerm term) => $"%{term.Needle}%";

    public static NpgsqlParameter OptionalInstant(Instant? instant) =>
        new() { Value = instant is { } at ? Sql.ToDatabase(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Texts(IEnumerable<string>? texts) => Array(texts?.ToArray(), NpgsqlDbType.Text);

    private static NpgsqlParameter Array(Array? values, NpgsqlDbType type) => new() { Value = (object?)values ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | type };

    [GeneratedRegex(@"\$f(\d+)")]
    private static partial Regex Numbered();
}
