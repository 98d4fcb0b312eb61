using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Timeline.Service.Import.Archives;

/// <summary>An archive cannot be restored; the message is for the user.</summary>
internal sealed class ArchiveException : Exception
{
    public ArchiveException(string message) : base(message) { }

    public ArchiveException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>What the last line of an archive says that the others hold.</summary>
/// <param name="Position">The newest event's.</param>
/// <param name="Sha256">Of all lines before it, each with a line feed at its end, in hex.</param>
internal sealed record ArchiveContents(long Streams, long Events, long Keys, long Position, string Sha256);

/// <summary>
/// A whole log as NDJSON: a line that says so, then every row of the streams, events and idempotency keys as PostgreSQL tells it in JSON, then a line
/// with their numbers and a hash, so that an archive that was cut off or altered is recognized.
/// </summary>
/// <param name="Log">The id of the log that it was taken of.</param>
/// <param name="Created">When that log was born.</param>
internal sealed record Archive(string Log, string Created, ArchiveContents Contents)
{
    /// <summary>Raised when the format changes.</summary>
    public const int Format = 1;

    /// <summary>A row is an event of at most 1 MiB with some more around it.</summary>
    public const int LongestLine = 64 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether an input begins like an archive; 11 bytes are enough.</summary>
    public static bool IsAnnouncedBy(ReadOnlySpan<byte> start) => start.StartsWith("{\"archive\":"u8);

    public static byte[] FirstLine(string log, string created) => Line(new { archive = Format, log, created });

    public static byte[] LastLine(ArchiveContents contents) => Line(new { end = contents });

    /// <summary>Reads all of an archive and compares it with what its last line says.</summary>
    /// <param name="progress">Told the bytes read.</param>
    /// <exception cref="ArchiveException">It is none, was cut off or altered, or is of a newer format.</exception>
    public static async Task<Archive> CheckAsync(Stream stream, Action<long> progress, CancellationToken cancellation)
    {
        var lines = new LineReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true)), LongestLine);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (string Log, string Created)? first = null;
        ArchiveContents? last = null;
        var counts = new Dictionary<ArchiveRow, long>();
        while (await lines.ReadAsync(1000, 1 << 20, cancellation) is { Count: > 0 } batch)
        {
            foreach (var line in batch)
            {
                if (last is not null)
                    throw Broken(line, "something stands after the archive's last line");
                if (first is null)
                    first = ReadFirst(line);
                else if (line.Text.Span.StartsWith("{\"end\":"u8))
                    last = ReadLast(line);
                else
                    counts[KindOf(line)] = counts.GetValueOrDefault(KindOf(line)) + 1;
                if (last is null)
                {
                    hash.AppendData(line.Text.Span);
                    hash.AppendData("\n"u8);
                }
            }
            progress(lines.Bytes);
        }
        if (first is null || last is null)
            throw new ArchiveException("The archive is cut off: its last line, which begins with {\"end\":, is missing. Nothing was restored.");
        var found = last with
        {
            Streams = counts.GetValueOrDefault(ArchiveRow.Stream),
            Events = counts.GetValueOrDefault(ArchiveRow.Event),
            Keys = counts.GetValueOrDefault(ArchiveRow.Key),
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
        };
        return found == last
            ? new Archive(first.Value.Log, first.Value.Created, last)
            : throw new ArchiveException("The archive was altered or is incomplete: its lines are not those that its last line tells of. Nothing was restored.");
    }

    /// <exception cref="ArchiveException">It is no row.</exception>
    public static ArchiveRow KindOf(InputLine line) =>
        line.Text.Span.StartsWith("{\"event\":"u8) ? ArchiveRow.Event
        : line.Text.Span.StartsWith("{\"stream\":"u8) ? ArchiveRow.Stream
        : line.Text.Span.StartsWith("{\"key\":"u8) ? ArchiveRow.Key
        : throw Broken(line, "it is no row of an archive");

    /// <summary>A row's JSON, out of its line.</summary>
    public static ReadOnlyMemory<byte> RowOf(InputLine line, ArchiveRow kind) => line.Text[(NameOf(kind).Length + "{\"\":".Length)..^1];

    public static string NameOf(ArchiveRow kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static (string Log, string Created) ReadFirst(InputLine line)
    {
        try
        {
            var json = JsonElement.Parse(line.Text.Span);
            return json.GetProperty("archive").GetInt32() is var format && format != Format
                ? throw new ArchiveException($"The archive is of format {format}, this binary reads {Format}: take a newer one.")
                : (json.GetProperty("log").GetString()!, json.GetProperty("created").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Broken(line, "it is no archive's first line");
        }
    }

    private static ArchiveContents ReadLast(InputLine line)
    {
        try
        {
            return JsonElement.Parse(line.Text.Span).GetProperty("end").Deserialize<ArchiveContents>(Json)!;
        }
        catch (JsonException)
        {
            throw Broken(line, "it is cut off");
        }
    }

    private static ArchiveException Broken(InputLine line, string what) => new($"The archive cannot be read at line {line.Number}: {what}. Nothing was restored.");

    private static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), (byte)'\n'];
}

/// <summary>What a line of an archive holds; its member has this name.</summary>
internal enum ArchiveRow
{
    Stream,
    Event,
    Key,
}
