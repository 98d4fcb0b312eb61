using System.Globalization;
using CsvHelper;

namespace Timeline.Service.Import.Formats.Csv;

/// <summary>The rows of a CSV file (RFC 4180) as the commands that a mapping makes of them. A row is named by the line on which it begins.</summary>
internal sealed class CsvSource : ICommandSource, IDisposable
{
    private const int LongestRow = 1 << 20;

    /// <summary>Beyond it some actors are registered again, which changes nothing.</summary>
    private const int MostActors = 100_000;

    private readonly CsvMapping _mapping;
    private readonly CsvReader _csv;
    private readonly HashSet<string> _actors = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _columns;
    private int _count;
    private string? _malformed;
    private bool _isAtEnd;

    public CsvSource(Stream stream, CsvMapping mapping)
    {
        _mapping = mapping;
        _csv = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = mapping.Delimiter,
                HasHeader = false,
                Encoding = mapping.Encoding,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                OnMalformedRecord = record => _malformed = record.Reason == CsvMalformedReason.UnterminatedQuote ? "a quote is opened in this row and never closed" : null,
            },
            true);
    }

    public long Bytes => _csv.ByteOffset;

    /// <exception cref="CsvMappingException">The mapping names a column that the file does not have.</exception>
    public async ValueTask<IReadOnlyList<ImportedCommand>> ReadAsync(int most, int mostBytes, CancellationToken cancellation)
    {
        var commands = new List<ImportedCommand>();
        var bytes = 0;
        while (!_isAtEnd && commands.Count < most && bytes < mostBytes)
        {
            if (!await NextAsync(commands, cancellation))
                break;
            if (_columns is null)
            {
                ReadHeader();
                if (_mapping.HasHeader)
                    continue;
            }
            var line = new InputLine(_csv.LineNumber, _csv.RawRecord.ToArray());
            bytes += line.Text.Length;
            commands.AddRange(Commands(line));
        }
        return commands;
    }

    public void Dispose() => _csv.Dispose();

    private async ValueTask<bool> NextAsync(List<ImportedCommand> commands, CancellationToken cancellation)
    {
        _malformed = null;
        try
        {
            if (await _csv.ReadAsync(cancellation))
                return true;
        }
        catch (CsvFormatException exception)
        {
            // Where the row ends is unknown, and so is where the next one begins.
            commands.Add(Row.Refused(new InputLine(Math.Max(1, exception.LineNumber), default, IsTooLong: true), $"the row cannot be read, and nothing after it: {exception.Message.TrimEnd('.')}"));
        }
        _isAtEnd = true;
        return false;
    }

    private void ReadHeader()
    {
        _count = _csv.FieldCount;
        _columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _count; i++)
        {
            var name = _mapping.HasHeader ? _csv.GetString(i).Trim() : (i + 1).ToString(CultureInfo.InvariantCulture);
            if (!_columns.TryAdd(name, i))
                twice.Add(name);
        }
        foreach (var column in _mapping.Columns)
        {
            if (twice.Contains(column))
                throw new CsvMappingException($"the file has two columns named '{column}'");
            if (!_columns.ContainsKey(column))
                throw new CsvMappingException($"there is no column '{column}' in the file; there are {string.Join(", ", _columns.Keys.Select(name => $"'{name}'"))}");
        }
    }

    private IEnumerable<ImportedCommand> Commands(InputLine line)
    {
        if (_mapping.Encoding is null && !System.Text.Unicode.Utf8.IsValid(line.Text.Span))
            return [Row.Refused(line, "the row has bytes that are not UTF-8; if the file has another encoding, name it in the mapping")];
        if (_malformed is not null)
            return [Row.Refused(line, _malformed)];
        if (_csv.FieldCount != _count)
            return [Row.Refused(line, string.Create(CultureInfo.InvariantCulture, $"the row has {_csv.FieldCount} columns; the {(_mapping.HasHeader ? "header" : "first row")} has {_count}"))];
        var cells = Enumerable.Range(0, _count).Select(i => _csv.GetString(i).Trim()).ToArray();
        string Cell(string column) => cells[_columns![column]];
        return [.. _mapping.Commands.Where(command => command.Condition?.Holds(Cell) != false).Select(command => Make(line, command, Cell)).OfType<ImportedCommand>()];
    }

    /// <summary>Null for an actor that was registered by an earlier row, just like this.</summary>
    private ImportedCommand? Make(InputLine line, CsvCommand command, Func<string, string> cell)
    {
        var row = new CsvRow(command, cell);
        var json = row.Fill();
        if (row.Problems.Count > 0)
            return Row.Refused(line, row.Problems);
        if (command.IsActor)
        {
            if (_actors.Count > MostActors)
                _actors.Clear();
            if (!_actors.Add(json.ToJsonString()))
                return null;
        }
        return Row.WithColumns(Row.Command(line, writer => json.WriteTo(writer)), row.ColumnOf);
    }
}
