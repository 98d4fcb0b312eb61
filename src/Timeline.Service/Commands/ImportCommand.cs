using System.CommandLine;
using System.Diagnostics;
using Timeline.Service.Hosting;
using Timeline.Service.Import;
using Timeline.Service.Import.Archives;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Commands;

/// <summary><c>timeline import</c>: commands from files or standard input, or an archive into an empty database.</summary>
internal static class ImportCommand
{
    /// <summary>As whom lines are recorded that are imported here.</summary>
    private const string Principal = "import";

    public static Command Create(string[] settings)
    {
        var files = new Argument<string[]>("files") { Description = "Files in the order given, - for standard input; or one archive.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.Where(token => token.Value.Length > 1 && token.Value[0] == '-'))
                result.AddError($"There is no option {unknown.Value}.");
        });
        var rejects = new Option<string?>("--rejects") { Description = "Write the rejected lines there, as NDJSON: {file, line, problem, text}.", HelpName = "file" };
        var replaces = new Option<bool>("--replaces-original") { Description = "For an archive: the original is gone, this is the same log; its permalinks hold." };
        var format = new Option<string>("--format") { Description = "What the files hold.", DefaultValueFactory = _ => "ndjson" };
        format.AcceptOnlyFromAmong(ImportFormat.Names);
        var mapping = new Option<string?>("--mapping") { Description = "For csv: a JSON file that says what the columns mean.", HelpName = "file" };
        var command = new Command("import", "Import commands, a JSON object a line, or the rows of a table; or restore an archive.") { files, format, mapping, rejects, replaces };
        command.SetAction(async (parsed, cancellation) => await RunAsync(
            parsed.GetValue(files)!,
            await ImportFormat.OfAsync(parsed.GetValue(format)!, parsed.GetValue(mapping), cancellation),
            parsed.GetValue(rejects),
            parsed.GetValue(replaces),
            settings,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, ImportFormat format, string? rejects, bool replacesOriginal, string[] settings, CancellationToken cancellation)
    {
        var inputs = new List<ImportInput>();
        try
        {
            foreach (var name in names)
                inputs.Add(await ImportInput.OpenAsync(name, format.IsTable, cancellation));
            if (inputs.Any(input => input.IsArchive) && inputs.Count > 1)
                throw new CommandException("An archive is restored alone: name no other file with it.");
            if (replacesOriginal && !inputs[0].IsArchive)
                throw new CommandException("--replaces-original goes with an archive only.");
            if (rejects is not null && names.Any(name => Path.GetFullPath(name) == Path.GetFullPath(rejects)))
                throw new CommandException("--rejects names a file that is imported: it would be overwritten.");

            var configuration = TimelineHost.CreateBuilder(settings).Configuration;
            if (inputs[0].IsArchive)
                return await RestoreAsync(inputs[0], replacesOriginal, configuration, cancellation);
            await using var database = await OpenDatabase.Async(configuration, share: true, cancellation);
            using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            using var writer = new BatchWriter(database.DataSource, loggers);
            var importer = new Importer(database.DataSource, await LogIdentity.ReadAsync(database.DataSource, cancellation), writer);
            await using var rejected = new RejectedLines(rejects);
            return await ImportAsync(importer, format, inputs, rejected, cancellation);
        }
        finally
        {
            foreach (var input in inputs)
                await input.DisposeAsync();
        }
    }

    private static async Task<int> ImportAsync(Importer importer, ImportFormat format, IReadOnlyList<ImportInput> inputs, RejectedLines rejected, CancellationToken cancellation)
    {
        var total = inputs.All(input => input.Length is not null) ? inputs.Sum(input => input.Length) : null;
        var tally = new ImportTally();
        var time = Stopwatch.StartNew();
        try
        {
            await Terminal.WithProgressAsync("Importing", format.Unit, total, async meter =>
            {
                var before = 0L;
                foreach (var input in inputs)
                {
                    var source = format.Read(input);
                    await foreach (var outcomes in importer.RunAsync(source, new Origin(Principal), cancellation))
                    {
                        tally.Add(outcomes);
                        await rejected.AddAsync(input.Name, outcomes);
                        (meter.Done, meter.Items) = (before + source.Bytes, tally.Lines);
                    }
                    before += source.Bytes;
                }
                return tally;
            });
        }
        catch (Exception ended) when (ended is ImportInterruptedException || (ended is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            await Console.Error.WriteLineAsync(ended is ImportInterruptedException ? ended.Message : "Interrupted.");
            await Console.Error.WriteLineAsync($"Until then: {Summary(tally, format, time.Elapsed)} Run it again: what was taken is then a duplicate.");
            return ended is ImportInterruptedException ? ExitCodes.Unavailable : ExitCodes.Interrupted;
        }
        await rejected.TellAsync(tally.Rejected);
        Console.WriteLine(Summary(tally, format, time.Elapsed));
        return tally.Rejected == 0 ? ExitCodes.Done : ExitCodes.Rejected;
    }

    private static string Summary(ImportTally tally, ImportFormat format, TimeSpan time) =>
        $"{Terminal.Count(tally.Lines)} {format.Unit} in {Terminal.Duration(time)}: {Terminal.Count(tally.Accepted)} accepted, {Terminal.Count(tally.Duplicates)} duplicates, {Terminal.Count(tally.Rejected)} rejected.";

    private static async Task<int> RestoreAsync(ImportInput input, bool replacesOriginal, IConfiguration configuration, CancellationToken cancellation)
    {
        await using var stream = await input.AsFileAsync(cancellation);
        var archive = await Terminal.WithProgressAsync("Checking the archive", "bytes", stream.Length, meter =>
            Archive.CheckAsync(stream, bytes => meter.Done = meter.Items = bytes, cancellation));
        stream.Position = 0;

        await using var database = await OpenDatabase.Async(configuration, share: true, cancellation);
        var isServed = database.Embedded is null && string.IsNullOrWhiteSpace(configuration.GetConnectionString("Timeline"));
        if (isServed && replacesOriginal)
            throw new CommandException("The service runs on this data and knows its log by the present id: stop it first.");
        await Terminal.WithProgressAsync("Restoring", "bytes", stream.Length, async meter =>
        {
            await new ArchiveRestore(database.DataSource).RestoreAsync(stream, archive, replacesOriginal, bytes => meter.Done = meter.Items = bytes, cancellation);
            return true;
        });
        var log = await LogIdentity.ReadAsync(database.DataSource, cancellation);
        Console.WriteLine($"Restored {Terminal.Count(archive.Contents.Events)} events of {Terminal.Count(archive.Contents.Streams)} streams. "
            + (replacesOriginal ? $"This is the log {log.Id} again." : $"This copy of the log {archive.Log} is the log {log.Id}."));
        return ExitCodes.Done;
    }
}
