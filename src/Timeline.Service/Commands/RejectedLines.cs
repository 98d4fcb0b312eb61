using System.Text;
using System.Text.Json;
using Timeline.Service.Import;

namespace Timeline.Service.Commands;

/// <summary>Keeps the lines that were rejected, each with its number and the reason: in a file, and the first few for the eye.</summary>
internal sealed class RejectedLines(string? file) : IAsyncDisposable
{
    private const int MostShown = 10;

    private readonly FileStream? _file = file is null ? null : new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 64 * 1024);
    private readonly List<string> _shown = [];

    public async Task AddAsync(string input, IReadOnlyList<ImportOutcome> outcomes)
    {
        var rejected = outcomes.Where(outcome => outcome.Verdict == ImportVerdict.Rejected).ToList();
        foreach (var outcome in rejected.Take(MostShown - _shown.Count))
            _shown.Add($"{input}:{outcome.Line.Number}: {outcome.Problem!.Detail}");
        if (_file is not null && rejected.Count > 0)
            await _file.WriteAsync(NdJson.Of(rejected, (json, outcome) => Write(json, input, outcome)));
    }

    /// <summary>Tells of them on standard error.</summary>
    public async Task TellAsync(long count)
    {
        if (_file is not null)
            await _file.FlushAsync();
        foreach (var line in _shown)
            await Console.Error.WriteLineAsync(line);
        if (count > _shown.Count)
            await Console.Error.WriteLineAsync($"… and {Terminal.Count(count - _shown.Count)} more.");
        if (count > 0)
            await Console.Error.WriteLineAsync(file is null ? "--rejects <file> keeps the rejected lines with their reasons." : $"{file} has the rejected lines with their reasons.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
    }

    private static void Write(Utf8JsonWriter json, string input, ImportOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("file", input);
        json.WriteNumber("line", outcome.Line.Number);
        json.WritePropertyName("problem");
        outcome.Problem!.WriteTo(json);
        // What is no UTF-8 becomes replacement characters; what is too long was never kept.
        if (!outcome.Line.IsTooLong)
            json.WriteString("text", Encoding.UTF8.GetString(outcome.Line.Text.Span));
        json.WriteEndObject();
    }
}
