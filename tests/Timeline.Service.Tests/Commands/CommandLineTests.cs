using System.Globalization;
using System.Text.Json;
using Timeline.Service.Tests.Import;

namespace Timeline.Service.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_every_command_setting_and_exit_code()
    {
        var help = await TimelineProcess.RunAsync(null, "", "--help");

        help.ExitCode.ShouldBe(0);
        foreach (var word in new[] { "serve", "import <files>", "export", "--version", "--urls", "--Timeline:Seeds", "--ConnectionStrings:Timeline", "--EmbeddedPostgres:DataDirectory", "130", "Examples:" })
            help.Output.ShouldContain(word);
        var import = await TimelineProcess.RunAsync(null, "", "import", "--help");
        foreach (var word in new[] { "--rejects", "--replaces-original", "\"key\"", "archive", "| timeline import -" })
            import.Output.ShouldContain(word);
        (await TimelineProcess.RunAsync(null, "", "export", "--help")).Output.ShouldContain("--output");
    }

    [Theory]
    [InlineData("impotr file", "impotr")]
    [InlineData("import", "files")]
    [InlineData("import /nowhere/at-all.ndjson", "/nowhere/at-all.ndjson")]
    [InlineData("import --reject x", "--reject")]
    [InlineData("serve --seeds=false", "--seeds=false")]
    [InlineData("export --ConnectionStrings:Timeline=Hose=localhost", "ConnectionStrings:Timeline")]
    public async Task Wrong_usage_is_told_in_a_sentence(string arguments, string named)
    {
        var result = await TimelineProcess.RunAsync(null, "", arguments.Split(' '));

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(named);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_import_counts_keeps_what_it_rejects_and_may_run_again()
    {
        await using var log = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Write("lines.ndjson", $"{Lines.Actor}\n{Lines.Report("one")}\nnonsense\n{Lines.Correct("two", "Nowhere")}\n");
        var rejects = Path.Combine(folder.Path, "rejects.ndjson");

        var first = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", file, "--rejects", rejects);
        var again = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", file);

        first.ExitCode.ShouldBe(1);
        first.Output.ShouldContain(": 2 accepted, 0 duplicates, 2 rejected.");
        first.Error.ShouldContain($"{file}:3: ");
        var kept = File.ReadAllLines(rejects).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        kept.Select(line => line.GetProperty("line").GetInt64()).ShouldBe([3, 4]);
        kept[0].GetProperty("text").GetString().ShouldBe("nonsense");
        kept[1].GetProperty("problem").GetProperty("detail").GetString().ShouldBe("There is no development 'two'.");
        again.Output.ShouldContain(": 0 accepted, 2 duplicates, 2 rejected.");
        (await log.EventsAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task What_one_process_exports_the_next_imports()
    {
        await using var log = await ImportLog.CreateAsync();
        await using var copy = await ImportLog.CreateAsync();
        await using var restored = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        await log.ImportAsync(Lines.Actor, Lines.Report("one"), Lines.Report("zwei", ",\"tags\":[\"größer\"]"));
        var archive = Path.Combine(folder.Path, "log.archive");

        var export = await TimelineProcess.RunAsync(log.ConnectionString, "", "export");
        var import = await TimelineProcess.RunAsync(copy.ConnectionString, export.Output, "import", "-");
        var archived = await TimelineProcess.RunAsync(log.ConnectionString, "", "export", "--archive", "--output", archive);
        var restore = await TimelineProcess.RunAsync(restored.ConnectionString, await File.ReadAllTextAsync(archive), "import", "-", "--replaces-original");

        export.Output.ShouldBe(await log.ExportAsync());
        (import.ExitCode, import.Output).ShouldBe((0, import.Output));
        (await copy.ExportAsync()).ShouldBe(await log.ExportAsync());
        (archived.ExitCode, Directory.GetFiles(folder.Path)).ShouldBe((0, [archive]));
        restore.Output.ShouldContain("This is the log");
        (await restored.ArchiveAsync()).ShouldBe(await log.ArchiveAsync());
    }

    [Fact]
    public async Task A_killed_import_goes_on_where_it_was()
    {
        await using var log = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        string[] lines = [Lines.Actor, .. Enumerable.Range(0, 5_000).Select(i => Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}")))];
        var file = folder.Write("lines.ndjson", string.Join('\n', lines));
        await using (var killed = TimelineProcess.Start(log.ConnectionString, "import", file))
        {
            while (await log.EventsAsync() < 300)
                await Task.Delay(10);
            killed.Kill();
            (await killed.EndAsync()).ExitCode.ShouldNotBe(0);
        }

        var again = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", file);

        again.ExitCode.ShouldBe(0);
        again.Output.ShouldStartWith("5,001 lines in ");
        (await log.EventsAsync()).ShouldBe(lines.Length);
    }

    [Fact]
    public async Task An_interrupted_import_says_how_far_it_came()
    {
        await using var log = await ImportLog.CreateAsync();
        await using var process = TimelineProcess.Start(log.ConnectionString, "import", "-");
        await process.WriteAsync(Lines.Actor + "\n");
        while (await log.EventsAsync() < 1)
            await Task.Delay(20);

        var result = await process.StopAsync();

        result.ExitCode.ShouldBe(130);
        result.Error.ShouldContain("1 accepted, 0 duplicates, 0 rejected. Run it again");
    }
}

/// <summary>A folder that is deleted at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("timeline-commands-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
