using System.Text.Json;
using Timeline.Domain.Time;

namespace Timeline.Service.Views;

/// <summary>A figure as it stands in an entry.</summary>
internal readonly record struct Claim(Instant At, string Development, JsonElement Figure);

/// <summary>The claims about one measure by one claimant: the latest of them, how many, and how far they spread. Never averaged.</summary>
internal sealed class ClaimGroup(string measure, string unit, string attribution)
{
    /// <summary>How many claims are told with the state; a link leads to all.</summary>
    public const int Shown = 20;

    private static readonly Comparer<Claim> NewestFirst =
        Comparer<Claim>.Create((a, b) => (b.At, a.Development, a.Figure.GetRawText()).CompareTo((a.At, b.Development, b.Figure.GetRawText())));

    private readonly List<Claim> _latest = [];

    public string Measure => measure;
    public string Unit => unit;
    public string Attribution => attribution;
    public long Count { get; set; }
    public decimal? Min { get; set; }
    public decimal? Max { get; set; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Claim> Latest
    {
        get
        {
            Trim();
            return _latest;
        }
    }

    /// <summary>Counts a claim. Of equal numbers the one that was counted first is told: 1.0 is written another way than 1.</summary>
    public void Add(string development, JsonElement figure)
    {
        Count++;
        Min = Least(Min, Number(figure, "value") ?? Number(figure, "min") ?? Number(figure, "max"));
        Max = Greatest(Max, Number(figure, "value") ?? Number(figure, "max") ?? Number(figure, "min"));
        Tell(development, figure);
    }

    /// <summary>Shows a claim, if it is one of the latest, and counts nothing.</summary>
    public void Tell(string development, JsonElement figure)
    {
        _latest.Add(new Claim(MeasureView.Reported(figure), development, figure.Clone()));
        // Sorting now and then keeps memory bounded by what is shown.
        if (_latest.Count >= 4 * Shown)
            Trim();
    }

    private void Trim()
    {
        _latest.Sort(NewestFirst);
        if (_latest.Count > Shown)
            _latest.RemoveRange(Shown, _latest.Count - Shown);
    }

    private static decimal? Number(JsonElement figure, string name) => figure.TryGetProperty(name, out var number) ? number.GetDecimal() : null;

    private static decimal? Least(decimal? a, decimal? b) => a is null || b < a ? b : a;

    private static decimal? Greatest(decimal? a, decimal? b) => a is null || b > a ? b : a;
}
