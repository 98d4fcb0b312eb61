using Npgsql;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Schema;

/// <summary>A fresh, migrated database, spoken to in plain SQL as any foreign writer would.</summary>
public sealed class LogDatabase : IAsyncDisposable
{
    /// <summary>The values of an event of stream <c>a</c> beside its position, time and version.</summary>
    private const string EventColumns = "id, stream_id, data, type";
    private const string EventValues = "gen_random_uuid(), 'a', '{}', 'actor_described'";

    private readonly TestDatabase _database;

    private LogDatabase(TestDatabase database)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 50 }.ConnectionString);
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>A migrated database whose log is empty but for the registration of stream <c>a</c>.</summary>
    public static async Task<LogDatabase> CreateAsync()
    {
        var log = new LogDatabase(await TestDatabase.CreateAsync());
        await Migrator.MigrateAsync(log.Source, null, CancellationToken.None);
        await log.ExecuteAsync("insert into timeline.mt_streams (id) values ('a')");
        return log;
    }

    /// <summary>Inserts one event as a foreign writer does; a null position or time is left to the database.</summary>
    public static string Append(int version, string position = "null", string time = "default") =>
        $"insert into timeline.mt_events (seq_id, version, timestamp, {EventColumns}) values ({position}, {version}, {time}, {EventValues})";

    /// <summary>Puts an event where only the owner can put it, with the triggers switched off.</summary>
    public Task PlantAsync(int version, string position, string time) => ExecuteAsync(
        $"""
        alter table timeline.mt_events disable trigger user;
        {Append(version, position, time)};
        alter table timeline.mt_events enable trigger user
        """);

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

    public async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    public async Task<IReadOnlyList<(long Position, DateTime Time)>> EventsAfterAsync(long position)
    {
        await using var command = Source.CreateCommand("select seq_id, timestamp from timeline.mt_events where seq_id > $1 order by seq_id");
        command.Parameters.Add(new() { Value = position });
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<(long, DateTime)>();
        while (await reader.ReadAsync())
            events.Add((reader.GetInt64(0), reader.GetDateTime(1)));
        return events;
    }

    public async Task<PostgresException> RefusalOfAsync(string sql) => await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(sql));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
