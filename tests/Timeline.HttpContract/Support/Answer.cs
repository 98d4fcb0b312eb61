using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>An HTTP answer, read whole.</summary>
public sealed class Answer(HttpResponseMessage response, byte[] bytes)
{
    private readonly Lazy<JsonElement> _json = new(() => JsonElement.Parse(bytes));

    public int Status => (int)response.StatusCode;

    public byte[] Bytes => bytes;

    public string Body => Encoding.UTF8.GetString(bytes);

    public JsonElement Json => _json.Value;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    public string ETag => Header("ETag").ShouldNotBeNull();

    public CacheControlHeaderValue CacheControl => response.Headers.CacheControl ?? new CacheControlHeaderValue();

    /// <summary>The values of a header joined with a comma, or null.</summary>
    public string? Header(string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", (IEnumerable<string>)values)
            : null;

    /// <summary>The target of a <c>Link</c> with this relation, or null (RFC 8288).</summary>
    public string? Link(string relation) => Header("Link") is { } links ? Links.OfHeader(links).FirstOrDefault(link => link.Is(relation))?.Target : null;

    public string? Text(string path) => Json.Text(path);

    public string[] Texts(string path) => Json.Texts(path);

    /// <summary>Checks the status, and shows the body where it is another.</summary>
    public Answer Should(int status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    /// <summary>Checks that this is a whole problem (RFC 9457), that it blames these fields, and that it gives nothing of the inside away.</summary>
    public Answer ShouldBeProblem(int status, params string[] fields)
    {
        Should(status);
        MediaType.ShouldBe("application/problem+json");
        CacheControl.NoStore.ShouldBeTrue();
        Text("type").ShouldNotBeNull().ShouldMatch("^/problems/[a-z-]+$");
        Text("status").ShouldBe($"{status}");
        foreach (var member in new[] { "title", "detail", "traceId" })
            Text(member).ShouldNotBeNullOrWhiteSpace(member);
        var blamed = Json.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Select(error => error.Name).ToList() : [];
        foreach (var field in fields)
            blamed.ShouldContain(field, Body);
        Body.ShouldNotContain("   at ");
        Body.ShouldNotContain("Exception");
        Body.ShouldNotContain("Npgsql");
        return this;
    }
}
