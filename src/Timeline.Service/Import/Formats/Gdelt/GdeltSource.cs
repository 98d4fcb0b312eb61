using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Log;

namespace Timeline.Service.Import.Formats.Gdelt;

/// <summary>
/// A GDELT 2.0 event export as reports: <c>gdelt-&lt;GLOBALEVENTID&gt;</c> by the actor <c>gdelt-&lt;code&gt;</c>, each actor registered before the
/// first row that names it. Keys come from GDELT's own ids, so that importing an export again is harmless.
/// </summary>
internal sealed class GdeltSource(LineReader lines) : ICommandSource
{
    /// <summary>More actors than GDELT has codes in use; beyond it some are registered again, which changes nothing.</summary>
    private const int MostActors = 100_000;

    private readonly HashSet<string> _actors = new(StringComparer.Ordinal);

    public long Bytes => lines.Bytes;

    public async ValueTask<IReadOnlyList<ImportedCommand>> ReadAsync(int most, int mostBytes, CancellationToken cancellation) =>
        [.. (await lines.ReadAsync(most, mostBytes, cancellation)).SelectMany(Commands)];

    private IEnumerable<ImportedCommand> Commands(InputLine line)
    {
        if (line.IsTooLong)
            return [ImportedCommand.Read(line)];
        if (GdeltRow.Read(line.Text.Span, out var problems) is not { } row)
            return [Row.Refused(line, problems)];
        if (_actors.Count > MostActors)
            _actors.Clear();
        var codes = new[] { row.Actor1, row.Actor2 }.OfType<string>().Where(_actors.Add).ToList();
        return [.. codes.Select(code => Actor(line, code)), Report(line, row)];
    }

    private static string ActorId(string code) => $"gdelt-{code.ToLowerInvariant()}";

    /// <summary>A key that says what it stands for, whatever words we make of the codes: they may be other ones in a later version.</summary>
    private static CommandKey Key(string key) => new(CommandKey.Import, key, SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static ImportedCommand Actor(InputLine line, string code) => Row.Command(
        line,
        json =>
        {
            var (name, kind) = Cameo.Actor(code);
            json.WriteStartObject();
            json.WriteString("type", "actor");
            json.WriteString("id", ActorId(code));
            json.WriteString("name", Cut(name, Limits.Name));
            json.WriteString("kind", kind);
            json.WriteEndObject();
        },
        Key($"gdelt/actor/{code}"));

    private static ImportedCommand Report(InputLine line, GdeltRow row) =>
        Row.Command(line, json => Write(json, row), Key(string.Create(CultureInfo.InvariantCulture, $"gdelt/event/{row.Id}")));

    private static void Write(Utf8JsonWriter json, GdeltRow row)
    {
        var (publisher, url) = SourceOf(row.SourceUrl);
        json.WriteStartObject();
        json.WriteString("type", "report");
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"gdelt-{row.Id}"));
        json.WriteString("actor", ActorId((row.Actor1 ?? row.Actor2)!));
        if (row is { Actor1: { } first, Actor2: { } second } && first != second)
        {
            json.WriteStartArray("participants");
            json.WriteStartObject();
            json.WriteString("actor", ActorId(second));
            json.WriteString("role", "counterpart");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteString("kind", Cameo.KindOf(row.Root, row.BaseCode));
        json.WriteString("occurred", row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("headline", Cut(Headline(row), Limits.Headline));
        json.WriteString("summary", Summary(row));
        json.WriteString("attribution", Cut($"{publisher}, as coded by GDELT", Limits.Attribution));
        json.WriteStartObject("source");
        json.WriteString("publisher", Cut(publisher, Limits.Name));
        if (url is not null)
            json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteString("reportedAt", row.Added.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (row.Place is { } place)
            WritePlace(json, place);
        json.WriteStartArray("tags");
        json.WriteStringValue("gdelt");
        json.WriteStringValue($"cameo-{row.EventCode}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, GdeltPlace place)
    {
        json.WriteStartArray("places");
        json.WriteStartObject();
        json.WriteString("name", Cut(place.Name, Limits.Name));
        if (place.Latitude is { } latitude)
            json.WriteNumber("latitude", latitude);
        if (place.Longitude is { } longitude)
            json.WriteNumber("longitude", longitude);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Headline(GdeltRow row)
    {
        var subject = row.Actor1 is null ? "An unnamed actor" : Cameo.Actor(row.Actor1).Name;
        var deed = row.Actor2 is null ? row.Root.Alone : string.Format(CultureInfo.InvariantCulture, row.Root.Towards, Cameo.Actor(row.Actor2).Name);
        return $"{subject} {deed}{(row.Place is null ? "" : $", {row.Place.Name}")}";
    }

    private static string Summary(GdeltRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"Coded by machine as CAMEO {row.EventCode}{(row.GoldsteinScale is { } scale ? $" (Goldstein scale {scale})" : "")}, from {row.Mentions} mentions in {row.Articles} articles of {row.Sources} sources{(row.Tone is { } tone ? $", average tone {tone:0.##}" : "")}.");

    /// <summary>The host is the publisher. What stands there instead of an address, such as <c>BBC Monitoring</c>, is the publisher itself.</summary>
    private static (string Publisher, string? Url) SourceOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return (text, null);
        // Verbatim where it is a URL; some have characters in them that a URL must have percent-encoded.
        var url = TextRules.Url(text, out _) is null ? text : TextRules.Url(uri.AbsoluteUri, out _) is null ? uri.AbsoluteUri : null;
        return (uri.Host.StartsWith("www.", StringComparison.Ordinal) ? uri.Host[4..] : uri.Host, url);
    }

    private static string Cut(string text, int most) => text.EnumerateRunes().Count() <= most ? text : string.Concat(text.EnumerateRunes().Take(most - 1)) + "…";
}
