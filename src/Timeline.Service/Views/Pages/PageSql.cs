using System.Collections.Concurrent;
using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Pages;

/// <summary>The statements of a page: only with what its filter asks for, so that each kind of question is prepared once.</summary>
internal sealed class PageSql
{
    private static readonly ConcurrentDictionary<(string Form, string Filter, bool IsDescending, string Actor), string> Texts = new();

    private readonly string _filter;
    private readonly bool _isDescending;

    /// <summary>The parameter that holds the only actor of the filter, whose own index gives the order; empty for none.</summary>
    private readonly string _actor = "";

    /// <summary>Adds the parameters of the filter after those that are there.</summary>
    public PageSql(PageQuestion question, NpgsqlParameterCollection parameters)
    {
        _isDescending = question.IsDescending;
        var filter = question.Filter;
        if (filter.Actors is [var actor])
        {
            parameters.Add(Sql.Value(actor));
            _actor = $"${parameters.Count}";
            filter = filter with { Actors = null };
        }
        _filter = FilterSql.AddPresent(parameters, filter);
    }

    /// <param name="isSeen">The pin is given, and needs no look at the log's head.</param>
    public string Near(bool isSeen) => Text(isSeen ? "given" : "newest", () => Sql.Text("Views/Pages/page_near.sql")
        .Replace("{pin}", Sql.Text(isSeen ? "Views/Pages/pin_given.sql" : "Views/Pages/pin_newest.sql"), StringComparison.Ordinal)
        .Replace("{changed}", Sql.Text("Views/Pages/changed.sql").Replace("{filter}", "{of_actor} {filter}", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{walk}", "{walk} order by {order}", StringComparison.Ordinal));

    public string Jump() => Text("jump", () => Sql.Text("Views/Pages/page_jump.sql"));

    private string Text(string form, Func<string> template) => Texts.GetOrAdd((form, _filter, _isDescending, _actor), _ => Fill(template()));

    private string Fill(string template)
    {
        var direction = _isDescending ? "desc" : "asc";
        var key = _actor.Length > 0 ? "a" : "s";
        var item = $"({key}.occurred_from, {key}.development)";
        var source = _actor.Length > 0
            ? $"timeline.segment_actors a join timeline.segments s on a.actor = {_actor} and (s.development, s.known_from, s.recorded_from) = (a.development, a.known_from, a.recorded_from)"
            : "timeline.segments s";
        return template
            .Replace("{walk}", $"select s.* from {source} where {item} {(_isDescending ? '<' : '>')} ($3, $4)", StringComparison.Ordinal)
            .Replace("{walk_zone}", $"select s.* from {source} where {InZone(item)}{(_actor.Length > 0 ? " and a.known_from <= $1 and a.recorded_from <= $2" : "")}", StringComparison.Ordinal)
            .Replace("{zone_after}", _isDescending ? "(z.from_occurred, z.from_development) < ($3, $4)" : "(z.to_occurred, z.to_development) > ($3, $4)", StringComparison.Ordinal)
            .Replace("{item_after}", $"(s.occurred_from, s.development) {(_isDescending ? '<' : '>')} ($3, $4)", StringComparison.Ordinal)
            .Replace("{actor}", _actor.Length > 0 ? _actor : "''", StringComparison.Ordinal)
            .Replace("{of_actor}", _actor.Length > 0 ? $"and s.actors @> array[{_actor}]" : "", StringComparison.Ordinal)
            .Replace("{order}", $"{key}.occurred_from {direction}, {key}.development {direction}", StringComparison.Ordinal)
            .Replace("{direction}", direction, StringComparison.Ordinal)
            .Replace("{filter}", _filter, StringComparison.Ordinal);
    }

    // One bound at each side: of two, the index would start at the one that is named first.
    private string InZone(string item) => _isDescending
        ? $"{item} > (zone.from_occurred, zone.from_development) and {item} <= ({Nearer("to")}) and not (s.occurred_from = $3 and s.development = $4)"
        : $"{item} > ({Nearer("from")}) and {item} <= (zone.to_occurred, zone.to_development)";

    /// <summary>The zone's end that the page comes from, or where the page begins if that lies inside.</summary>
    private static string Nearer(string end)
    {
        var isOutside = $"(zone.{end}_occurred, zone.{end}_development) {(end == "to" ? '>' : '<')} ($3, $4)";
        return $"case when {isOutside} then $3 else zone.{end}_occurred end, case when {isOutside} then $4 else zone.{end}_development end";
    }
}
