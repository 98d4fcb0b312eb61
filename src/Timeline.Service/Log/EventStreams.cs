using System.Text;
using System.Text.Json;
using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>An event as the log holds it.</summary>
internal sealed record StoredEvent(long Version, long Position, Instant RecordedAt, string Type, string Data, string? RecordedBy, string? CorrelationId, string? CausationId)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("position", Position);
        json.WriteNumber("version", Version);
        json.WriteString("type", Type);
        json.WriteString("recordedAt", RecordedAt.ToString());
        WriteText(json, "recordedBy", RecordedBy);
        WriteText(json, "correlationId", CorrelationId);
        WriteText(json, "causationId", CausationId);
        json.WritePropertyName("data");
        json.WriteRawValue(Encoding.UTF8.GetBytes(Data), skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }
}

/// <summary>Reads one stream, as it was written.</summary>
internal sealed class EventStreams(NpgsqlDataSource dataSource)
{
    /// <param name="after">Begin after this version (exclusive).</param>
    /// <param name="basis">Up to this position (inclusive).</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(string stream, long after, long basis, long limit, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Log/stream_events.sql"));
        command.Parameters.AddRange(new[] { Sql.Value(stream), Sql.Value(after), Sql.Value(basis), Sql.Value(limit) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(new StoredEvent(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInstant(2), reader.GetString(3), reader.GetString(4), reader.GetText(5), reader.GetText(6), reader.GetText(7)));
        }
        return events;
    }
}
