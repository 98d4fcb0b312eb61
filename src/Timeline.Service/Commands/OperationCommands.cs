using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Service.Features;
using Timeline.Service.Hosting;
using Timeline.Service.Http;
using Timeline.Service.Rebuilding;
using Timeline.Service.Views;

namespace Timeline.Service.Commands;

/// <summary><c>timeline rebuild</c> and <c>timeline verify</c>: operations on the views, carried out by this process beside whatever serves.</summary>
internal static class OperationCommands
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private static readonly (string Name, string Description)[] Shared =
    [
        ("actor", "Only this actor (id or alias) and its developments."),
        ("development", "Only this development."),
        ("from", "Only what has an event from this position on."),
        ("to", "Only what has an event up to this position."),
    ];

    public static Command CreateRebuild(string[] settings) => Create(
        "rebuild", "Build the views anew from the log, beside those that serve, and switch to them.", OperationKind.Rebuild, settings,
        [("accept", "'difference': switch though the result differs from the live view; of a part, write the rows that differ anew."), ("version", "The view version to build, such as an earlier one to go back to.")],
        repair: null);

    public static Command CreateVerify(string[] settings) => Create(
        "verify", "Compare the views with what the log gives, and tell every row that differs.", OperationKind.Verify, settings,
        [], new Option<bool>("--repair") { Description = "Write the rows that differ anew, in place." });

    private static Command Create(string name, string description, OperationKind kind, string[] settings, (string Name, string Description)[] own, Option<bool>? repair)
    {
        var projection = new Argument<string>("projection") { Description = "timeline, actors, or all, the default.", DefaultValueFactory = _ => Projections.All };
        var options = Shared.Concat(own).Select(parameter => (parameter.Name, Option: new Option<string?>($"--{parameter.Name}") { Description = parameter.Description })).ToList();
        var command = new Command(name, description) { projection };
        foreach (var (_, option) in options)
            command.Add(option);
        if (repair is not null)
            command.Add(repair);
        command.SetAction((parsed, cancellation) =>
        {
            var query = new CanonicalQuery();
            foreach (var (parameter, option) in options)
                query.Add(parameter, parsed.GetValue(option));
            if (repair is not null && parsed.GetValue(repair))
                query.Add("repair", "true");
            return RunAsync(kind, parsed.GetValue(projection)!, query.ToString(), settings, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(OperationKind kind, string projection, string query, string[] settings, CancellationToken cancellation)
    {
        if (!Projections.IsName(projection))
            throw new CommandException($"There is no projection '{projection}': it is timeline, actors or all.");
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        var sets = new ViewSets(database.DataSource);
        var live = await sets.CurrentAsync(cancellation);
        var reader = new QueryReader(query);
        // A binary that does not know the live version can only build its own; that is how one goes back.
        var parameters = OperationParameters.Read(reader, kind, projection, live.Number, sets.Versions);
        if (reader.Finish() is { } bad)
            throw new CommandException(bad.Detail);
        var version = parameters.Version ?? (kind == OperationKind.Rebuild && live.Version is null ? sets.Versions.Newest.Number : null);
        if (version is { } other && other != live.Number && projection != Projections.All)
            throw new CommandException($"The live views are of version {live.Number}; building version {other} takes all of them: 'timeline rebuild all'.");
        var selection = parameters.Selection;
        if (selection.Actor is { } text && live.Version is not null)
        {
            var found = await new TimelineView(new ViewSource(database.DataSource, sets)).FindActorsAsync([text], long.MaxValue - 1, cancellation);
            selection = selection with { Actor = found.GetValueOrDefault(text, Actor.KeyOf(text)) };
        }
        var request = new OperationRequest(kind, projection, new OperationOptions(selection, parameters.Accept, parameters.Repair), "command line", version);
        return await RunAsync(database.DataSource, sets, request, cancellation);
    }

    private static async Task<int> RunAsync(NpgsqlDataSource dataSource, ViewSets sets, OperationRequest request, CancellationToken cancellation)
    {
        var operations = new Operations(dataSource);
        while (true)
        {
            var (operation, isNew) = await operations.StartAsync(request, cancellation);
            var ended = await FollowAsync(dataSource, sets, operations, operation, isNew, cancellation);
            if (!isNew)
                continue;
            return OperationReport.Print(ended, await operations.DifferencesAsync(ended.Id, 0, OperationReport.MostShown + 1, cancellation));
        }
    }

    /// <summary>Works on an operation, or watches who does.</summary>
    private static async Task<Operation> FollowAsync(NpgsqlDataSource dataSource, ViewSets sets, Operations operations, Operation operation, bool isNew, CancellationToken cancellation)
    {
        var what = operation.Kind == OperationKind.Rebuild ? "Rebuilding" : "Verifying";
        return await Terminal.WithProgressAsync(what, "events", 1000, async meter =>
        {
            var work = new OperationRunner(dataSource, sets, NullLogger.Instance).RunAsync(operation.Id, Pace.Unhindered, isAbandoned: true, cancellation);
            if (!isNew)
            {
                await Task.WhenAny(work, Task.Delay(LookEvery, cancellation));
                if (work.IsCompletedSuccessfully && !await work && (await operations.FindAsync(operation.Id, cancellation))?.State == OperationState.Running)
                    throw new CommandException($"A {(operation.Kind == OperationKind.Rebuild ? "rebuild" : "verification")} of {operation.Projection} runs already, asked for by {operation.RequestedBy}: see {operation.Location}.");
                Terminal.Note($"Going on with operation {operation.Id}, which was interrupted.");
            }
            while (true)
            {
                var seen = await operations.FindAsync(operation.Id, CancellationToken.None) ?? operation;
                var estimate = Estimate.Of(seen);
                (meter.Done, meter.Items, meter.Left) = ((long)(estimate.Fraction * 1000), seen.Progress.Events, estimate.Remaining);
                meter.Label = $"{what}: {OperationReport.Words(seen.Progress.Phase)}";
                if (seen.State != OperationState.Running)
                {
                    await work;
                    return seen;
                }
                if (work.IsFaulted || work.IsCanceled)
                    await work;
                await Task.Delay(LookEvery, CancellationToken.None);
            }
        });
    }
}
