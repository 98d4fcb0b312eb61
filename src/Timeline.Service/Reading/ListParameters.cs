using System.Globalization;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>In which order a list goes: by occurred-from, then id.</summary>
internal enum ListOrder
{
    Asc,
    Desc,
}

/// <summary>How a date has to lie in the window that is asked for.</summary>
internal enum WindowMatch
{
    /// <summary>Some choice of an uncertain date overlaps the window.</summary>
    Possible,

    /// <summary>Every choice does.</summary>
    Definite,
}

/// <summary>The filters that every list and feed takes, as the request gave them.</summary>
internal sealed class ListParameters
{
    private readonly CanonicalQuery _canonical = new();

    public required IReadOnlyList<string> ActorTexts { get; init; }
    public required TimelineFilter Filter { get; init; }
    public required ListOrder Order { get; init; }

    /// <summary>The full-text query; null for none.</summary>
    public SearchQuery? Search { get; init; }

    /// <summary>The filters in their one spelling, without pin and paging.</summary>
    public string Canonical => _canonical.ToString();

    /// <summary>Whether anything but the order and retractions is asked for.</summary>
    public bool HasFilters => ActorTexts.Count + Filter.Kinds.Count + Filter.Tags.Count + Filter.Publishers.Count + Filter.Statuses.Count > 0
        || Filter.Occurred is not null || Filter.Box is not null || Search is not null;

    /// <summary>Whether what is asked for depends on what actors are called at the basis.</summary>
    public bool DependsOnNames => ActorTexts.Count > 0 || Search is not null;

    /// <param name="hasOrder">False for lists whose order is their own: <c>order</c> is then not read.</param>
    public static ListParameters Read(QueryReader query, bool hasOrder = true)
    {
        var actors = query.Texts("actor", 1, 200);
        var kinds = query.Enums<DevelopmentKind>("kind");
        var tags = query.Texts("tag", 1, 100);
        var publishers = query.Texts("publisher", 1, 200);
        var statuses = query.Enums<DevelopmentStatus>("status");
        var from = query.OptionalValue<EdtfValue>("occurredFrom", Edtf);
        var to = query.OptionalValue<EdtfValue>("occurredTo", Edtf);
        var match = query.OptionalEnum<WindowMatch>("match");
        var box = query.OptionalScalar<Box>("bbox", ReadBox);
        var text = query.OptionalText("q", 1, 500);
        var search = query.OptionalValue<SearchQuery>("q", ReadSearch);
        var include = query.Texts("include", 1, 20);
        var order = hasOrder ? query.OptionalEnum<ListOrder>("order") : null;
        foreach (var unknown in include.Where(value => value != "retracted"))
            query.Fail("include", $"can be 'retracted', not '{unknown}'");

        var parameters = new ListParameters
        {
            ActorTexts = actors,
            Order = order ?? ListOrder.Asc,
            Search = search,
            Filter = new TimelineFilter
            {
                Kinds = kinds,
                Tags = tags,
                Publishers = publishers,
                Statuses = statuses,
                Occurred = from is null && to is null ? null : new OccurredWindow(from, to),
                IsDefinite = match == WindowMatch.Definite,
                Box = box,
                IncludeRetracted = include.Count > 0,
            },
        };
        parameters.AddTo(parameters._canonical.Add("q", text), from, to, match, box, include.Count > 0, order);
        return parameters;
    }

    /// <summary>Adds the filters to a link.</summary>
    public CanonicalQuery AddTo(CanonicalQuery query)
    {
        foreach (var pair in Canonical.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            query.Add(Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        }
        return query;
    }

    private void AddTo(CanonicalQuery query, EdtfValue? from, EdtfValue? to, WindowMatch? match, Box? box, bool includesRetracted, ListOrder? order) => query
        .AddAll("actor", ActorTexts.Distinct())
        .AddAll("kind", Filter.Kinds.Distinct().Select(EntryJson.NameOf))
        .AddAll("tag", Filter.Tags.Distinct())
        .AddAll("publisher", Filter.Publishers.Distinct())
        .AddAll("status", Filter.Statuses.Distinct().Select(EntryJson.NameOf))
        .Add("occurredFrom", from?.Text)
        .Add("occurredTo", to?.Text)
        .Add("match", match is { } m ? EntryJson.NameOf(m) : null)
        .Add("bbox", box is { } b ? string.Create(CultureInfo.InvariantCulture, $"{b.West},{b.South},{b.East},{b.North}") : null)
        .Add("include", includesRetracted ? "retracted" : null)
        .Add("order", order is { } o ? EntryJson.NameOf(o) : null);

    private static string? Edtf(string text, out EdtfValue value) =>
        !EdtfValue.TryParse(text, out value!, out var problem) ? problem
        : value.IsWithinCalendar ? null
        : "must lie in the years 0001 to 9999";

    private static string? ReadSearch(string text, out SearchQuery value) => SearchQuery.TryParse(text, out value!, out var problem) ? null : problem;

    private static string? ReadBox(string text, out Box value)
    {
        value = default;
        var parts = text.Split(',');
        var numbers = new double[4];
        for (var i = 0; i < 4; i++)
        {
            if (parts.Length != 4 || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return "must be west,south,east,north in degrees, such as 22,44,40.5,52.4";
        }
        value = new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
        return Math.Abs(value.West) > 180 || Math.Abs(value.East) > 180 ? "has a longitude beyond ±180 degrees"
            : Math.Abs(value.South) > 90 || Math.Abs(value.North) > 90 ? "has a latitude beyond ±90 degrees"
            : value.South > value.North ? "has its south north of its north: the order is west,south,east,north"
            : null;
    }
}
