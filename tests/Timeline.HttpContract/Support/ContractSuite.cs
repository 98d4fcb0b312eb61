using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>A suite of tests. Ids are new in every test, so that tests may share a log.</summary>
public abstract class ContractSuite(TimelineApi api) : Conversation(api)
{
    /// <summary>Starts a second host of the same kind, with an empty log.</summary>
    protected async Task<OtherLog> AnotherLog()
    {
        var other = new OtherLog(Api.Another());
        await other.Api.InitializeAsync();
        return other;
    }
}

/// <summary>A conversation with a host that ends with it.</summary>
public sealed class OtherLog(TimelineApi api) : Conversation(api), IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Api.DisposeAsync();
}

/// <summary>What tests say to a host, and what they make of its answers.</summary>
public abstract class Conversation(TimelineApi api)
{
    private static int ids;

    protected internal TimelineApi Api => api;

    protected internal static string Unique(string name) => $"{name}-{Interlocked.Increment(ref ids)}";

    protected internal async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = await api.Client.SendAsync(request))
            return new Answer(response, await response.Content.ReadAsByteArrayAsync());
    }

    protected internal Task<Answer> Send(Call call) => Send(call.ToRequest());

    /// <summary>Sends what must be accepted.</summary>
    protected internal async Task<Written> Accept(Call call)
    {
        var answer = await Send(call);
        answer.Status.ShouldBeOneOf(200, 201);
        return new Written(answer);
    }

    protected internal async Task<Written[]> Accept(params Call[] calls)
    {
        var all = new List<Written>();
        foreach (var call in calls)
            all.Add(await Accept(call));
        return [.. all];
    }

    /// <summary>Sends what must be refused, and checks that the log stays as it is.</summary>
    protected internal async Task<Answer> Refuse(Call call, int status, params string[] fields)
    {
        var before = await NewestPosition();
        var answer = (await Send(call)).ShouldBeProblem(status, fields);
        (await NewestPosition()).ShouldBe(before, "a refused call has written");
        return answer;
    }

    /// <summary>Sends what must all be refused alike.</summary>
    protected internal async Task RefuseAll(IEnumerable<Call> calls, int status, params string[] fields)
    {
        var before = await NewestPosition();
        foreach (var call in calls)
            (await Send(call)).ShouldBeProblem(status, fields);
        (await NewestPosition()).ShouldBe(before, "a refused call has written");
    }

    protected internal Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, headers);

    protected internal Task<Answer> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Send(request);
    }

    protected internal async Task<Answer> Ok(string path, params (string Name, string Value)[] headers) => (await Get(path, headers)).Should(200);

    /// <summary>The entry of a development, as known at a time or by default.</summary>
    protected internal async Task<JsonElement> Entry(string id, string? knownAt = null, long? basis = null) => (await Ok(PathOf(id, knownAt, basis))).Json;

    /// <summary>Whether anything is known of a development at a time.</summary>
    protected internal async Task<bool> IsKnown(string id, string? knownAt = null, long? basis = null)
    {
        var answer = await Get(PathOf(id, knownAt, basis));
        answer.Status.ShouldBeOneOf(200, 404);
        return answer.Status == 200;
    }

    /// <summary>The ids that <c>/api/timeline</c> lists, unpaged.</summary>
    protected internal async Task<string[]> Ids(string query) => (await Ok($"/api/timeline?limit=1000&{query}")).Texts("items[].id");

    protected internal async Task<long> NewestPosition() => (await Ok("/api/timeline?limit=1")).Json.Number("basis");

    /// <summary>Registers an actor, and gives its id.</summary>
    protected internal async Task<string> Actor(string name = "actor")
    {
        var id = Unique(name);
        await Accept(Calls.Register(id));
        return id;
    }

    /// <summary>A report by a new actor.</summary>
    protected internal async Task<Call> ReportOf(string name = "development") => Calls.Report(Unique(name)).By(await Actor());

    /// <summary>Reports something, and gives its id.</summary>
    protected internal async Task<string> Reported(string name = "development") => (await Accept(await ReportOf(name))).Id;

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
