using Timeline.Benchmarks.Measuring;

namespace Timeline.Benchmarks.Importing;

/// <summary>A large file into log and views, against the rows of its events alone.</summary>
internal static class ImportScenario
{
    public static Scenario Import { get; } = new("import", "Import a file of commands, log and views", async (server, options) =>
    {
        using var file = GeneratedFile.Create(options.Events);
        var ours = new Imports(server, file.Path);
        var floor = new BareCopy(server);
        await ours.RunAsync(floor.TakeRowsAsync);
        var rounds = await Interleaved.RunAsync(options.Rounds, () => ours.RunAsync(), floor.RunAsync);
        return [new Figure($"import of {options.Events:N0} lines", "events/s", "binary COPY of the bare events", "≥ 0.25", rounds)];
    });
}
