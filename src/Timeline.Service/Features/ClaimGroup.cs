using System.Text.Json;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>The claims about one measure by one claimant: the latest of them, how many, and how far they spread. Never averaged.</summary>
internal sealed class ClaimGroup(string measure, string unit, string attribution)
{
    /// <summary>How many claims are told with the state; a link leads to all.</summary>
    private const int Latest = 20;

    private static readonly Comparer<(Instant At, string Development, JsonElement Figure)> NewestFirst =
        Comparer<(Instant At, string Development, JsonElement Figure)>.Create((a, b) =>
            (b.At, a.Development, a.Figure.GetRawText()).CompareTo((a.At, b.Development, b.Figure.GetRawText())));

    private readonly List<(Instant At, string Development, JsonElement Figure)> _claims = [];
    private long _count;
    private decimal? _min;
    private decimal? _max;

    public string Measure => measure;
    public string Unit => unit;
    public string Attribution => attribution;

    public void Add(string development, JsonElement figure)
    {
        _count++;
        _min = Least(_min, Number(figure, "value") ?? Number(figure, "min") ?? Number(figure, "max"));
        _max = Greatest(_max, Number(figure, "value") ?? Number(figure, "max") ?? Number(figure, "min"));
        _claims.Add((MeasureView.Reported(figure), development, figure.Clone()));
        // Sorting now and then keeps memory bounded by what is shown.
        if (_claims.Count >= 4 * Latest)
            Trim();
    }

    public void WriteTo(Utf8JsonWriter json, string actor, Pin pin)
    {
        Trim();
        json.WriteStartObject();
        json.WriteString("measure", measure);
        json.WriteString("unit", unit);
        json.WriteString("attribution", attribution);
        json.WriteNumber("count", _count);
        if (_min is { } min)
            json.WriteNumber("min", min);
        if (_max is { } max)
            json.WriteNumber("max", max);
        json.WriteStartArray("latest");
        foreach (var (_, development, figure) in _claims)
            MeasureJson.WriteClaim(json, development, figure, supersededAt: null, withMeasure: false);
        json.WriteEndArray();
        json.WriteString("all", pin.AddTo(new CanonicalQuery()).Add("actor", actor).Add("attribution", attribution).After($"/api/measures/{Uri.EscapeDataString(measure)}"));
        json.WriteEndObject();
    }

    private void Trim()
    {
        _claims.Sort(NewestFirst);
        if (_claims.Count > Latest)
            _claims.RemoveRange(Latest, _claims.Count - Latest);
    }

    private static decimal? Number(JsonElement figure, string name) => figure.TryGetProperty(name, out var number) ? number.GetDecimal() : null;

    private static decimal? Least(decimal? a, decimal? b) => a is null || b < a ? b : a;

    private static decimal? Greatest(decimal? a, decimal? b) => a is null || b > a ? b : a;
}
