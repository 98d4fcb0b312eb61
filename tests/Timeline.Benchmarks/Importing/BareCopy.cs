using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Timeline.Benchmarks.Importing;

/// <summary>The floor: binary COPY by plain Npgsql of the bare event rows, which stand ready in memory, in one transaction.</summary>
internal sealed class BareCopy(BenchmarkServer server)
{
    private readonly List<Row> _rows = [];

    /// <summary>Takes the rows from a log of ours.</summary>
    public async Task TakeRowsAsync(NpgsqlDataSource log)
    {
        await using var command = log.CreateCommand(EmbeddedFile.Read("Importing.our_events.sql"));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _rows.Add(new Row(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.GetString(5),
                reader.GetDateTime(6), reader.GetString(7), reader.GetString(8), reader.GetString(9)));
        }
    }

    /// <returns>Rows per second.</returns>
    public async Task<double> RunAsync()
    {
        await using var source = NpgsqlDataSource.Create(await server.NewDatabaseAsync("import_floor"));
        await using (var table = source.CreateCommand(EmbeddedFile.Read("Importing.bare_events.sql")))
            await table.ExecuteNonQueryAsync();
        var time = Stopwatch.StartNew();
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(EmbeddedFile.Read("Importing.bare_copy.sql"));
        foreach (var row in _rows)
            Write(copy, row);
        await copy.CompleteAsync();
        return _rows.Count / time.Elapsed.TotalSeconds;
    }

    private static void Write(NpgsqlBinaryImporter copy, Row row)
    {
        copy.StartRow();
        copy.Write(row.Position, NpgsqlDbType.Bigint);
        copy.Write(row.Id, NpgsqlDbType.Uuid);
        copy.Write(row.Stream, NpgsqlDbType.Text);
        copy.Write(row.Version, NpgsqlDbType.Bigint);
        copy.Write(row.Data, NpgsqlDbType.Jsonb);
        copy.Write(row.Type, NpgsqlDbType.Text);
        copy.Write(row.Timestamp, NpgsqlDbType.TimestampTz);
        copy.Write(row.DotNetType, NpgsqlDbType.Text);
        copy.Write(row.Headers, NpgsqlDbType.Jsonb);
        copy.Write(row.User, NpgsqlDbType.Text);
    }

    private sealed record Row(long Position, Guid Id, string Stream, long Version, string Data, string Type, DateTime Timestamp, string DotNetType, string Headers, string User);
}
