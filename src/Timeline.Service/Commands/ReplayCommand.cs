using System.CommandLine;
using Spectre.Console;
using Timeline.Service.Hosting;
using Timeline.Service.Http;

namespace Timeline.Service.Commands;

/// <summary><c>timeline replay</c>: how knowledge changed between two points, in the terminal.</summary>
internal static class ReplayCommand
{
    private static readonly (string Name, string Description)[] Parameters =
    [
        ("from", "Begin after this knowledge time, a day or an instant; without it before everything."),
        ("to", "End with this knowledge time; without it with the newest."),
        ("speed", "Days of known time a second; as fast as it goes without it, or with 0."),
    ];

    private static readonly (string Name, string Description)[] Filters =
    [
        ("actor", "As subject or participant, by id or alias."),
        ("kind", "deployment, treaty, statement, meeting, transfer, engagement, casualties, sanction, assessment or other."),
        ("tag", "With this tag."),
        ("publisher", "Told by this publisher."),
        ("status", "reported, corroborated, disputed or retracted."),
        ("q", "Full text: words, \"phrases\", prefix*, OR, -not."),
    ];

    public static Command Create(string[] settings)
    {
        var single = Parameters.Select(parameter => new Option<string?>($"--{parameter.Name}") { Description = parameter.Description }).ToList();
        var repeated = Filters.Select(filter => new Option<string[]>($"--{filter.Name}") { Description = filter.Description }).ToList();
        var command = new Command("replay", "Show in the terminal how knowledge changed, day by day.");
        foreach (var option in single.Concat<Option>(repeated))
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var query = new CanonicalQuery();
            foreach (var option in single)
                query.Add(option.Name[2..], parsed.GetValue(option));
            foreach (var option in repeated)
                query.AddAll(option.Name[2..], parsed.GetValue(option) ?? []);
            return RunAsync(query.ToString(), settings, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string query, string[] settings, CancellationToken cancellation)
    {
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        return await ReplayTerminal.RunAsync(database.DataSource, query, AnsiConsole.Console, cancellation);
    }
}
