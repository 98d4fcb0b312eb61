using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>
/// What differs from log to log, learned from answers: the edition, cursors, times of recording and how late they are, hashes, its own address
/// and trace ids. Each but the last stands for one and the same thing throughout.
/// </summary>
internal sealed partial class Substitutions
{
    private readonly Dictionary<string, string> _real = new(StringComparer.Ordinal);

    public string ToReal(string documented) => _real.Aggregate(documented, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    public string ToDocumented(string real) => _real.Aggregate(real, (text, pair) => text.Replace(pair.Value, pair.Key, StringComparison.Ordinal));

    /// <summary>Learns from an answer and the example of it; both of the same shape, where they are alike.</summary>
    public void Learn(JsonNode? documented, JsonNode? real)
    {
        if (documented is JsonObject shown && real is JsonObject given)
        {
            foreach (var (name, value) in shown)
                Learn(name, value, given[name]);
        }
        else if (documented is JsonArray items && real is JsonArray others)
        {
            foreach (var (item, other) in items.Zip(others))
                Learn(item, other);
        }
    }

    private void Learn(string name, JsonNode? documented, JsonNode? real)
    {
        if (name == "edition")
            _real.TryAdd(((string)documented!).Split('.')[0], ((string)real!).Split('.')[0]);
        else if (name is "traceId" && (string?)real is { } traceId)
            _real[(string)documented!] = traceId;
        else if (name is "recordedAt" or "requestedAt" or "startedAt" or "endedAt" or "since" && IsTime((string)documented!) && IsTime((string?)real ?? ""))
            _real.TryAdd((string)documented!, (string)real!);
        else if (name is "recordingLag" && documented is JsonObject lags)
            LearnSeconds(lags, real as JsonObject);
        else if (name is "url" && Origin((string)documented!) is { } origin && Origin((string?)real ?? "") is { } host)
            _real.TryAdd(origin, host);
        else if (name is "sha256" && documented is not null && real is not null)
            LearnHash((string)documented!, (string)real!);
        else if (name is "next" && Cursor().Match((string)documented!) is { Success: true } cursor && Cursor().Match((string?)real ?? "") is { Success: true } other)
            _real.TryAdd(cursor.Value, other.Value);
        else
            Learn(documented, real);
    }

    private void LearnSeconds(JsonObject documented, JsonObject? real)
    {
        foreach (var (name, seconds) in documented.Where(member => member.Key.EndsWith("Seconds", StringComparison.Ordinal)))
        {
            if (real?[name] is { } measured)
                _real.TryAdd(seconds!.ToJsonString(), measured.ToJsonString());
        }
    }

    /// <summary>The hash, and the digits that names are made of.</summary>
    private void LearnHash(string documented, string real)
    {
        _real.TryAdd(documented, real);
        _real.TryAdd(documented[..8], real[..8]);
    }

    /// <summary>Of an address of this service, none of another's.</summary>
    private static string? Origin(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback ? uri.GetLeftPart(UriPartial.Authority) : null;

    private static bool IsTime(string text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _);

    [GeneratedRegex("(?<=[?&]after=)[A-Za-z0-9_-]{40,}")]
    private static partial Regex Cursor();
}
