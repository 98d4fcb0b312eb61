using System.CommandLine;
using Timeline.Benchmarks;
using Timeline.Benchmarks.Appending;
using Timeline.Benchmarks.Importing;
using Timeline.Benchmarks.Generating;
using Timeline.Benchmarks.Measuring;
using Timeline.Benchmarks.Plans;
using Timeline.Benchmarks.Reading;
using Timeline.Benchmarks.Rebuilding;

Scenario[] scenarios =
[
    .. AppendScenarios.All, .. BatchScenario.All, ImportScenario.Import, .. CorrectionScenario.All, .. PageScenarios.All, .. LatencyScenarios.All, .. ActorStateScenarios.All, .. StreamScenario.All,
    .. LiveDelayScenario.All,
    .. RebuildScenarios.All,
];

var rounds = new Option<int>("--rounds") { Description = "Pairs of measurements, ours and the floor's in turn.", DefaultValueFactory = _ => 5 };
var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 4 };
var events = new Option<long>("--events") { Description = "Events in the generated history, for scenarios that read or import one.", DefaultValueFactory = _ => 100_000 };
var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };

var root = new RootCommand("Measures Timeline against the least that plain Npgsql and plain Kestrel can do, in the same run.");
foreach (var scenario in scenarios)
    root.Subcommands.Add(CommandOf(scenario.Name, scenario.Description, [scenario]));
root.Subcommands.Add(CommandOf("all", "Every scenario, one after the other", scenarios));
var plans = new Command("plans", "Print the plans of the pages' statements, to be compared with those that are kept in Plans") { events };
plans.SetAction(async (parsed, _) =>
{
    await using var server = await BenchmarkServer.StartAsync();
    await PagePlans.PrintAsync(server, Regime.Live, parsed.GetValue(events));
    return 0;
});
root.Subcommands.Add(plans);
return await root.Parse(args).InvokeAsync();

Command CommandOf(string name, string description, Scenario[] chosen)
{
    var command = new Command(name, description) { rounds, seconds, events, json };
    command.SetAction(async (parsed, _) =>
    {
        var options = new ScenarioOptions(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(events));
        await using var server = await BenchmarkServer.StartAsync();
        var figures = new List<Figure>();
        foreach (var scenario in chosen)
        {
            Console.Error.WriteLine(scenario.Description);
            figures.AddRange(await scenario.RunAsync(server, options));
        }
        if (parsed.GetValue(json))
            Report.PrintJson(figures);
        else
            Report.Print(figures);
        return 0;
    });
    return command;
}
