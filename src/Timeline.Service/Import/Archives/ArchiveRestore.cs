using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Import.Archives;

/// <summary>
/// Restores a checked archive into an empty database, in one transaction under the ordering lock: all of it, or nothing. Rows are inserted as they
/// were, and the views are folded anew from the events.
/// </summary>
internal sealed class ArchiveRestore(NpgsqlDataSource dataSource)
{
    private readonly ViewSets _views = new(dataSource);

    private const int BatchRows = 500;
    private const int BatchBytes = 4 << 20;

    /// <param name="stream">The archive from its beginning. It is read while the log is locked, so it must not be slow: a file, no pipe.</param>
    /// <param name="replacesOriginal">The log keeps its id, and with it every permalink: right only where the original is gone and the archive has all of it.</param>
    /// <param name="progress">Told the bytes read.</param>
    /// <exception cref="ArchiveException">The database holds something, or does not take a row.</exception>
    public async Task RestoreAsync(Stream stream, Archive archive, bool replacesOriginal, Action<long> progress, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "Log/lock.sql");
        if (await ScalarAsync(connection, "Import/Archives/holds_anything.sql") is true)
            throw new ArchiveException("The database is not empty: an archive is restored into an empty one only.");
        try
        {
            await ExecuteAsync(connection, "Import/Archives/restore_sequence.sql", Sql.Value(archive.Contents.Position));
            await RestoreRowsAsync(connection, stream, progress, cancellation);
            if (replacesOriginal)
                await ExecuteAsync(connection, "Import/Archives/restore_identity.sql", Sql.Value(archive.Log), Sql.Value(archive.Created));
            else
                await ExecuteAsync(connection, "Import/Archives/restore_own_keys.sql", Sql.Value(archive.Log), Sql.TextArray(EventTypes.All.Select(type => type.Alias)));
        }
        catch (PostgresException refused) when (!Http.DatabaseAway.Explains(refused))
        {
            throw new ArchiveException($"The database does not take the archive: {refused.MessageText}. Nothing was restored.", refused);
        }
        await transaction.CommitAsync(cancellation);
        await TableStatistics.GatherAsync(dataSource, cancellation);
    }

    private async Task RestoreRowsAsync(NpgsqlConnection connection, Stream stream, Action<long> progress, CancellationToken cancellation)
    {
        var lines = new LineReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 20, leaveOpen: true)), Archive.LongestLine);
        while (await lines.ReadAsync(BatchRows, BatchBytes, cancellation) is { Count: > 0 } batch)
        {
            foreach (var (kind, rows) in ByKind(batch))
            {
                if (kind == ArchiveRow.Event)
                    await RestoreEventsAsync(connection, rows, cancellation);
                else
                    await ExecuteAsync(connection, kind == ArchiveRow.Stream ? "Import/Archives/restore_streams.sql" : "Import/Archives/restore_keys.sql", ArrayOf(rows));
            }
            progress(lines.Bytes);
        }
    }

    /// <summary>Runs of rows of one kind, without the first and the last line.</summary>
    private static IEnumerable<(ArchiveRow Kind, IReadOnlyList<ReadOnlyMemory<byte>> Rows)> ByKind(IReadOnlyList<InputLine> lines)
    {
        var rows = lines.Where(line => line.Number > 1 && !line.Text.Span.StartsWith("{\"end\":"u8)).Select(line => (Kind: Archive.KindOf(line), Line: line));
        return rows.GroupBy(row => row.Kind).OrderBy(group => group.Key)
            .Select(group => (group.Key, (IReadOnlyList<ReadOnlyMemory<byte>>)[.. group.Select(row => Archive.RowOf(row.Line, row.Kind))]));
    }

    private async Task RestoreEventsAsync(NpgsqlConnection connection, IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellation)
    {
        var events = rows.Select(Read).OfType<(long Position, Instant RecordedAt, object Event)>().ToList();
        var state = await LoadAsync(connection, [.. events.Select(row => row.Event)], cancellation);
        var projection = new Projection(state);
        foreach (var (position, recordedAt, @event) in events)
            projection.Apply(position, recordedAt, @event);
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        using var views = new Writes(batch);
        batch.Add("Import/Archives/restore_events.sql", ArrayOf(rows));
        ExpectedViews.AddTo(batch, state.Views);
        projection.AddTo(views);
        views.Complete();
        await batch.ExecuteNonQueryAsync(cancellation);
        await views.CopyAsync(connection);
    }

    private async Task<GroupState> LoadAsync(NpgsqlConnection connection, IReadOnlyList<object> events, CancellationToken cancellation)
    {
        var set = await _views.CurrentAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        GroupState.AddQueries(batch, set, events.OfType<ActorEvent>().Select(@event => @event.Actor), events.OfType<DevelopmentEvent>().Select(@event => @event.Development));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await GroupState.ReadAsync(reader, set, [], cancellation);
    }

    /// <summary>Null for an event that is not ours, or cannot be read: a rebuild tells of those.</summary>
    private static (long, Instant, object)? Read(ReadOnlyMemory<byte> row)
    {
        var json = JsonElement.Parse(row.Span);
        return EventTypes.Catalog.Read(json.GetProperty("type").GetString()!, Encoding.UTF8.GetBytes(json.GetProperty("data").GetRawText())).Event is { } @event
            && Rfc3339.TryParseInstant(json.GetProperty("timestamp").GetString(), out var recordedAt) == TimeParse.Ok
                ? (json.GetProperty("seq_id").GetInt64(), recordedAt, @event)
                : null;
    }

    private static NpgsqlParameter ArrayOf(IReadOnlyList<ReadOnlyMemory<byte>> rows)
    {
        var array = new ArrayBufferWriter<byte>(rows.Sum(row => row.Length + 1) + 2);
        array.Write("["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            array.Write(i == 0 ? ""u8 : ","u8);
            array.Write(rows[i].Span);
        }
        array.Write("]"u8);
        return new NpgsqlParameter { Value = array.WrittenMemory.ToArray(), NpgsqlDbType = NpgsqlDbType.Json };
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string file, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(Sql.Text(file), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string file)
    {
        await using var command = new NpgsqlCommand(Sql.Text(file), connection);
        return await command.ExecuteScalarAsync();
    }
}
