using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>A server-sent event as a browser would hand it over.</summary>
/// <param name="Type"><c>message</c> where the stream names none.</param>
/// <param name="Id">The newest id of the stream by then.</param>
public sealed record ReplayEvent(string Type, string Data, string Id)
{
    public JsonElement Json => JsonElement.Parse(Data);
}

/// <summary>Reads server-sent events as a browser does (WHATWG HTML, section 9.2.6): an event without its blank line does not count.</summary>
public static class ReplayEvents
{
    public static async IAsyncEnumerable<ReplayEvent> EventsAsync(this HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var (type, data, id) = ("", new List<string>(), "");
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                    yield return new ReplayEvent(type.Length == 0 ? "message" : type, string.Join('\n', data), id);
                (type, data) = ("", []);
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon == 0)
                continue;
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
            value = value.StartsWith(' ') ? value[1..] : value;
            if (field == "event")
                type = value;
            else if (field == "data")
                data.Add(value);
            else if (field == "id")
                id = value;
        }
    }

    /// <summary>Reads to the end of the stream, which must be an <c>end</c> event; gives the frames.</summary>
    public static async Task<List<ReplayEvent>> FramesAsync(this HttpResponseMessage response)
    {
        var events = new List<ReplayEvent>();
        await foreach (var @event in response.EventsAsync())
            events.Add(@event);
        events[^1].Type.ShouldBe("end");
        return events.FindAll(@event => @event.Type == "message");
    }
}
