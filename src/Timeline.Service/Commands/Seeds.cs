using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Commands;

/// <summary>Loads the examples into a log that holds nothing else. An interrupted load goes on at the next start.</summary>
internal static class Seeds
{
    /// <summary>As whom they are recorded.</summary>
    public const string Principal = "seeds";

    public static Task LoadAsync(NpgsqlDataSource dataSource, LogIdentity log, CancellationToken cancellation) =>
        LoadAsync(Path.Combine(AppContext.BaseDirectory, "seeds"), dataSource, log, cancellation);

    public static async Task LoadAsync(string folder, NpgsqlDataSource dataSource, LogIdentity log, CancellationToken cancellation)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.ndjson").Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0 || !await AreWantedAsync(files[^1], dataSource, cancellation))
            return;
        using var writer = new BatchWriter(dataSource, NullLoggerFactory.Instance);
        var importer = new Importer(dataSource, log, writer);
        var tally = await Terminal.WithProgressAsync("Loading the seeds", "lines", files.Sum(file => new FileInfo(file).Length), async meter =>
        {
            var tally = new ImportTally();
            var before = 0L;
            foreach (var file in files)
            {
                await using var stream = File.OpenRead(file);
                var lines = new LineReader(PipeReader.Create(stream), StrictJson.MaxBytes);
                await foreach (var outcomes in importer.RunAsync(new NdJsonSource(lines), new Origin(Principal), cancellation))
                {
                    tally.Add(outcomes);
                    (meter.Done, meter.Items) = (before + lines.Bytes, tally.Lines);
                }
                before += lines.Bytes;
            }
            return tally;
        });
        Terminal.Note($"Loaded the seeds: {Terminal.Count(tally.Accepted)} commands{(tally.Rejected > 0 ? $", {Terminal.Count(tally.Rejected)} were rejected" : "")}");
    }

    /// <summary>Nobody else has written anything, and the last line is not there yet.</summary>
    private static async Task<bool> AreWantedAsync(string lastFile, NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        var lastLine = await File.ReadLinesAsync(lastFile, cancellation).Where(line => !string.IsNullOrWhiteSpace(line)).LastOrDefaultAsync(cancellation);
        if (lastLine is null || ImportedCommand.Read(new InputLine(1, System.Text.Encoding.UTF8.GetBytes(lastLine))).Key is not { } lastKey)
            return false;
        await using var command = dataSource.CreateCommand(Sql.Text("Commands/seeds_are_wanted.sql"));
        command.Parameters.Add(Sql.Value(Principal));
        command.Parameters.Add(Sql.Value(lastKey.Key));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}
