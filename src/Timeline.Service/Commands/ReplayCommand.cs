using System.CommandLine;
using Spectre.Console;
using Timeline.Service.Hosting;
using Timeline.Service.Http;

namespace Timeline.Service.Commands;

/// <summary><c>timeline replay</c>: how knowledge changed, day by day.</summary>
internal static class ReplayCommand
{
    /// <summary>The parameters of <c>GET /api/timeline/replay</c>; <c>occurredFrom</c> is the option <c>--occurred-from</c>.</summary>
    private static readonly (string Name, string Description)[] Parameters =
    [
        ("from", "Begin after this day or instant of known time; before the first without it."),
        ("to", "Up to this day or instant of known time; the newest without it."),
        ("speed", "Days of known time a second, such as 2 or 0.5; 0, the default, for as fast as it goes."),
        ("basis", "By the log up to this position; the newest without it."),
        ("recordedAt", "By the log up to this day or instant."),
        ("actor", "Only of this actor (id or alias)."),
        ("kind", "Only deployment, treaty, statement, meeting, transfer, engagement, casualties, sanction, assessment or other."),
        ("tag", "Only with this tag."),
        ("publisher", "Only with a source of this publisher."),
        ("status", "Only reported, corroborated, disputed or retracted."),
        ("occurredFrom", "Only what happened from this date on (EDTF)."),
        ("occurredTo", "Only what happened up to this date (EDTF)."),
        ("match", "possible or definite: whether some or every reading of a date must lie there."),
        ("bbox", "Only in this box: west,south,east,north."),
        ("q", "Full text: words, \"phrases\", prefix*, OR, -not."),
        ("include", "retracted: show what is retracted too."),
    ];

    public static Command Create(string[] settings)
    {
        var command = new Command("replay", "Show how knowledge changed, day by day.");
        var options = Parameters.Select(parameter => (parameter.Name, Option: new Option<string[]>(OptionOf(parameter.Name)) { Description = parameter.Description })).ToList();
        foreach (var (_, option) in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var query = new CanonicalQuery();
            foreach (var (name, option) in options)
                query.AddAll(name, parsed.GetValue(option) ?? []);
            return RunAsync(query.ToString(), settings, cancellation);
        });
        return command;
    }

    private static string OptionOf(string parameter) =>
        "--" + string.Concat(parameter.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static async Task<int> RunAsync(string query, string[] settings, CancellationToken cancellation)
    {
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        var isPlain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        await ReplayTerminal.RunAsync(database.DataSource, query, console, cancellation);
        return ExitCodes.Done;
    }
}
