using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Timeline.Domain.Knowledge;
using Timeline.Service.Rebuilding;

namespace Timeline.Service.Commands;

/// <summary>What came of an operation, for people; in colour where standard output has any.</summary>
internal static class OperationReport
{
    /// <summary>How many differences are printed.</summary>
    public const int MostShown = 50;

    private static readonly Style Faint = new(decoration: Decoration.Dim);

    /// <returns>The process's exit code.</returns>
    public static int Print(Operation operation, IReadOnlyList<RowDifference> differences)
    {
        var console = Console();
        var progress = operation.Progress;
        Line(console, $"{Headline(operation)} {Work(operation)}");
        if (progress.Unreadable > 0)
            Line(console, $"{Of(progress.Unreadable, "event")} cannot be read and {(progress.Unreadable == 1 ? "is" : "are")} set aside: see timeline.unreadable_events.");
        if (progress.HasDifferences)
        {
            Line(console, $"The live view was not what the log gives: {Terminal.Count(progress.Missing)} missing, {Terminal.Count(progress.Surplus)} surplus, {Terminal.Count(progress.Different)} different.");
            foreach (var difference in differences.Take(MostShown))
                Print(console, difference);
            if (differences.Count > MostShown)
                Line(console, $"  and {Of(progress.Missing + progress.Surplus + progress.Different - MostShown, "more row")}: see GET {operation.Location}/differences", Faint);
        }
        if (operation.Fault is { } fault)
            Line(console, fault);
        else if (operation.State == OperationState.Differs)
            Line(console, Advice(operation), Faint);
        return operation.State switch
        {
            OperationState.Succeeded => ExitCodes.Done,
            OperationState.Differs => ExitCodes.Rejected,
            OperationState.Cancelled => ExitCodes.Interrupted,
            _ => ExitCodes.Unavailable,
        };
    }

    /// <summary>A phase in words.</summary>
    public static string Words(OperationPhase phase) => phase == OperationPhase.CatchingUp ? "catching up" : EntryJson.NameOf(phase);

    private static string Headline(Operation operation) => (operation.Kind, operation.State) switch
    {
        (_, OperationState.Cancelled) => "Cancelled.",
        (_, OperationState.Failed) => "Failed.",
        (OperationKind.Rebuild, OperationState.Succeeded) when operation.Options.Selection.IsEverything =>
            $"Rebuilt {Names(operation)} as version {operation.Version}; {(operation.Projection == Projections.All ? "they serve" : "it serves")} since position {Terminal.Count(operation.Progress.Position)}.",
        (OperationKind.Rebuild, OperationState.Differs) => $"{Capital(Names(operation))} {(operation.Projection == Projections.All ? "were" : "was")} not switched.",
        (_, OperationState.Succeeded) when operation.Progress.Repaired > 0 => $"Repaired {Of(operation.Progress.Repaired, "row")} of {Names(operation)}.",
        (_, OperationState.Succeeded) => $"{Capital(Names(operation))} {(operation.Projection == Projections.All ? "are" : "is")} what the log gives, row by row.",
        _ => $"{Capital(Names(operation))} {(operation.Projection == Projections.All ? "differ" : "differs")} from what the log gives.",
    };

    private static string Work(Operation operation)
    {
        var time = (operation.EndedAt - operation.StartedAt) ?? TimeSpan.Zero;
        var rate = operation.Progress.Events / Math.Max(time.TotalSeconds, 0.001);
        return $"{Of(operation.Progress.Events, "event")} in {Terminal.Duration(time)} ({Terminal.Count((long)rate)}/s), {Of(operation.Progress.Folds, "fold")}, {Of(operation.Progress.Rows, "row")}.";
    }

    private static string Advice(Operation operation) => (operation.Kind, operation.Options.Selection.IsEverything) switch
    {
        (OperationKind.Rebuild, true) => "If the log is right and the view was not: 'timeline rebuild --accept difference'. If not, ask what has changed in the projector.",
        (OperationKind.Rebuild, false) => "The same with --accept difference writes these rows anew.",
        _ => "The same with --repair writes these rows anew.",
    };

    private static void Print(IAnsiConsole console, RowDifference difference)
    {
        var colour = difference.Kind switch { "missing" => Color.Red, "surplus" => Color.Yellow, _ => Color.Blue };
        console.Write(new Text($"  {difference.Kind,-9} ", new Style(colour)));
        console.Write(new Text(ReplayText.OneLine(difference.Subject), new Style(decoration: Decoration.Bold)));
        Line(console, $" in {difference.Table}{(difference.Columns.Count > 0 ? $": {string.Join(", ", difference.Columns)}" : "")}");
        Line(console, $"            {Key(difference)}{Events(difference)}", Faint);
    }

    private static string Key(RowDifference difference) => ReplayText.OneLine(string.Join(
        ", ", JsonElement.Parse(difference.Key).EnumerateObject().Where(member => $"{member.Value}" != difference.Subject).Select(member => $"{member.Name.Replace('_', ' ')} {Short(member.Value)}")));

    /// <summary>A time as we write it everywhere, not as PostgreSQL does.</summary>
    private static string Short(JsonElement value) => $"{value}".Replace("+00:00", "Z", StringComparison.Ordinal);

    private static string Events(RowDifference difference) => difference.Positions.Count switch
    {
        0 => "; of no event",
        1 => $"; event {difference.Positions[0]}",
        _ => $"; events {string.Join(", ", difference.Positions)}",
    };

    private static string Names(Operation operation) => operation.Projection == Projections.All ? "timeline and actors" : operation.Projection;

    private static string Of(long number, string thing) => $"{Terminal.Count(number)} {thing}{(number == 1 ? "" : "s")}";

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];

    private static IAnsiConsole Console()
    {
        var isPlain = System.Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = int.MaxValue / 2;
        return console;
    }

    private static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(text, style ?? Style.Plain));
        console.WriteLine();
    }
}
