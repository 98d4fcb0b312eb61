using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Benchmarks.Importing;

/// <summary>Ours: the file through the product's importer, into a log that is empty before.</summary>
internal sealed class Imports(BenchmarkServer server, string path)
{
    /// <returns>Lines per second; each is an event.</returns>
    public async Task<double> RunAsync(Func<NpgsqlDataSource, Task>? then = null)
    {
        await using var source = await server.NewLogAsync("import_ours");
        using var writer = new BatchWriter(source, NullLoggerFactory.Instance);
        var importer = new Importer(source, await LogIdentity.ReadAsync(source, CancellationToken.None), writer);
        var tally = new ImportTally();
        var (time, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await using (var file = File.OpenRead(path))
        {
            var lines = new LineReader(PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 128 * 1024)), StrictJson.MaxBytes);
            await foreach (var outcomes in importer.RunAsync(new NdJsonSource(lines), new Origin("benchmark"), CancellationToken.None))
            {
                tally.Add(outcomes);
                if (outcomes.FirstOrDefault(outcome => outcome.Verdict != ImportVerdict.Accepted) is { } refused)
                    throw new InvalidOperationException($"Line {refused.Line.Number} was not accepted: {refused.Problem?.Detail}");
            }
        }
        var perSecond = tally.Accepted / time.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"  {time.Elapsed.TotalMicroseconds / tally.Lines:N1} µs a line, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / tally.Lines:N1} µs of them our own CPU time");
        if (then is not null)
            await then(source);
        return perSecond;
    }
}
