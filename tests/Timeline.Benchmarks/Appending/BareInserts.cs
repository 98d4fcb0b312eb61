using System.Text;
using Npgsql;
using NpgsqlTypes;
using Timeline.Benchmarks.Generating;
using Timeline.Domain;

namespace Timeline.Benchmarks.Appending;

/// <summary>The floor: plain Npgsql, one row a transaction, prepared, a connection a writer. The event's JSON is made like ours.</summary>
internal sealed class BareInserts(NpgsqlDataSource source) : IAsyncDisposable
{
    private readonly Dictionary<int, NpgsqlCommand> _commands = [];
    private long _number;

    public static async Task<BareInserts> StartAsync(string connectionString, int writers)
    {
        var inserts = new BareInserts(NpgsqlDataSource.Create(connectionString));
        await using (var table = inserts.Source.CreateCommand(EmbeddedFile.Read("Appending.bare_table.sql")))
            await table.ExecuteNonQueryAsync();
        for (var writer = 0; writer < writers; writer++)
            inserts._commands[writer] = await inserts.PrepareAsync();
        return inserts;
    }

    public NpgsqlDataSource Source => source;

    public async Task OneAsync(int writer)
    {
        var number = Interlocked.Increment(ref _number);
        var command = _commands[writer];
        var (stream, data) = Event(number);
        ((NpgsqlParameter<Guid>)command.Parameters[0]).TypedValue = Guid.CreateVersion7();
        ((NpgsqlParameter<string>)command.Parameters[1]).TypedValue = stream;
        ((NpgsqlParameter<long>)command.Parameters[2]).TypedValue = number;
        ((NpgsqlParameter<string>)command.Parameters[3]).TypedValue = data;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
            await command.Connection!.DisposeAsync();
        await source.DisposeAsync();
    }

    private static (string Stream, string Data) Event(long number)
    {
        var @event = Reports.Event(number);
        return (@event.Actor, Encoding.UTF8.GetString(EventTypes.Write(@event)));
    }

    private async Task<NpgsqlCommand> PrepareAsync()
    {
        var connection = await source.OpenConnectionAsync();
        var command = new NpgsqlCommand(EmbeddedFile.Read("Appending.bare_insert.sql"), connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid>(),
                new NpgsqlParameter<string>(),
                new NpgsqlParameter<long>(),
                new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Jsonb },
                new NpgsqlParameter<string> { TypedValue = "development_reported" },
            },
        };
        await command.PrepareAsync();
        return command;
    }
}
