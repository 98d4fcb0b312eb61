using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Timeline.Service.Database;

/// <summary>A statement's rows, of which there is at least one.</summary>
internal interface IRowsToWrite
{
    int Count { get; }

    /// <summary>Adds the parameters.</summary>
    /// <param name="asArrays">Whether they are arrays of all rows, else the values of the only one.</param>
    /// <returns>The statement, its parameters numbered from 1.</returns>
    string AddTo(NpgsqlParameterCollection parameters, bool asArrays);
}

/// <summary>
/// What one transaction writes: statements, and after them rows to copy in. Statements that take rows become one, each but the last in its WITH
/// clause: none of them reads what another writes, and one statement costs the server and us far less than several.
/// </summary>
internal sealed partial class Writes(NpgsqlBatch batch) : IDisposable
{
    private static readonly ConcurrentDictionary<string[], string> Texts = new(new SameTexts());

    private readonly List<IRowsToWrite> _rows = [];

    public NpgsqlBatch Batch => batch;

    /// <summary>Rows to copy in, encoded. Where there are some, the batch is no transaction of its own any more.</summary>
    public List<(string Statement, CopyBuffer Rows)> Copies { get; } = [];

    public void Add(IRowsToWrite rows) => _rows.Add(rows);

    /// <summary>Adds the rows' statement to the batch. To be called once, after everything else was added.</summary>
    public void Complete()
    {
        if (_rows.Count == 0)
            return;
        // Not a mixture, which would be one more statement to plan for each.
        var asArrays = _rows.Exists(rows => rows.Count > 1);
        var command = new NpgsqlBatchCommand();
        var statements = new string[_rows.Count];
        var parameters = new int[_rows.Count];
        for (var i = 0; i < statements.Length; i++)
        {
            parameters[i] = command.Parameters.Count;
            statements[i] = _rows[i].AddTo(command.Parameters, asArrays);
        }
        command.CommandText = statements.Length == 1 ? statements[0] : Texts.GetOrAdd(statements, static (texts, before) => InOne(texts, before), parameters);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Copies the rows in, within the transaction that the batch has begun.</summary>
    public async Task CopyAsync(NpgsqlConnection connection)
    {
        foreach (var (statement, rows) in Copies)
            await rows.SendAsync(connection, statement, CancellationToken.None);
    }

    /// <summary>Gives the memory of the rows back.</summary>
    public void Dispose()
    {
        foreach (var (_, rows) in Copies)
            rows.Dispose();
        Copies.Clear();
        batch.Dispose();
    }

    private static string InOne(string[] statements, int[] parametersBefore)
    {
        var text = new StringBuilder();
        for (var i = 0; i < statements.Length; i++)
        {
            var statement = Parameter().Replace(
                statements[i], number => string.Create(CultureInfo.InvariantCulture, $"${int.Parse(number.ValueSpan[1..], CultureInfo.InvariantCulture) + parametersBefore[i]}"));
            if (i == statements.Length - 1)
                text.Append('\n').Append(statement);
            else
                text.Append(i == 0 ? "with " : ",\n").Append(CultureInfo.InvariantCulture, $"part_{i} as (\n").Append(statement).Append(')');
        }
        return text.ToString();
    }

    [GeneratedRegex(@"\$[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private sealed class SameTexts : IEqualityComparer<string[]>
    {
        public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(string[] texts)
        {
            var hash = default(HashCode);
            foreach (var text in texts)
                hash.Add(text.Length);
            return hash.ToHashCode();
        }
    }
}
