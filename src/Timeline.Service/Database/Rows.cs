using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Database;

/// <summary>A column of the rows that a statement takes.</summary>
/// <param name="Type">PostgreSQL's, of what travels as a parameter.</param>
/// <param name="Cast">What the server makes of a parameter, or null.</param>
internal abstract record Column<T>(string Type, string? Cast)
{
    public abstract NpgsqlParameter One(T row);

    public abstract NpgsqlParameter Many(IReadOnlyList<T> rows);

    /// <summary>As the table's own type: COPY casts nothing.</summary>
    public abstract void Copy(CopyBuffer copy, T row);
}

/// <summary>
/// A statement that takes any number of rows, where its file says <c>{rows}</c>: as values where it is one, as arrays that are unnested side
/// by side where there are more. One row is the commonest number by far, and as values costs the server half of what arrays do. Sets in a
/// target list advance together; in FROM each would be stored first. A plain insert of very many rows becomes a COPY. What a transaction writes
/// as parameters goes in one statement (<see cref="Writes"/>).
/// </summary>
/// <param name="file">The embedded file; its parameters are the columns in this order.</param>
internal sealed partial class Rows<T>(string file, params Column<T>[] columns)
{
    /// <summary>From here on a COPY's own round trip is worth it.</summary>
    private const int CopyFrom = 400;

    private readonly Column<T>[] _columns = columns;
    private readonly string _one = Statement(file, "values ({0})", columns, static (column, number) => $"${number}::{column.Type}{Suffix(column)}");
    private readonly string _many = Statement(file, "select {0}", columns, static (column, number) => $"unnest(${number}::{column.Type}[]){Suffix(column)}");
    private readonly string? _copy = PlainInsert().Match(Sql.Text(file)) is { Success: true } insert ? $"copy {insert.Groups[1].Value} from stdin (format binary)" : null;

    public void AddTo(Writes writes, IReadOnlyList<T> rows) => AddTo(writes, null, rows);

    /// <param name="set">The views' tables that the statement is on, if it is on some.</param>
    public void AddTo(Writes writes, ViewSet? set, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
            return;
        if (_copy is not null && rows.Count >= CopyFrom)
        {
            writes.Copies.Add((set?.In(_copy) ?? _copy, Encode(rows)));
            return;
        }
        writes.Add(new Few(this, set, rows));
    }

    /// <summary>Rows that go as parameters.</summary>
    private sealed class Few(Rows<T> to, ViewSet? set, IReadOnlyList<T> rows) : IRowsToWrite
    {
        public int Count => rows.Count;

        public string AddTo(NpgsqlParameterCollection parameters, bool asArrays)
        {
            foreach (var column in to._columns)
                parameters.Add(asArrays ? column.Many(rows) : column.One(rows[0]));
            var statement = asArrays ? to._many : to._one;
            return set?.In(statement) ?? statement;
        }
    }

    private CopyBuffer Encode(IReadOnlyList<T> rows)
    {
        var copy = new CopyBuffer();
        foreach (var row in rows)
        {
            copy.BeginRow(_columns.Length);
            foreach (var column in _columns)
                column.Copy(copy, row);
        }
        return copy;
    }

    private static string Suffix(Column<T> column) => column.Cast is null ? "" : $"::{column.Cast}";

    private static string Statement(string file, string form, Column<T>[] columns, Func<Column<T>, int, string> expression) => Sql.Text(file).Replace(
        "{rows}", form.Replace("{0}", string.Join(", ", columns.Select((column, index) => expression(column, index + 1))), StringComparison.Ordinal), StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:--[^\n]*\n)*insert into ([^{]*\))\s*\{rows\}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainInsert();
}

/// <summary>The types of columns.</summary>
internal static class Column
{
    public static Column<T> Text<T>(Func<T, string?> of) => new Column<T, string?>("text", NpgsqlDbType.Text, of, WriteText);

    /// <summary>Text that is UTF-8 already.</summary>
    public static Column<T> Utf8<T>(Func<T, ReadOnlyMemory<byte>> of) => new Utf8Column<T>(of);

    public static Column<T> Json<T>(Func<T, byte[]?> of) => new Column<T, byte[]?>("jsonb", NpgsqlDbType.Jsonb, of, static (copy, json) => copy.WriteJsonb(json));

    /// <summary>Texts in an array of a length of its own: as a parameter it travels as an array literal, because arrays of arrays must be rectangular.</summary>
    public static Column<T> Texts<T>(Func<T, IReadOnlyList<string>> of) =>
        new ArrayColumn<T>((copy, row) => copy.Write(of(row)), Literal<T>(row => Sql.ArrayLiteral(of(row)), "text[]"));

    public static Column<T> Doubles<T>(Func<T, IReadOnlyList<double>> of) =>
        new ArrayColumn<T>((copy, row) => copy.Write(of(row)), Literal<T>(row => Sql.ArrayLiteral(of(row)), "float8[]"));

    public static Column<T> Long<T>(Func<T, long> of) => new Column<T, long>("bigint", NpgsqlDbType.Bigint, of, static (copy, number) => copy.Write(number));

    public static Column<T> OptionalLong<T>(Func<T, long?> of) => new Column<T, long?>("bigint", NpgsqlDbType.Bigint, of, static (copy, number) => copy.Write(number!.Value));

    public static Column<T> Time<T>(Func<T, Instant> of) =>
        new Column<T, long>("timestamptz", NpgsqlDbType.TimestampTz, row => Sql.ToDatabase(of(row)), static (copy, microseconds) => copy.Write(microseconds));

    public static Column<T> Id<T>(Func<T, Guid> of) => new Column<T, Guid>("uuid", NpgsqlDbType.Uuid, of, static (copy, id) => copy.Write(id));

    public static Column<T> Bytes<T>(Func<T, byte[]> of) => new Column<T, byte[]>("bytea", NpgsqlDbType.Bytea, of, static (copy, bytes) => copy.Write(bytes));

    private static Column<T, string?> Literal<T>(Func<T, string?> of, string cast) => new("text", NpgsqlDbType.Text, of, WriteText, cast);

    private static void WriteText(CopyBuffer copy, string? text) => copy.Write(text!);
}

/// <param name="Encode">Writes a value that is not null.</param>
internal record Column<T, TValue>(string Type, NpgsqlDbType DbType, Func<T, TValue> Of, Action<CopyBuffer, TValue> Encode, string? Cast = null) : Column<T>(Type, Cast)
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

    public override void Copy(CopyBuffer copy, T row)
    {
        if (Of(row) is { } value)
            Encode(copy, value);
        else
            copy.WriteNull();
    }
}

/// <summary>Text that is UTF-8 already: copied as it is, an array of its own only as a parameter.</summary>
internal sealed record Utf8Column<T>(Func<T, ReadOnlyMemory<byte>> Text)
    : Column<T, byte[]>("text", NpgsqlDbType.Text, row => Text(row).ToArray(), static (copy, utf8) => copy.Write(utf8))
{
    public override void Copy(CopyBuffer copy, T row) => copy.Write(Text(row).Span);
}

/// <param name="Literal">The same as a parameter.</param>
internal sealed record ArrayColumn<T>(Action<CopyBuffer, T> Write, Column<T, string?> Literal) : Column<T>(Literal.Type, Literal.Cast)
{
    public override NpgsqlParameter One(T row) => Literal.One(row);

    public override NpgsqlParameter Many(IReadOnlyList<T> rows) => Literal.Many(rows);

    public override void Copy(CopyBuffer copy, T row) => Write(copy, row);
}
