using System.Globalization;
using System.Text.Json;
using Timeline.Benchmarks.Generating;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Benchmarks.Importing;

/// <summary>
/// A file as an import gets it: the actors, then reports of which later lines correct 3 % and corroborate 1 % late, that is from a source that
/// was published a day before the report. The same number of lines gives the same file, which is removed at the end.
/// </summary>
internal sealed class GeneratedFile : IDisposable
{
    private const int ActorLines = 2_000;

    private GeneratedFile(string path) => Path = path;

    public string Path { get; }

    /// <param name="lines">The actors' included.</param>
    public static GeneratedFile Create(long lines)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"timeline-import-{Guid.NewGuid():N}.ndjson");
        using var stream = File.Create(path, 1 << 20);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        foreach (var actor in Reports.Registrations().Take(ActorLines))
        {
            json.WriteStartObject();
            json.WriteString("type", "actor");
            json.WriteString("id", actor.Actor);
            json.WriteString("name", actor.Name);
            json.WriteString("kind", "state");
            EndLine(json, stream);
        }
        for (var number = 0L; number < lines - ActorLines; number++)
        {
            Write(json, number);
            EndLine(json, stream);
        }
        return new GeneratedFile(path);
    }

    public void Dispose() => File.Delete(Path);

    private static void Write(Utf8JsonWriter json, long number)
    {
        json.WriteStartObject();
        var place = number % 100;
        if (place is 33 or 66 or 99 && Earlier(number) is { } corrected)
        {
            Begin(json, "correct", corrected);
            json.WriteStartObject("changes");
            json.WriteString("headline", string.Create(CultureInfo.InvariantCulture, $"{corrected.Headline}, dispatch {number} says"));
            json.WriteEndObject();
            json.WriteString("reason", "The first dispatch was wrong");
            End(json, number, corrected.Reported.Instant!.Value.PlusMicroseconds(3 * Instant.MicrosecondsPerDay));
        }
        else if (place == 50 && Earlier(number) is { } corroborated)
        {
            Begin(json, "corroborate", corroborated);
            json.WriteString("attribution", "The regional press");
            json.WriteString("headline", corroborated.Headline);
            json.WriteString("occurred", corroborated.Occurred);
            End(json, number, corroborated.Reported.Instant!.Value.PlusMicroseconds(-Instant.MicrosecondsPerDay));
        }
        else
        {
            json.WriteString("type", "report");
            foreach (var member in JsonElement.Parse(EventTypes.Write(Reports.Event(number))).EnumerateObject())
            {
                json.WritePropertyName(member.Name == "development" ? "id" : member.Name);
                member.Value.WriteTo(json);
            }
        }
    }

    /// <summary>A report up to some thousands of lines before.</summary>
    private static ReportDevelopment? Earlier(long number)
    {
        var earlier = number - 1 - (number * 7_919 % 5_000);
        return earlier < 0 ? null : Reports.Report(earlier - (earlier % 100 is 33 or 66 or 99 or 50 ? 1 : 0));
    }

    private static void Begin(Utf8JsonWriter json, string type, ReportDevelopment development)
    {
        json.WriteString("type", type);
        json.WriteString("development", development.Development);
    }

    private static void End(Utf8JsonWriter json, long number, Instant reportedAt)
    {
        json.WriteStartObject("source");
        json.WriteString("publisher", "The Gazette");
        json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"https://example.net/{number}"));
        json.WriteEndObject();
        json.WriteString("reportedAt", reportedAt.ToString());
    }

    private static void EndLine(Utf8JsonWriter json, Stream stream)
    {
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        stream.WriteByte((byte)'\n');
    }
}
