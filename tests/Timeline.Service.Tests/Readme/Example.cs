using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Readme;

/// <summary>A question that a page asks with curl, and the part of the answer that it shows.</summary>
/// <param name="Headers">Those that curl is told to send.</param>
internal sealed partial record Example(string Url, IReadOnlyList<(string Name, string Value)> Headers, string Shown)
{
    public static IReadOnlyList<Example> Of(params string[] page) => [.. Block().Matches(Text(page)).Select(match => new Example(
        match.Groups["url"].Value,
        [.. match.Groups["header"].Captures.Select(header => header.Value.Split(": ", 2)).Select(parts => (parts[0], parts[1]))],
        match.Groups["answer"].Value))];

    public static string Text(params string[] page) => File.ReadAllText(Repository.PathOf(page));

    /// <summary>Asks a service.</summary>
    public async Task<JsonElement> AskAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return JsonElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <summary>The first part of what is shown that the answer does not have, in order; null where it has all. "…" stands for any text.</summary>
    public string? MissingFrom(JsonElement answer) => Missing(JsonElement.Parse(Shown), answer, "");

    private static string? Missing(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != actual.ValueKind)
            return $"{path}: {expected} is expected, {actual} is there";
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return expected.EnumerateObject()
                    .Select(member => actual.TryGetProperty(member.Name, out var value) ? Missing(member.Value, value, $"{path}.{member.Name}") : $"{path}.{member.Name} is not there")
                    .FirstOrDefault(missing => missing is not null);
            case JsonValueKind.Array:
                var rest = actual.EnumerateArray().ToList();
                foreach (var item in expected.EnumerateArray())
                {
                    var found = rest.FindIndex(candidate => Missing(item, candidate, path) is null);
                    if (found < 0)
                        return $"{path}: {item} is not there, or not in this order";
                    rest = rest[(found + 1)..];
                }
                return null;
            case JsonValueKind.String:
                var pattern = string.Join(".*", expected.GetString()!.Split('…').Select(Regex.Escape));
                return Regex.IsMatch(actual.GetString()!, $"^{pattern}$", RegexOptions.Singleline) ? null : $"{path}: {expected} is expected, {actual} is there";
            default:
                return JsonElement.DeepEquals(expected, actual) ? null : $"{path}: {expected} is expected, {actual} is there";
        }
    }

    [GeneratedRegex(@"```sh\ncurl (-H '(?<header>[^']+)' )*'http://localhost:5080(?<url>[^']+)'\n```\n```json\n(?<answer>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
