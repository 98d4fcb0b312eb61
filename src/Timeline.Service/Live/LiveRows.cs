using System.Text;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>Rows of <c>live_steps.sql</c>, read column by column.</summary>
internal static class LiveRows
{
    private const int FirstOfStep = 1;
    private const int BeforeEntry = FirstOfStep + 5;
    private const int EntryColumns = 13;

    public static LiveStep ReadStep(NpgsqlDataReader reader)
    {
        var (position, recordedAt, development, type) = (reader.GetInt64(FirstOfStep), reader.GetInstant(FirstOfStep + 1), reader.GetText(FirstOfStep + 2), reader.GetString(FirstOfStep + 3));
        var data = reader.GetText(FirstOfStep + 4);
        return new LiveStep(
            position, recordedAt, development, ReadEntry(reader, BeforeEntry), ReadEntry(reader, BeforeEntry + EntryColumns),
            data is null ? null : LiveJson.Cause(position, recordedAt, type, Encoding.UTF8.GetBytes(data)),
            ReadActor(reader, BeforeEntry + (2 * EntryColumns)));
    }

    public static LiveEntry? ReadEntry(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            return null;
        var json = reader.GetFieldValue<byte[]>(column);
        return new LiveEntry(ReadRow(reader, column + 1), json);
    }

    private static FilteredRow ReadRow(NpgsqlDataReader reader, int column) => new()
    {
        Words = reader.GetString(column),
        Kind = reader.GetString(column + 1),
        Status = reader.GetString(column + 2),
        Actors = reader.GetFieldValue<string[]>(column + 3),
        Tags = reader.GetFieldValue<string[]>(column + 4),
        Publishers = reader.GetFieldValue<string[]>(column + 5),
        OccurredFrom = reader.GetInstant(column + 6),
        OccurredTo = reader.GetInstant(column + 7),
        OccurredLatestStart = reader.GetInstant(column + 8),
        OccurredEarliestEnd = reader.GetInstant(column + 9),
        Latitudes = reader.GetFieldValue<double[]>(column + 10),
        Longitudes = reader.GetFieldValue<double[]>(column + 11),
    };

    private static LiveActor? ReadActor(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null
        : new LiveActor(reader.GetString(column), reader.GetString(column + 1), reader.GetFieldValue<string[]>(column + 2));
}
