using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Timeline.Benchmarks.Measuring;

/// <summary>Prints figures as a table in Markdown, or as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(IReadOnlyList<Figure> figures)
    {
        Console.WriteLine("| scenario | ours | floor | ratio (lowest–highest) | target |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | {Number(figure.Ours)} {figure.Unit} | {Number(figure.FloorFigure)} ({figure.Floor}) | **{figure.Ratio:N2}** ({figure.LowestRatio:N2}–{figure.HighestRatio:N2}) | {figure.Target ?? "–"} |"));
        }
    }

    public static void PrintJson(IReadOnlyList<Figure> figures) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            Machine = new { Cores = Environment.ProcessorCount, OS = RuntimeInformation.OSDescription, Framework = RuntimeInformation.FrameworkDescription },
            Figures = figures,
        },
        Indented));

    private static string Number(double value) => value.ToString(value < 10 ? "N2" : "N0", CultureInfo.InvariantCulture);
}
