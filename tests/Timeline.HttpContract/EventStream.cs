using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>One server-sent event; <see cref="Data"/> is null where it has only an id.</summary>
public sealed record StreamEvent(string? Id, string? Data, string? Retry, bool HasComment)
{
    public long Position => long.Parse(Id.ShouldNotBeNull(), CultureInfo.InvariantCulture);

    public JsonElement Json => JsonElement.Parse(Data.ShouldNotBeNull());
}

/// <summary>A client of server-sent events, as WHATWG HTML describes it.</summary>
public sealed class EventStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage response, StreamReader reader) => (Response, _reader) = (response, reader);

    public HttpResponseMessage Response { get; }

    public static async Task<EventStream> OpenAsync(HttpClient client, string pathAndQuery, string? lastEventId = null)
    {
        var response = await AskAsync(client, pathAndQuery, lastEventId);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("text/event-stream");
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public static async Task<HttpResponseMessage> AskAsync(HttpClient client, string pathAndQuery, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, pathAndQuery);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The next event; null at the end of the stream, where an event that is not complete does not count.</summary>
    public async Task<StreamEvent?> NextAsync(CancellationToken cancellation = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        string? id = null, data = null, retry = null;
        var hasComment = false;
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
                return new StreamEvent(id, data, retry, hasComment);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            switch (line[..colon])
            {
                case "":
                    hasComment = true;
                    break;
                case "id":
                    id = value;
                    break;
                case "data":
                    data = data is null ? value : data + "\n" + value;
                    break;
                case "retry":
                    retry = value;
                    break;
                default:
                    throw new InvalidOperationException($"An unknown field: {line}");
            }
        }
        return null;
    }

    /// <summary>The next event that has data.</summary>
    public async Task<StreamEvent> NextFrameAsync()
    {
        while (true)
        {
            var next = (await NextAsync()).ShouldNotBeNull("the stream has ended");
            if (next.Data is not null)
                return next;
        }
    }

    /// <summary>All frames up to a position, whether or not there is one at it.</summary>
    public async IAsyncEnumerable<StreamEvent> FramesToAsync(long position, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var next = (await NextAsync(cancellation)).ShouldNotBeNull("the stream has ended");
            if (next.Data is not null)
                yield return next;
            if (next.Position >= position)
                yield break;
        }
    }

    public void Dispose()
    {
        Response.Dispose();
        _reader.Dispose();
    }
}
