using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>What all suites use to talk to the host. Ids are new in every test, so that tests may share a log.</summary>
public abstract class ContractSuite(TimelineApi api)
{
    private static int ids;

    protected TimelineApi Api => api;

    protected static string Unique(string name) => $"{name}-{Interlocked.Increment(ref ids)}";

    protected async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = await api.Client.SendAsync(request))
            return new Answer(response, await response.Content.ReadAsByteArrayAsync());
    }

    protected Task<Answer> Send(Call call) => Send(call.ToRequest());

    /// <summary>Sends what must be accepted.</summary>
    protected async Task<Written> Accept(Call call)
    {
        var answer = await Send(call);
        answer.Status.ShouldBeOneOf(200, 201);
        return new Written(answer);
    }

    protected async Task<Written[]> Accept(params Call[] calls)
    {
        var all = new List<Written>();
        foreach (var call in calls)
            all.Add(await Accept(call));
        return [.. all];
    }

    /// <summary>Sends what must be refused, and checks that the log stays as it is.</summary>
    protected async Task<Answer> Refuse(Call call, int status, params string[] fields)
    {
        var before = await NewestPosition();
        var answer = (await Send(call)).ShouldBeProblem(status, fields);
        (await NewestPosition()).ShouldBe(before, "a refused call has written");
        return answer;
    }

    protected Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, headers);

    protected Task<Answer> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Send(request);
    }

    protected async Task<Answer> Ok(string path, params (string Name, string Value)[] headers) => (await Get(path, headers)).Should(200);

    /// <summary>The entry of a development, as known at a time or by default.</summary>
    protected async Task<JsonElement> Entry(string id, string? knownAt = null, long? basis = null) => (await Ok(PathOf(id, knownAt, basis))).Json;

    /// <summary>Whether anything is known of a development at a time.</summary>
    protected async Task<bool> IsKnown(string id, string? knownAt = null, long? basis = null)
    {
        var answer = await Get(PathOf(id, knownAt, basis));
        answer.Status.ShouldBeOneOf(200, 404);
        return answer.Status == 200;
    }

    /// <summary>The ids that <c>/api/timeline</c> lists, unpaged.</summary>
    protected async Task<string[]> Ids(string query) => (await Ok($"/api/timeline?limit=1000&{query}")).Texts("items[].id");

    protected async Task<long> NewestPosition() => (await Ok("/api/timeline?limit=1")).Json.Number("basis");

    /// <summary>Registers an actor, and gives its id.</summary>
    protected async Task<string> Actor(string name = "actor")
    {
        var id = Unique(name);
        await Accept(Calls.Register(id));
        return id;
    }

    /// <summary>A report by a new actor.</summary>
    protected async Task<Call> ReportOf(string name = "development") => Calls.Report(Unique(name)).By(await Actor());

    /// <summary>Reports something, and gives its id.</summary>
    protected async Task<string> Reported(string name = "development") => (await Accept(await ReportOf(name))).Id;

    private static string PathOf(string id, string? knownAt, long? basis)
    {
        var parameters = new[] { knownAt is null ? null : $"knownAt={knownAt}", basis is null ? null : $"basis={basis}" }.OfType<string>().ToArray();
        return $"/api/developments/{id}" + (parameters.Length == 0 ? "" : "?" + string.Join('&', parameters));
    }
}

/// <summary>The answer to an accepted call.</summary>
public sealed record Written(Answer Answer)
{
    public string Id => Answer.Text("id")!;

    public string Stream => Answer.Text("stream")!;

    public long Version => Answer.Json.Number("version");

    public long Position => Answer.Json.Number("position");

    public string RecordedAt => Answer.Text("recordedAt")!;
}
