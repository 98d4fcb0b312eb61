using System.CommandLine;
using Timeline.Service.Hosting;
using Timeline.Service.Import;
using Timeline.Service.Import.Archives;
using Timeline.Service.Reading;

namespace Timeline.Service.Commands;

/// <summary><c>timeline export</c>: the log as lines for an import, or as an archive.</summary>
internal static class ExportCommand
{
    public static Command Create(string[] settings)
    {
        var archive = new Option<bool>("--archive") { Description = "Everything, with positions, recorded times, metadata and idempotency keys." };
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file, which appears when it is complete; standard output without it.", HelpName = "file" };
        var command = new Command("export", "Export the log as NDJSON.") { archive, output };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(archive), parsed.GetValue(output), settings, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool asArchive, string? file, string[] settings, CancellationToken cancellation)
    {
        await using var database = await OpenDatabase.Async(TimelineHost.CreateBuilder(settings).Configuration, share: true, cancellation);
        var draft = file is null ? null : file + ".part";
        await using (var output = draft is null ? Console.OpenStandardOutput() : new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
        {
            var lines = await Terminal.WithProgressAsync("Exporting", asArchive ? "rows" : "events", 1, async meter =>
            {
                void Progress(long done, long total) => (meter.Total, meter.Done, meter.Items) = (total, done, done);
                if (asArchive)
                    return (await new ArchiveWriter(database.DataSource).WriteAsync(output, Progress, cancellation)).Events;
                var log = await LogIdentity.ReadAsync(database.DataSource, cancellation);
                return await new LogExport(database.DataSource, log).WriteAsync(output, Progress, cancellation);
            });
            await output.FlushAsync(cancellation);
            await Console.Error.WriteLineAsync($"Exported {Terminal.Count(lines)} events{(file is null ? "" : $" to {file}")}.");
        }
        if (file is not null)
            File.Move(draft!, file, overwrite: true);
        return ExitCodes.Done;
    }
}
