using System.CommandLine;
using Timeline.Service.Hosting;
using Timeline.Service.Http;

namespace Timeline.Service.Commands;

/// <summary><c>timeline replay</c>: how knowledge changed, day by day.</summary>
internal static class ReplayCommand
{
    /// <summary>The parameters of <c>GET /api/timeline/replay</c>.</summary>
    private static readonly (string Name, string Description)[] Parameters =
    [
        ("from", "Begin after this day or instant of known time; before the first without it."),
        ("to", "Up to this day or instant of known time; the newest without it."),
        ("speed", "Days of known time a second, such as 2 or 0.5; 0, the default, for as fast as it goes."),
        ("basis", "By the log up to this position; the newest without it."),
        ("recordedAt", "By the log up to this day or instant."),
        .. QueryOptions.Filters,
    ];

    public static Command Create(string[] settings)
    {
        var command = new Command("replay", "Show how knowledge changed, day by day.");
        var queryOf = QueryOptions.AddTo(command, Parameters);
        command.SetAction((parsed, cancellation) =>
        {
            var query = new CanonicalQuery();
            foreach (var (name, value) in queryOf(parsed))
                query.Add(name, value);
            return RunAsync(query.ToString(), settings, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string query, string[] settings, CancellationToken cancellation)
    {
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        await ReplayTerminal.RunAsync(database.DataSource, query, ColourConsole.Create(), cancellation);
        return ExitCodes.Done;
    }
}
