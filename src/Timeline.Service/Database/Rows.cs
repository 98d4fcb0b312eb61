using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Database;

/// <summary>A column of the rows that a statement takes.</summary>
/// <param name="Type">PostgreSQL's, of what travels.</param>
/// <param name="Cast">What the server makes of it, or null.</param>
internal abstract record Column<T>(string Type, string? Cast)
{
    public abstract NpgsqlParameter One(T row);

    public abstract NpgsqlParameter Many(IReadOnlyList<T> rows);
}

/// <summary>
/// A statement that takes any number of rows, where its file says <c>{rows}</c>: as values where it is one, as arrays that are unnested side
/// by side where there are more. One row is the commonest number by far, and as values costs the server half of what arrays do. Sets in a
/// target list advance together; in FROM each would be stored first.
/// </summary>
/// <param name="file">The embedded file; its parameters are the columns in this order.</param>
internal sealed class Rows<T>(string file, params Column<T>[] columns)
{
    private readonly string _one = Statement(file, "values ({0})", columns, static (column, number) => $"${number}::{column.Type}{Suffix(column)}");
    private readonly string _many = Statement(file, "select {0}", columns, static (column, number) => $"unnest(${number}::{column.Type}[]){Suffix(column)}");

    public void AddTo(NpgsqlBatch batch, IReadOnlyList<T> rows) => AddTo(batch, null, rows);

    /// <param name="set">The views' tables that the statement is on, if it is on some.</param>
    public void AddTo(NpgsqlBatch batch, ViewSet? set, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
            return;
        var statement = rows.Count == 1 ? _one : _many;
        var command = new NpgsqlBatchCommand(set?.In(statement) ?? statement);
        foreach (var column in columns)
            command.Parameters.Add(rows.Count == 1 ? column.One(rows[0]) : column.Many(rows));
        batch.BatchCommands.Add(command);
    }

    private static string Suffix(Column<T> column) => column.Cast is null ? "" : $"::{column.Cast}";

    private static string Statement(string file, string form, Column<T>[] columns, Func<Column<T>, int, string> expression) => Sql.Text(file).Replace(
        "{rows}", form.Replace("{0}", string.Join(", ", columns.Select((column, index) => expression(column, index + 1))), StringComparison.Ordinal), StringComparison.Ordinal);
}

/// <summary>The types of columns.</summary>
internal static class Column
{
    public static Column<T> Text<T>(Func<T, string?> of, string? cast = null) => new Column<T, string?>("text", cast, NpgsqlDbType.Text, of);

    /// <summary>Texts in an array of a length of its own: it travels as an array literal, because arrays of arrays must be rectangular.</summary>
    public static Column<T> Texts<T>(Func<T, IEnumerable<string>> of) => Text<T>(row => Sql.ArrayLiteral(of(row)), "text[]");

    public static Column<T> Doubles<T>(Func<T, IEnumerable<double>> of) => Text<T>(row => Sql.ArrayLiteral(of(row)), "float8[]");

    public static Column<T> Long<T>(Func<T, long> of) => new Column<T, long>("bigint", null, NpgsqlDbType.Bigint, of);

    public static Column<T> OptionalLong<T>(Func<T, long?> of) => new Column<T, long?>("bigint", null, NpgsqlDbType.Bigint, of);

    public static Column<T> Time<T>(Func<T, Instant> of) => new Column<T, long>("timestamptz", null, NpgsqlDbType.TimestampTz, row => Sql.ToDatabase(of(row)));

    public static Column<T> Id<T>(Func<T, Guid> of) => new Column<T, Guid>("uuid", null, NpgsqlDbType.Uuid, of);

    public static Column<T> Bytes<T>(Func<T, byte[]> of) => new Column<T, byte[]>("bytea", null, NpgsqlDbType.Bytea, of);
}

internal sealed record Column<T, TValue>(string Type, string? Cast, NpgsqlDbType DbType, Func<T, TValue> Of) : Column<T>(Type, Cast)
{
    public override NpgsqlParameter One(T row) =>
        Of(row) is { } value ? new NpgsqlParameter<TValue> { TypedValue = value, NpgsqlDbType = DbType } : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = DbType };

    public override NpgsqlParameter Many(IReadOnlyList<T> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Of(rows[i]);
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | DbType };
    }
}
