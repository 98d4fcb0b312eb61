using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Timeline.HttpContract;

/// <summary>A writing call that is being put together. Every method but <see cref="Copy"/> changes and returns it.</summary>
public sealed class Call(HttpMethod method, string path)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<(string Name, string Value)> _headers = [];
    private string _query = "";

    public JsonObject Body { get; private set; } = [];

    /// <summary>Sent instead of <see cref="Body"/>.</summary>
    public byte[]? Raw { get; private set; }

    /// <summary>What a report is about, or a follow-up's development.</summary>
    public string Id { get; init; } = "";

    public Call Set(string field, object? value)
    {
        Body[field] = JsonSerializer.SerializeToNode(value, Plain);
        return this;
    }

    public Call Without(string field)
    {
        Body.Remove(field);
        return this;
    }

    /// <summary>Whose stream a report goes to.</summary>
    public Call By(string actor) => Set("actor", actor);

    /// <summary>A day or an instant.</summary>
    public Call Reported(string at) => Set("reportedAt", at);

    public Call From(string publisher) => Set("source", new { publisher });

    public Call Occurred(string edtf) => Set("occurred", edtf);

    public Call Headline(string text) => Set("headline", text);

    public Call Kind(string kind) => Set("kind", kind);

    public Call Tags(params string[] tags) => Set("tags", tags);

    public Call With(string actor, string role = "partner") => Append(Body, "participants", new { actor, role });

    public Call At(string name, double? latitude = null, double? longitude = null) => Append(Body, "places", latitude is null ? new { name } : new { name, latitude, longitude });

    public Call Figure(string measure, decimal value, string unit = "people") => Append(Body, "figures", new { measure, value, unit });

    /// <summary>A field of a correction's merge patch; null clears.</summary>
    public Call Change(string field, object? value)
    {
        ((JsonObject)(Body["changes"] ??= new JsonObject()))[field] = JsonSerializer.SerializeToNode(value, Plain);
        return this;
    }

    public Call Header(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public Call Key(string key) => Header("Idempotency-Key", key);

    public Call IfMatch(string tag) => Header("If-Match", tag);

    public Call ExpectedVersion(object version) => Query($"expectedVersion={version}");

    public Call Query(string query)
    {
        _query = "?" + query;
        return this;
    }

    public Call Sending(string body) => Sending(Encoding.UTF8.GetBytes(body));

    public Call Sending(byte[] body)
    {
        Raw = body;
        return this;
    }

    public Call Copy()
    {
        var copy = new Call(method, path) { Id = Id, Body = (JsonObject)Body.DeepClone(), Raw = Raw, _query = _query };
        copy._headers.AddRange(_headers);
        return copy;
    }

    public HttpRequestMessage ToRequest(string contentType = "application/json")
    {
        var request = new HttpRequestMessage(method, path + _query) { Content = new ByteArrayContent(Raw ?? Encoding.UTF8.GetBytes(Body.ToJsonString(Plain))) };
        if (contentType.Length > 0)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in _headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private Call Append(JsonObject owner, string field, object item)
    {
        ((JsonArray)(owner[field] ??= new JsonArray())).Add(JsonSerializer.SerializeToNode(item, Plain));
        return this;
    }
}
