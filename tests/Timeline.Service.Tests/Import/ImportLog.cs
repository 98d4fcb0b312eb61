using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Service.Hosting;
using Timeline.Service.Http;
using Timeline.Service.Import;
using Timeline.Service.Import.Archives;
using Timeline.Service.Log;
using Timeline.Service.Reading;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Import;

/// <summary>A log on a database of its own, and what brings lines into it and out of it.</summary>
internal sealed class ImportLog : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly BatchWriter _writer;

    private ImportLog(TestDatabase database, NpgsqlDataSource source)
    {
        (_database, Source) = (database, source);
        _writer = new BatchWriter(source, NullLoggerFactory.Instance);
    }

    public NpgsqlDataSource Source { get; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<ImportLog> CreateAsync()
    {
        var database = await TestDatabase.CreateAsync();
        var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Migrator.MigrateAsync(source, null, CancellationToken.None);
        return new ImportLog(database, source);
    }

    public Task<LogIdentity> IdentityAsync() => LogIdentity.ReadAsync(Source, CancellationToken.None);

    public Task<ImportRun> ImportAsync(params string[] lines) => ImportAsAsync("tester", string.Join('\n', lines));

    public async Task<ImportRun> ImportAsAsync(string principal, string text)
    {
        var run = new ImportRun();
        var importer = new Importer(Source, await IdentityAsync(), _writer);
        var lines = new LineReader(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text))), StrictJson.MaxBytes);
        try
        {
            await foreach (var outcomes in importer.RunAsync(new NdJsonSource(lines), new Origin(principal), CancellationToken.None))
                run.Add(outcomes);
        }
        catch (ImportInterruptedException interrupted)
        {
            run.Interruption = interrupted;
        }
        return run;
    }

    /// <summary>Carries out a command as the HTTP calls do: without a line, and without a key unless one is given.</summary>
    public async Task<AppendOutcome> WriteAsync(Domain.Command command) =>
        (await _writer.WriteAsync([new Append(command, new Origin("somebody"))], CancellationToken.None))[0]!.Value;

    public async Task<string> ExportAsync()
    {
        using var text = new MemoryStream();
        await new LogExport(Source, await IdentityAsync()).WriteAsync(text, (_, _) => { }, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    public async Task<byte[]> ArchiveAsync()
    {
        using var bytes = new MemoryStream();
        await new ArchiveWriter(Source).WriteAsync(bytes, (_, _) => { }, CancellationToken.None);
        return bytes.ToArray();
    }

    public async Task RestoreAsync(byte[] archive, bool replacesOriginal = false)
    {
        using var stream = new MemoryStream(archive);
        var contents = await Archive.CheckAsync(stream, _ => { }, CancellationToken.None);
        stream.Position = 0;
        await new ArchiveRestore(Source).RestoreAsync(stream, contents, replacesOriginal, _ => { }, CancellationToken.None);
    }

    /// <summary>The service on this log.</summary>
    public async Task<WebApplication> ServeAsync()
    {
        var builder = TimelineHost.CreateBuilder(["--environment=Production", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = TimelineHost.Build(builder, Source, await IdentityAsync());
        await app.StartAsync();
        return app;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> EventsAsync() => ScalarAsync<long>("select count(*) from timeline.mt_events");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    /// <summary>Ends every session of the database, and lets nobody in until disposal.</summary>
    public async Task<IAsyncDisposable> TakeAwayAsync()
    {
        var server = await TestServer.GetConnectionStringAsync();
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        await ExecuteAsync(server, $"alter database {name} allow_connections false");
        await ExecuteAsync(server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        return new Away(() => ExecuteAsync(server, $"alter database {name} allow_connections true"));
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Away(Func<Task> back) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await back();
    }
}

/// <summary>What an import gave.</summary>
internal sealed class ImportRun
{
    private readonly List<ImportOutcome> _outcomes = [];

    public IReadOnlyList<ImportOutcome> Outcomes => _outcomes;

    public ImportTally Tally { get; } = new();

    public ImportInterruptedException? Interruption { get; set; }

    /// <summary>Accepted, duplicates, rejected.</summary>
    public (long, long, long) Counts => (Tally.Accepted, Tally.Duplicates, Tally.Rejected);

    public void Add(IReadOnlyList<ImportOutcome> outcomes)
    {
        _outcomes.AddRange(outcomes);
        Tally.Add(outcomes);
    }

    public ImportOutcome At(long line) => _outcomes.Single(outcome => outcome.Line.Number == line);

    public string Reason(long line) => At(line).Problem?.Detail ?? "";
}
