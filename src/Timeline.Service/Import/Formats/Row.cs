using System.Buffers;
using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Json;
using Timeline.Service.Log;

namespace Timeline.Service.Import.Formats;

/// <summary>Makes commands of a row of a table: the row is turned into what a line of NDJSON would say, and read like one.</summary>
internal static class Row
{
    /// <param name="line">The row as it came, and where it begins.</param>
    /// <param name="key">Under which it is remembered; null for its command's content.</param>
    public static ImportedCommand Command(InputLine line, Action<Utf8JsonWriter> write, CommandKey? key = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            write(json);
        var command = ImportedCommand.Read(new InputLine(line.Number, buffer.WrittenMemory));
        return command with { Line = line, Key = command.Key is null ? null : key ?? command.Key };
    }

    /// <summary>A row that is no command.</summary>
    public static ImportedCommand Refused(InputLine line, params IReadOnlyList<string> problems) =>
        new(line, null, null, null, new Refusal(RefusalCode.Invalid, string.Join("; ", problems) + "."));

    /// <summary>What is wrong is told with all its fields, and with the columns that they come from.</summary>
    public static ImportedCommand WithColumns(ImportedCommand command, IReadOnlyDictionary<string, string> columnOf)
    {
        if (command.Refusal is not { Errors: { Count: > 0 } errors } refusal)
            return command;
        var problems = errors.Select(error => $"{(columnOf.TryGetValue(error.Key, out var columns) ? $"{columns}: {error.Key}" : error.Key)} {string.Join(", ", error.Value)}");
        return command with { Refusal = refusal with { Detail = string.Join("; ", problems) + "." } };
    }
}
