using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Timeline.Service.Tests.OpenApi;

/// <summary>
/// Sends the document's examples in the order of its walkthrough, and collects where service and document differ (<see cref="Faults"/>) and
/// what has to fit which schema (<see cref="Fits"/>).
/// </summary>
internal sealed class Replay(ApiDocument document, HttpClient client)
{
    private readonly Substitutions _substitutions = new();

    public List<string> Faults { get; } = [];

    public List<Fit> Fits { get; } = [];

    public async Task RunAsync()
    {
        foreach (var (operation, example, status) in document.Walkthrough)
            await SendAsync(operation, example, status);
    }

    private async Task SendAsync(Operation operation, string example, int status)
    {
        var what = $"{operation.Id}/{example}";
        var answer = document.Answer(operation, status);
        var shown = MediaTypeOf(answer, example);
        using var request = Request(operation, example, shown, isAccepted: status < 400);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await BodyAsync(response, (string?)(answer["content"]?["text/event-stream"]?["examples"]?[example]?["value"]));
        if ((int)response.StatusCode != status)
        {
            Faults.Add($"{what}: {(int)response.StatusCode} instead of {status}: {body}");
            return;
        }
        if (answer["content"] is JsonObject content)
            Compare(what, content, response.Content.Headers.ContentType?.MediaType ?? "none", example, body);
        foreach (var (name, header) in answer["headers"] as JsonObject ?? [])
            CompareHeader(what, name, document.Resolve(header!), example, response);
        if (operation.Method == "GET")
            await CompareHeadAsync(what, request, response);
    }

    private HttpRequestMessage Request(Operation operation, string example, string? accept, bool isAccepted)
    {
        var path = operation.Path;
        var query = new List<string>();
        var request = new HttpRequestMessage { Method = new HttpMethod(operation.Method) };
        foreach (var parameter in document.Parameters(operation))
        {
            if (parameter["examples"]?[example]?["value"] is not { } value)
                continue;
            var name = (string)parameter["name"]!;
            if (isAccepted)
                Fits.Add(new Fit($"{operation.Id}/{example}, parameter {name}", parameter["schema"]!, value));
            var texts = (value as JsonArray ?? [value.DeepClone()]).Select(item => _substitutions.ToReal(Text(item!))).ToList();
            if (parameter["explode"] is { } explode && !(bool)explode)
                texts = [string.Join(',', texts)];
            if ((string)parameter["in"]! == "path")
                path = path.Replace($"{{{name}}}", parameter["x-slashes"] is null ? Uri.EscapeDataString(texts[0]) : texts[0], StringComparison.Ordinal);
            else if ((string)parameter["in"]! == "header")
                request.Headers.TryAddWithoutValidation(name, texts[0]);
            else
                query.AddRange(texts.Select(text => $"{name}={Uri.EscapeDataString(text)}"));
        }
        request.RequestUri = new Uri(query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", UriKind.Relative);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        foreach (var (mediaType, content) in operation.Node["requestBody"]?["content"] as JsonObject ?? [])
        {
            if (content!["examples"]?[example]?["value"] is not { } value)
                continue;
            if (isAccepted)
                AddFits($"{operation.Id}/{example}, body", content, value);
            request.Content = new StringContent(_substitutions.ToReal(Text(value)), Encoding.UTF8, mediaType);
        }
        return request;
    }

    private void Compare(string what, JsonObject content, string mediaType, string example, string body)
    {
        if (content[mediaType] is not { } described)
        {
            Faults.Add($"{what}: an answer of the undescribed type {mediaType}");
            return;
        }
        var isJson = mediaType.EndsWith("json", StringComparison.Ordinal) && !mediaType.EndsWith("ndjson", StringComparison.Ordinal);
        var value = isJson ? JsonNode.Parse(body)! : JsonValue.Create(body);
        AddFits(what, described, value);
        if (described["examples"]?[example]?["value"] is not { } shown)
            return;
        _substitutions.Learn(shown, value);
        var real = _substitutions.ToDocumented(Text(value));
        if (real != Text(shown))
            Faults.Add($"{what}: answered\n{real}\ninstead of\n{Text(shown)}");
    }

    private void AddFits(string what, JsonNode described, JsonNode value)
    {
        Fits.Add(new Fit(what, described["schema"]!, value));
        if (described["x-itemSchema"] is { } itemSchema)
            Fits.AddRange(Items((string)value!).Select(item => new Fit($"{what}, an item", itemSchema, JsonNode.Parse(item))));
    }

    /// <summary>Lines of JSON, or the data of nameless server-sent events.</summary>
    private static IEnumerable<string> Items(string text) => text.StartsWith('{')
        ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        : text.Split("\n\n").Where(frame => frame.StartsWith("data: ", StringComparison.Ordinal)).Select(frame => frame["data: ".Length..].Split('\n')[0]);

    /// <param name="shownEvents">Of a stream of events, which may have no end, only as many are read as the example has.</param>
    private static async Task<string> BodyAsync(HttpResponseMessage response, string? shownEvents)
    {
        if (shownEvents is null)
            return await response.Content.ReadAsStringAsync();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var read = new StringBuilder();
        for (var left = shownEvents.Split("\n\n").Length - 1; left > 0 && await reader.ReadLineAsync() is { } line;)
        {
            read.Append(line).Append('\n');
            left -= line.Length == 0 ? 1 : 0;
        }
        return read.ToString();
    }

    private void CompareHeader(string what, string name, JsonObject header, string example, HttpResponseMessage response)
    {
        var given = response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
        if (given is null && header["required"] is { } required && (bool)required)
            Faults.Add($"{what}: without the header {name}");
        if (given is not null)
            Fits.Add(new Fit($"{what}, header {name}", header["schema"]!, JsonValue.Create(given)));
        if (header["examples"]?[example]?["value"] is { } shown && (string)shown! != _substitutions.ToDocumented(given ?? ""))
            Faults.Add($"{what}: the header {name} is {_substitutions.ToDocumented(given ?? "")} instead of {shown}");
    }

    private async Task CompareHeadAsync(string what, HttpRequestMessage get, HttpResponseMessage answer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, get.RequestUri);
        foreach (var (name, values) in get.Headers)
            request.Headers.TryAddWithoutValidation(name, values);
        using var head = await client.SendAsync(request);
        if (head.StatusCode != answer.StatusCode || $"{head.Headers.ETag}" != $"{answer.Headers.ETag}")
            Faults.Add($"{what}: HEAD gave {(int)head.StatusCode} and the ETag {head.Headers.ETag}, GET {(int)answer.StatusCode} and {answer.Headers.ETag}");
    }

    private static string? MediaTypeOf(JsonObject answer, string example) =>
        (answer["content"] as JsonObject ?? []).FirstOrDefault(content => content.Value?["examples"]?[example] is not null).Key;

    /// <summary>A text as it is, everything else as JSON.</summary>
    private static string Text(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => (string)node!,
        System.Text.Json.JsonValueKind.Number => node.ToJsonString().ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(Domain.Json.TimelineJson.Events.Options),
    };
}
