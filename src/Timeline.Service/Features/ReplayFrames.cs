using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Live;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// Writes a replay as server-sent events (WHATWG HTML, section 9.2). A frame goes out while it is being read, however much changed at its instant.
/// The id comes after the data, so that a frame that was cut off does not count as received.
/// </summary>
internal sealed class ReplayFrames(LiveOutput output, Func<Instant, string> idOf)
{
    /// <summary>How long a client waits before it connects again.</summary>
    private const int RetryMilliseconds = 2000;

    private static readonly string[] Lists = ["learned", "revised", "withdrawn"];

    private Instant? _at;
    private int _list;
    private string _separator = "";

    /// <summary>Tells what is played.</summary>
    public ValueTask StartAsync(Instant at, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellation) =>
        WriteEventAsync($"retry: {RetryMilliseconds}\nevent: start", idOf(at), writeMembers, cancellation);

    public ValueTask EndAsync(Action<Utf8JsonWriter> writeMembers, CancellationToken cancellation) =>
        WriteEventAsync("event: end", ReplayId.End, writeMembers, cancellation);

    public async ValueTask AddAsync(ReplayChange change, CancellationToken cancellation)
    {
        if (_at != change.At)
        {
            await EndFrameAsync(cancellation);
            (_at, _list, _separator) = (change.At, 0, "");
            await output.WriteAsync($"data: {{\"at\":\"{change.At}\",\"{Lists[0]}\":[", cancellation);
        }
        await GoToAsync(change.Before is null ? 0 : change.After is null ? 2 : 1, cancellation);
        await output.WriteAsync(_separator, cancellation);
        await output.WriteAsync(change is { Before: { } before, After: { } after } ? Revision(change, before, after) : change.After ?? change.Before!, cancellation);
        _separator = ",";
    }

    /// <summary>Completes the frame that is begun, if any.</summary>
    public async ValueTask EndFrameAsync(CancellationToken cancellation)
    {
        if (_at is not { } at)
            return;
        await GoToAsync(Lists.Length - 1, cancellation);
        await output.WriteAsync($"]}}\nid: {idOf(at)}\n\n", cancellation);
        _at = null;
    }

    /// <summary>A comment, so that nobody on the way takes the connection for dead.</summary>
    public async ValueTask HeartbeatAsync(CancellationToken cancellation)
    {
        await output.WriteAsync(":\n\n", cancellation);
        await output.FlushAsync(cancellation);
    }

    public ValueTask FlushAsync(CancellationToken cancellation) => output.FlushAsync(cancellation);

    /// <summary>Changes come in the order of the lists; every frame has all three.</summary>
    private async ValueTask GoToAsync(int list, CancellationToken cancellation)
    {
        for (; _list < list; _list++)
        {
            await output.WriteAsync($"],\"{Lists[_list + 1]}\":[", cancellation);
            _separator = "";
        }
    }

    private async ValueTask WriteEventAsync(string fields, string id, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellation)
    {
        var data = ToJson(json =>
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        });
        await output.WriteAsync($"{fields}\ndata: ", cancellation);
        await output.WriteAsync(data, cancellation);
        await output.WriteAsync($"\nid: {id}\n\n", cancellation);
        await output.FlushAsync(cancellation);
    }

    private static ReadOnlyMemory<byte> Revision(ReplayChange change, byte[] before, byte[] after) => ToJson(json =>
    {
        DiffJson.WriteRevision(json, change.Development, before, after);
        json.WriteStartArray("because");
        foreach (var cause in change.Because)
        {
            if (LiveJson.Cause(cause.Position, cause.RecordedAt, cause.Type, cause.Data) is { } written)
                json.WriteRawValue(written, skipInputValidation: true);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            write(json);
        return buffer.WrittenMemory;
    }
}
