using System.Diagnostics;
using Npgsql;

namespace Timeline.Benchmarks.Rebuilding;

/// <summary>The floor of a rebuild: the log's own rows, as they are, by COPY into a table of the same shape and keys, without triggers; or without the keys too.</summary>
internal sealed class BareCopy : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string _file;
    private readonly long _events;

    private BareCopy(NpgsqlDataSource source, string file, long events) => (_source, _file, _events) = (source, file, events);

    /// <summary>Keeps the rows in a file, so that what is measured need not make them.</summary>
    public static async Task<BareCopy> OfAsync(NpgsqlDataSource log, long events)
    {
        var copy = new BareCopy(log, Path.Combine(Path.GetTempPath(), $"timeline-benchmark-{Guid.NewGuid():N}.copy"), events);
        await using var connection = await log.OpenConnectionAsync();
        await using var rows = await connection.BeginRawBinaryCopyAsync("copy timeline.mt_events to stdout (format binary)");
        await using var file = File.Create(copy._file);
        await rows.CopyToAsync(file);
        return copy;
    }

    public Task<double> RunAsync() => RunAsync(withKeys: true);

    /// <returns>Events a second.</returns>
    public async Task<double> RunAsync(bool withKeys)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await ExecuteAsync(connection, "drop table if exists bare_events; create table bare_events (like timeline.mt_events" + (withKeys ? " including all)" : ")"));
        await ExecuteAsync(connection, "checkpoint");
        var watch = Stopwatch.StartNew();
        await using (var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20))
        await using (var rows = await connection.BeginRawBinaryCopyAsync("copy bare_events from stdin (format binary)"))
            await file.CopyToAsync(rows, 1 << 20);
        var elapsed = watch.Elapsed.TotalSeconds;
        await ExecuteAsync(connection, "drop table bare_events");
        return _events / elapsed;
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
