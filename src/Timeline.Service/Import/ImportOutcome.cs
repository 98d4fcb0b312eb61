using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Service.Http;

namespace Timeline.Service.Import;

internal enum ImportVerdict
{
    Accepted,

    /// <summary>Its key was carried out before, or there was nothing left to do.</summary>
    Duplicate,
    Rejected,
}

/// <summary>What became of a line.</summary>
/// <param name="Position">The event's, where there is one.</param>
/// <param name="Problem">Why it was rejected.</param>
internal sealed record ImportOutcome(InputLine Line, ImportVerdict Verdict, long? Position = null, Problem? Problem = null)
{
    /// <summary><c>{line, outcome, position?, problem?}</c></summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("line", Line.Number);
        json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(Verdict.ToString()));
        if (Position is { } position)
            json.WriteNumber("position", position);
        if (Problem is not null)
        {
            json.WritePropertyName("problem");
            Problem.WriteTo(json);
        }
        json.WriteEndObject();
    }
}

/// <summary>How many lines fared how.</summary>
internal sealed class ImportTally
{
    public long Accepted { get; private set; }
    public long Duplicates { get; private set; }
    public long Rejected { get; private set; }
    public long Lines => Accepted + Duplicates + Rejected;

    public void Add(IReadOnlyList<ImportOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _ = outcome.Verdict switch
            {
                ImportVerdict.Accepted => Accepted++,
                ImportVerdict.Duplicate => Duplicates++,
                _ => Rejected++,
            };
        }
    }

    /// <summary><c>{accepted, duplicates, rejected, problem?}</c></summary>
    /// <param name="problem">Why the import ended early.</param>
    public void WriteTo(Utf8JsonWriter json, Problem? problem = null)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted", Accepted);
        json.WriteNumber("duplicates", Duplicates);
        json.WriteNumber("rejected", Rejected);
        if (problem is not null)
        {
            json.WritePropertyName("problem");
            problem.WriteTo(json);
        }
        json.WriteEndObject();
    }
}

/// <summary>Newline-delimited JSON.</summary>
internal static class NdJson
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>A line for each item.</summary>
    public static ReadOnlyMemory<byte> Of<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, TimelineJson.Writer);
        foreach (var item in items)
        {
            write(json, item);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }
        return buffer.WrittenMemory;
    }
}
