using System.Buffers;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Import.Archives;

/// <summary>Writes an <see cref="Archive"/> of the log as it is at one moment, row by row, while others may go on writing.</summary>
internal sealed class ArchiveWriter(NpgsqlDataSource dataSource)
{
    private const int FlushBytes = 64 * 1024;

    /// <param name="progress">Told the rows written, and how many there are.</param>
    public async Task<ArchiveContents> WriteAsync(Stream output, Action<long, long> progress, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (first, expected) = await BeginAsync(connection, cancellation);
        hash.AppendData(first);
        await output.WriteAsync(first, cancellation);

        var done = 0L;
        var streams = await WriteRowsAsync("Import/Archives/archive_streams.sql", ArchiveRow.Stream);
        var events = await WriteRowsAsync("Import/Archives/archive_events.sql", ArchiveRow.Event);
        var keys = await WriteRowsAsync("Import/Archives/archive_keys.sql", ArchiveRow.Key);
        var contents = expected with { Streams = streams, Events = events, Keys = keys, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) };
        await output.WriteAsync(Archive.LastLine(contents), cancellation);
        await output.FlushAsync(cancellation);
        return contents;

        async Task<long> WriteRowsAsync(string file, ArchiveRow kind)
        {
            await using var command = new NpgsqlCommand(Sql.Text(file), connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
            var rows = 0L;
            while (await reader.ReadAsync(cancellation))
            {
                buffer.Write(Encoding.UTF8.GetBytes($"{{\"{Archive.NameOf(kind)}\":"));
                buffer.Write(reader.GetFieldValue<byte[]>(0));
                buffer.Write("}\n"u8);
                rows++;
                if (buffer.WrittenCount >= FlushBytes)
                    await FlushAsync();
            }
            await FlushAsync();
            done += rows;
            return rows;

            async Task FlushAsync()
            {
                hash.AppendData(buffer.WrittenSpan);
                await output.WriteAsync(buffer.WrittenMemory, cancellation);
                buffer.ResetWrittenCount();
                progress(done + rows, expected.Streams + expected.Events + expected.Keys);
            }
        }
    }

    private static async Task<(byte[] FirstLine, ArchiveContents Expected)> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var zone = new NpgsqlCommand("set local time zone 'UTC'", connection);
        await zone.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand(Sql.Text("Import/Archives/archive_head.sql"), connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (Archive.FirstLine(reader.GetString(0), reader.GetString(1)),
            new ArchiveContents(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), ""));
    }
}
