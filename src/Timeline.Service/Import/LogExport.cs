using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Service.Database;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Import;

/// <summary>
/// Writes the log as lines of an import, in the order of positions. Imported into an empty database they give the same answers at every
/// knownAt, but for edition, position and recorded time. Actors are written as they are after each event, times as instants.
/// </summary>
internal sealed class LogExport(NpgsqlDataSource dataSource, LogIdentity log)
{
    private const int FlushBytes = 64 * 1024;

    private readonly ViewSource _views = dataSource;

    /// <summary>Writes what the log holds at the time of the call; memory does not grow with it.</summary>
    /// <param name="progress">Told the position reached, and the last one.</param>
    /// <returns>How many lines.</returns>
    public async Task<long> WriteAsync(Stream output, Action<long, long> progress, CancellationToken cancellation)
    {
        var head = await HeadAsync(cancellation);
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        var lines = 0L;
        for (var (position, isMore) = (0L, head > 0); isMore;)
        {
            isMore = false;
            await using var command = await _views.CommandAsync(Sql.Text("Import/export_page.sql"), cancellation);
            command.Parameters.AddRange(new[] { Sql.Value(position), Sql.Value(head) });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                isMore = true;
                position = reader.GetInt64(0);
                if (TryWriteLine(buffer, reader))
                    lines++;
                if (buffer.WrittenCount >= FlushBytes)
                    await FlushAsync();
            }
            await FlushAsync();
            progress(position, head);
        }
        return lines;

        async Task FlushAsync()
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
        }
    }

    private async Task<long> HeadAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("select position from timeline.log_head()");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>False for an event that is not ours, or cannot be read.</summary>
    private bool TryWriteLine(ArrayBufferWriter<byte> buffer, NpgsqlDataReader row)
    {
        if (EventTypes.Catalog.Read(row.GetString(1), Encoding.UTF8.GetBytes(row.GetString(2))).Event is not { } @event)
            return false;
        var isActor = @event is not DevelopmentEvent;
        if (isActor && row.IsDBNull(7))
            return false;
        using var json = new Utf8JsonWriter(buffer, TimelineJson.Writer);
        json.WriteStartObject();
        json.WriteString("type", TypeOf(@event));
        WriteKey(json, row);
        if (isActor)
            WriteActor(json, row);
        else
            WriteMembers(json, (DevelopmentEvent)@event, row);
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return true;
    }

    private static string TypeOf(object @event) => JsonNamingPolicy.CamelCase.ConvertName((@event switch
    {
        DevelopmentReported => ImportedType.Report,
        DevelopmentCorrected => ImportedType.Correct,
        DevelopmentCorroborated => ImportedType.Corroborate,
        DevelopmentDisputed => ImportedType.Dispute,
        DevelopmentRetracted => ImportedType.Retract,
        DevelopmentReinstated => ImportedType.Reinstate,
        DevelopmentEventAnnulled => ImportedType.Annul,
        _ => ImportedType.Actor,
    }).ToString());

    private void WriteKey(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        var key = row.GetText(3);
        json.WriteString("key", key ?? ImportKey.OfPlace(log.Id, row.GetInt64(0)));
        if (key is not null && ImportKey.HashNamedBy(key) is null)
            json.WriteString("content", $"sha256:{Convert.ToHexStringLower(row.GetFieldValue<byte[]>(4))}");
    }

    private static void WriteActor(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteString("id", row.GetString(6));
        json.WriteString("name", row.GetString(7));
        json.WriteString("kind", row.GetString(8));
        json.WriteStartArray("aliases");
        foreach (var alias in row.GetFieldValue<string[]>(9))
            json.WriteStringValue(alias);
        json.WriteEndArray();
    }

    /// <summary>A command has the members of its event, but for what they are about.</summary>
    private void WriteMembers(Utf8JsonWriter json, DevelopmentEvent @event, NpgsqlDataReader row)
    {
        var isAnnulment = @event is DevelopmentEventAnnulled;
        json.WriteString(@event is DevelopmentReported ? "id" : "development", @event.Development);
        if (isAnnulment)
            json.WriteString("event", row.GetText(5) ?? ImportKey.OfPlace(log.Id, ((DevelopmentEventAnnulled)@event).Position));
        foreach (var member in JsonElement.Parse(EventTypes.Write(@event)).EnumerateObject())
        {
            if (member.Name != "development" && !(isAnnulment && member.Name == "position"))
                member.WriteTo(json);
        }
    }
}
