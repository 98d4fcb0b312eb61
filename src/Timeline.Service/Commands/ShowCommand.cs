using System.CommandLine;
using Spectre.Console;
using Timeline.Service.Commands.Show;
using Timeline.Service.Hosting;
using Timeline.Service.Http;

namespace Timeline.Service.Commands;

/// <summary><c>timeline show</c>: the timeline, one development or a difference, to read in a terminal.</summary>
internal static class ShowCommand
{
    private const int Columns = 80;
    private const int FewestColumns = 40;

    private static readonly (string Name, string Description)[] Parameters =
    [
        ("knownAt", "As known at this day (its end, UTC) or instant; the newest without it."),
        ("basis", "By the log up to this position; the newest without it."),
        ("recordedAt", "By the log up to this day or instant."),
        .. QueryOptions.Filters,
        ("order", "asc or desc: by when it occurred (differences: by id)."),
        ("limit", "The most developments to show, up to 1000; 50 without it."),
    ];

    public static Command Create(string[] settings)
    {
        var command = new Command("show", "Show the timeline, one development with its history, or what changed between two days.");
        var development = new Argument<string?>("development") { Arity = ArgumentArity.ZeroOrOne, Description = "The id of one development; all that the options let through without it." };
        var diff = new Option<string?>("--diff") { Description = "Show what was learned, revised and withdrawn between two days or instants, such as 2024-10-25..2024-11-20." };
        command.Add(development);
        command.Add(diff);
        var queryOf = QueryOptions.AddTo(command, Parameters);
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(development), parsed.GetValue(diff), queryOf(parsed), settings, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? development, string? diff, IReadOnlyList<(string Name, string Value)> options, string[] settings, CancellationToken cancellation)
    {
        var query = diff is null ? QueryOf(options) : DiffOf(development, diff, options);
        if (development is not null && options.FirstOrDefault(option => option.Name is not ("knownAt" or "basis" or "recordedAt")) is { Name: not null } other)
            throw new CommandException($"{QueryOptions.OptionOf(other.Name)} chooses among developments, and '{ReplayText.OneLine(development)}' is one: give either.");
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        var console = ColourConsole.Create();
        var sheet = new Sheet(console.Profile.Out.IsTerminal ? Math.Clamp(console.Profile.Width, FewestColumns, Columns) : Columns);
        var terminal = await ShowTerminal.OpenAsync(database.DataSource, sheet, cancellation);
        if (diff is not null)
            await terminal.DiffAsync(query, cancellation);
        else if (development is not null)
            await terminal.OneAsync(development, query, cancellation);
        else
            await terminal.ListAsync(query, cancellation);
        Print(sheet, console);
        return ExitCodes.Done;
    }

    /// <summary>Writes lines as they are: they are wrapped already, and an address must stay whole.</summary>
    internal static void Print(Sheet sheet, IAnsiConsole console)
    {
        console.Profile.Width = int.MaxValue / 2;
        foreach (var line in sheet.Lines)
        {
            foreach (var piece in line)
                console.Write(new Text(piece.Text, piece.Style));
            console.WriteLine();
        }
    }

    private static string DiffOf(string? development, string diff, IReadOnlyList<(string Name, string Value)> options)
    {
        if (development is not null)
            throw new CommandException("--diff compares whole timelines: leave the development out. 'timeline show <development>' tells its history.");
        if (diff.Split("..") is not [{ Length: > 0 } from, { Length: > 0 } to])
            throw new CommandException($"--diff: must be two days or instants with .. between, such as 2024-10-25..2024-11-20, not '{ReplayText.OneLine(diff)}'.");
        if (options.FirstOrDefault(option => option.Name is "knownAt" or "recordedAt") is { Name: not null } other)
            throw new CommandException($"{QueryOptions.OptionOf(other.Name)} does not go with --diff, which names both its times; --basis does.");
        return QueryOf([
            ("from", from),
            ("to", to),
            .. options.Where(option => option.Name != "basis"),
            .. options.Where(option => option.Name == "basis").SelectMany(option => new[] { ("fromBasis", option.Value), ("toBasis", option.Value) }),
        ]);
    }

    private static string QueryOf(IReadOnlyList<(string Name, string Value)> parameters)
    {
        var query = new CanonicalQuery();
        foreach (var (name, value) in parameters)
            query.Add(name, value);
        return query.ToString();
    }
}
