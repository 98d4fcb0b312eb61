using System.Globalization;
using System.Text.Json;

namespace Timeline.Service.Tests.Samples;

/// <summary>A correction as the data have it.</summary>
/// <param name="Of">The day whose total it changes.</param>
/// <param name="On">The day on which the publisher told a total that contains it.</param>
/// <param name="Changes">By measure; none is zero.</param>
internal sealed record LossCorrection(DateOnly Of, DateOnly On, IReadOnlyDictionary<string, decimal> Changes);

/// <summary>The data themselves, read without the script that turns them into commands.</summary>
internal static class Losses
{
    private static readonly string[] Others = ["date", "day", "greatest losses direction", "personnel*", "POW"];

    /// <summary>Each day's totals by measure, as published on that day.</summary>
    public static IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<string, decimal>> Totals { get; } = Rows("russia_losses_equipment.json")
        .Concat(Rows("russia_losses_personnel.json"))
        .GroupBy(DayOf)
        .ToDictionary(rows => rows.Key, rows => (IReadOnlyDictionary<string, decimal>)rows.SelectMany(Numbers).ToDictionary());

    /// <summary>Each on the day of its own date and of the total before; but for the one that is dated by the total it changes (see SOURCE.md).</summary>
    public static IReadOnlyList<LossCorrection> Corrections { get; } = [.. Rows("russia_losses_equipment_correction.json").Select(row =>
    {
        var on = DayOf(row) == new DateOnly(2023, 5, 27) ? new DateOnly(2023, 5, 28) : DayOf(row);
        return new LossCorrection(on.AddDays(-1), on, Numbers(row).Where(number => number.Value != 0).ToDictionary());
    })];

    public static string IdOf(DateOnly day) => $"russian-losses-{Iso(day)}";

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Figures of an entry by measure: the number, or its lower bound.</summary>
    public static IReadOnlyDictionary<string, decimal> FiguresOf(JsonElement figures) => figures.EnumerateArray().ToDictionary(
        figure => figure.GetProperty("measure").GetString()!,
        figure => (figure.TryGetProperty("value", out var value) ? value : figure.GetProperty("min")).GetDecimal());

    private static JsonElement.ArrayEnumerator Rows(string file) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(SampleService.Folder, file))).EnumerateArray();

    private static DateOnly DayOf(JsonElement row) => DateOnly.ParseExact(row.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, decimal>> Numbers(JsonElement row) => row.EnumerateObject()
        .Where(member => !Others.Contains(member.Name))
        .Select(member => KeyValuePair.Create("losses-" + member.Name.ToLowerInvariant().Replace(' ', '-'), member.Value.GetDecimal()));
}
