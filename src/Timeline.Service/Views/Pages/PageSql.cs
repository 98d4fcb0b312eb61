using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Views.Pages;

/// <summary>The statements of a page: only with what its filter asks for, so that each kind of question is prepared once.</summary>
internal sealed class PageSql
{
    /// <summary>
    /// Limits stand in the text, in few sizes: of a limit that it does not know, the server assumes the worst, and plans the statement anew each time.
    /// </summary>
    private static readonly int[] Limits = [2, 11, 51, 101, 201, 501, 1_001];

    private static readonly ConcurrentDictionary<(string Form, string Filter, bool IsDescending, string Actor, bool IsFirst, int Limit, int Few), string> Texts = new();

    private readonly string _filter;
    private readonly bool _isDescending;
    private readonly bool _isFirst;
    private readonly int _limit;
    private readonly int _few;

    /// <summary>The parameter that holds the only actor of the filter, whose own index gives the order; empty for none.</summary>
    private readonly string _actor = "";

    private readonly bool _mayBeRare;
    private readonly bool _hasZones;

    /// <summary>Adds the parameters of the filter after those that are there.</summary>
    /// <param name="few">How many segments are looked at one by one, at least.</param>
    public PageSql(PageQuestion question, int few, NpgsqlParameterCollection parameters)
    {
        _limit = Limits.FirstOrDefault(limit => limit >= question.Limit, question.Limit);
        _few = Math.Max(few, 2 * _limit);
        (_isDescending, _isFirst) = (question.IsDescending, question.After is null);
        var filter = question.Filter;
        _mayBeRare = filter.HasConditions;
        _hasZones = filter.Occurred is not null || filter.Actors is [_];
        if (filter.Actors is [var actor])
        {
            parameters.Add(Sql.Value(actor));
            _actor = $"${parameters.Count}";
            filter = filter with { Actors = null };
        }
        _filter = FilterSql.AddPresent(parameters, filter);
    }

    /// <summary>
    /// The segments <c>s</c> of an actor by its own order, <c>a</c>, each looked up as it comes: the server would take three columns to be independent that
    /// are one key, expect next to nothing of a join of millions, and make all of it for a page.
    /// </summary>
    public static string SegmentsOf(string actor) =>
        $"timeline.segment_actors a join lateral ({SegmentOf("true")}) s on a.actor = {actor}";

    /// <param name="isSeen">The pin is given, and needs no look at the log's head.</param>
    public string Near(bool isSeen) => Text(isSeen ? "given" : "newest", () => Asking("Views/Pages/page_near.sql", isSeen));

    /// <summary>The same, with the knowledge times for which the items are the same.</summary>
    /// <param name="isSeen">As above.</param>
    public string Held(bool isSeen) => Text(isSeen ? "held given" : "held newest", () => Asking("Views/Pages/page_held.sql", isSeen));

    /// <summary>The same, without the items.</summary>
    /// <param name="isSeen">As above.</param>
    public string State(bool isSeen) => Text(isSeen ? "state given" : "state newest", () => Asking("Views/Pages/page_state.sql", isSeen));

    /// <summary>When the filtered answer changed last, however long ago: by zones where there are some for the filter, else among all changes.</summary>
    public string Changed() => _hasZones
        ? Text("changed", () => Sql.Text("Views/Pages/page_changed.sql"))
        : Text("changed among all", () => $"with asked as materialized ({Sql.Text("Views/Pages/asked_given.sql")})\nselect {Sql.Text("Views/Pages/changed_any.sql")}\nfrom asked");

    /// <summary>A page and its last change, by what blocks of positions hold.</summary>
    /// <param name="first">The first parameter that is a group of terms.</param>
    /// <param name="groups">How many there are.</param>
    public string Terms(int first, int groups) => Text($"terms {groups}", () => Sql.Text("Views/Pages/page_terms.sql")
        .Replace("{held}", string.Join(" and ", Enumerable.Range(first, groups).Select(number => $"b.terms && ${number}")), StringComparison.Ordinal));

    public string Jump() => Text("jump", () => Sql.Text("Views/Pages/page_jump.sql"));

    private static string Asking(string file, bool isSeen) =>
        Sql.Text(file).Replace("{asked}", Sql.Text(isSeen ? "Views/Pages/asked_given.sql" : "Views/Pages/asked_newest.sql"), StringComparison.Ordinal);

    private string Text(string form, Func<string> template) => Texts.GetOrAdd((form, _filter, _isDescending, _actor, _isFirst, _limit, _few), _ => Fill(template()));

    private string Fill(string template)
    {
        var direction = _isDescending ? "desc" : "asc";
        var key = _actor.Length > 0 ? "a" : "s";
        var item = $"({key}.occurred_from, {key}.development)";
        var source = _actor.Length > 0 ? SegmentsOf(_actor) : "timeline.segments s";
        return template
            .Replace("{changed}", Sql.Text(_mayBeRare ? "Views/Pages/changed_near.sql" : "Views/Pages/changed_any.sql"), StringComparison.Ordinal)
            .Replace("{source}", source, StringComparison.Ordinal)
            .Replace("{item}", item, StringComparison.Ordinal)
            .Replace("{next}", Next(item), StringComparison.Ordinal)
            .Replace("{walk}", $"select s.* from {source} where {After(item)}", StringComparison.Ordinal)
            .Replace("{walk_zone}", $"select s.* from {source} where {InZone(item)}{(_actor.Length > 0 ? " and a.known_from <= $1 and a.recorded_from <= $2" : "")}", StringComparison.Ordinal)
            .Replace("{zone_after}", _isDescending ? "(z.from_occurred, z.from_development) < ($3, $4)" : "(z.to_occurred, z.to_development) > ($3, $4)", StringComparison.Ordinal)
            .Replace("{item_after}", $"(s.occurred_from, s.development) {(_isDescending ? '<' : '>')} ($3, $4)", StringComparison.Ordinal)
            .Replace("{actor}", _actor.Length > 0 ? _actor : "''", StringComparison.Ordinal)
            .Replace("{of_actor}", _actor.Length > 0 ? $"and s.actors @> array[{_actor}]" : "", StringComparison.Ordinal)
            .Replace("{order}", $"{key}.occurred_from {direction}, {key}.development {direction}", StringComparison.Ordinal)
            .Replace("{limit}", _limit.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{few}", _few.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{direction}", direction, StringComparison.Ordinal)
            .Replace("{filter}", _filter, StringComparison.Ordinal);
    }

    private string After(string item) => _isFirst ? "true" : $"{item} {(_isDescending ? '<' : '>')} ($3, $4)";

    /// <summary>
    /// The next few segments <c>s</c> of the order. Of an actor, only those are looked up that were known and recorded by then, as its order tells by itself.
    /// </summary>
    private string Next(string item) => _actor.Length == 0
        ? $"(select s.* from timeline.segments s where {After(item)} order by {{order}} limit {{few}}) as s"
        : $"(select a.* from timeline.segment_actors a where a.actor = {_actor} and {After(item)} order by {{order}} limit {{few}}) as a cross join lateral ({SegmentOf("a.known_from <= asked.known_at and a.recorded_from <= asked.basis")}) as s";

    private static string SegmentOf(string condition) =>
        $"select k.* from timeline.segments k where (k.development, k.known_from, k.recorded_from) = (a.development, a.known_from, a.recorded_from) and {condition} offset 0";

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
