using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Schema;
using Timeline.Service.Views;

namespace Timeline.Service.Database;

/// <summary>The service's SQL: embedded <c>.sql</c> files, and the parameters that they take.</summary>
internal static class Sql
{
    /// <summary>The end of what is still open, in positions.</summary>
    public const long Open = long.MaxValue;

    /// <summary>PostgreSQL counts microseconds from 2000-01-01.</summary>
    private const long PostgresEpoch = 946_684_800L * Instant.MicrosecondsPerSecond;

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of a file, by its path below the project, such as <c>Log/group_head.sql</c>.</summary>
    public static string Text(string path) => Texts.GetOrAdd(path, static path => EmbeddedSql.Read(path.Replace('/', '.')));

    /// <summary>An instant as <c>timestamptz</c> travels: the ends of time become infinities.</summary>
    public static long ToDatabase(Instant instant) =>
        instant == Instant.MaxValue || instant == Instant.MinValue ? instant.Microseconds : instant.Microseconds - PostgresEpoch;

    public static Instant ToInstant(long microseconds) =>
        microseconds is long.MaxValue or long.MinValue ? new Instant(microseconds) : new Instant(microseconds + PostgresEpoch);

    public static Instant GetInstant(this NpgsqlDataReader reader, int ordinal) => ToInstant(reader.GetFieldValue<long>(ordinal));

    public static long? GetOptionalLong(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);

    public static string? GetText(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    public static NpgsqlParameter Instants(IEnumerable<Instant> values) =>
        new() { Value = values.Select(ToDatabase).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Value(Instant value) => new() { Value = ToDatabase(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Value(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Value(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Longs(IEnumerable<long> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    public static NpgsqlParameter OptionalLongs(IEnumerable<long?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    public static NpgsqlParameter TextArray(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    /// <summary>Adds an embedded file's statement to a batch.</summary>
    public static void Add(this NpgsqlBatch batch, string file, params NpgsqlParameter[] parameters) => AddText(batch, Text(file), parameters);

    /// <summary>Adds an embedded file's statement, on one set of the views' tables.</summary>
    public static void Add(this NpgsqlBatch batch, ViewSet set, string file, params NpgsqlParameter[] parameters) => AddText(batch, set.In(Text(file)), parameters);

    private static void AddText(NpgsqlBatch batch, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    /// <summary>A PostgreSQL array literal of texts, for arrays inside of arrays.</summary>
    public static string ArrayLiteral(IEnumerable<string> items)
    {
        var text = new StringBuilder("{");
        foreach (var item in items)
        {
            if (text.Length > 1)
                text.Append(',');
            text.Append('"').Append(item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }
        return text.Append('}').ToString();
    }

    /// <summary>A PostgreSQL array literal of numbers.</summary>
    public static string ArrayLiteral(IEnumerable<double> items) =>
        $"{{{string.Join(',', items.Select(item => item.ToString("R", CultureInfo.InvariantCulture)))}}}";
}
