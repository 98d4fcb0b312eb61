using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Service.Log;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Log;

/// <summary>A fresh, migrated database with any number of log writers on it, as of so many processes.</summary>
internal sealed class WriterDatabase : IAsyncDisposable
{
    /// <summary>The name under which the server lists the writers' sessions.</summary>
    private const string WriterName = "log-writer";

    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _writerSource;
    private readonly List<LogWriter> _writers = [];

    private WriterDatabase(TestDatabase database)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 40 }.ConnectionString);
        _writerSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = WriterName,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }.ConnectionString);
    }

    /// <summary>For what is not the writers' own.</summary>
    public NpgsqlDataSource Source { get; }

    public static async Task<WriterDatabase> CreateAsync()
    {
        var database = new WriterDatabase(await TestDatabase.CreateAsync());
        await Migrator.MigrateAsync(database.Source, null, CancellationToken.None);
        return database;
    }

    /// <summary>One whose log holds the actor <c>usa</c>, at position 1.</summary>
    public static async Task<WriterDatabase> WithActorAsync()
    {
        var database = await CreateAsync();
        (await database.AppendTogetherAsync(Given.Actor("usa", "US"))).Single().Answer.ShouldNotBeNull();
        return database;
    }

    /// <summary>A writer that takes commands, but does not work on them until it is started.</summary>
    public LogWriter NewWriter(int capacity = 10_000)
    {
        var writer = new LogWriter(_writerSource, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance, capacity);
        _writers.Add(writer);
        return writer;
    }

    public async Task<LogWriter> StartWriterAsync()
    {
        var writer = NewWriter();
        await writer.StartAsync(CancellationToken.None);
        return writer;
    }

    /// <summary>Appends commands (at most 256) as one group, by a writer that was not there before.</summary>
    public async Task<IReadOnlyList<AppendOutcome>> AppendTogetherAsync(params Append[] appends)
    {
        var writer = NewWriter();
        var outcomes = appends.Select(writer.AppendAsync).ToList();
        await writer.StartAsync(CancellationToken.None);
        var all = await Task.WhenAll(outcomes);
        await writer.StopAsync(CancellationToken.None);
        writer.Dispose();
        return all;
    }

    /// <summary>Ends every session of the writers, whatever it is doing, and returns how many there were.</summary>
    public Task<long> EndWriterSessionsAsync() => ScalarAsync<long>(
        $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name = '{WriterName}'");

    public Task<long> WaitingWritersAsync() => ScalarAsync<long>(
        $"select count(*) from pg_stat_activity where datname = current_database() and application_name = '{WriterName}' and wait_event_type = 'Lock'");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The first column, text.</summary>
    public async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.StopAsync(CancellationToken.None);
            writer.Dispose();
        }
        await _writerSource.DisposeAsync();
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
