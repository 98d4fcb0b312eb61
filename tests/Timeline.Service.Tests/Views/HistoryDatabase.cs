using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;
using Timeline.Testing;

namespace Timeline.Service.Tests.Views;

/// <summary>A row of the timeline view, as far as it says what holds where.</summary>
internal sealed record SegmentRectangle(string Development, Instant KnownFrom, Instant KnownTo, long RecordedFrom, long RecordedTo, string Entry)
{
    public bool Holds(Instant knownAt, long basis) => KnownFrom <= knownAt && knownAt < KnownTo && RecordedFrom <= basis && basis < RecordedTo;
}

/// <summary>Databases that each hold one random history, written by the log writer; copied from one that is migrated already.</summary>
public sealed class HistoryDatabase : IAsyncLifetime
{
    private TestDatabase _template = null!;

    public async Task InitializeAsync()
    {
        _template = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(_template.ConnectionString);
        await Migrator.MigrateAsync(source, null, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _template.DisposeAsync();

    /// <summary>Writes a history into a database of its own, and looks at it there.</summary>
    internal async Task WithAsync(History history, Func<NpgsqlDataSource, Task> look)
    {
        var template = new NpgsqlConnectionStringBuilder(_template.ConnectionString);
        var name = $"{template.Database}_{Guid.NewGuid():N}"[..60];
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_template.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await server.CreateCommand($"create database {name} template {template.Database}").ExecuteNonQueryAsync();
        try
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_template.ConnectionString)
            {
                Database = name,
                MaxAutoPrepare = 100,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
            }.ConnectionString);
            await WriteAsync(history, source);
            await look(source);
        }
        finally
        {
            await server.CreateCommand($"drop database {name} with (force)").ExecuteNonQueryAsync();
        }
    }

    internal static async Task<IReadOnlyList<Recorded>> EventsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select seq_id, timestamp, type, data::text from timeline.mt_events order by seq_id");
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<Recorded>();
        while (await reader.ReadAsync())
        {
            if (EventTypes.Read(reader.GetString(2), System.Text.Encoding.UTF8.GetBytes(reader.GetString(3))) is DevelopmentEvent @event)
                events.Add(new Recorded(reader.GetInt64(0), reader.GetInstant(1), @event));
        }
        return events;
    }

    internal static async Task<IReadOnlyList<SegmentRectangle>> SegmentsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select development, known_from, known_to, recorded_from, recorded_to, entry from timeline.segments");
        await using var reader = await command.ExecuteReaderAsync();
        var segments = new List<SegmentRectangle>();
        while (await reader.ReadAsync())
        {
            segments.Add(new SegmentRectangle(
                reader.GetString(0), reader.GetInstant(1), reader.GetInstant(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5)));
        }
        return segments;
    }

    private static async Task WriteAsync(History history, NpgsqlDataSource source)
    {
        using var writer = new LogWriter(source, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        await history.ApplyAsync(async step => (await writer.AppendAsync(new Append(step.Command, new Origin("oracle")))).Answer?.Position);
        await writer.StopAsync(CancellationToken.None);
    }
}
