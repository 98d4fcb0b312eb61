using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>
/// Writes a replay as server-sent events (WHATWG HTML, section 9.2). A frame goes out while it is being read, however much changed at its instant.
/// </summary>
internal sealed class ReplayFrames(PipeWriter output, Func<Instant, string> idOf) : IDisposable
{
    private const int MostUnflushed = 32 * 1024;
    private static readonly string[] Lists = ["learned", "revised", "withdrawn"];

    private readonly Utf8JsonWriter _json = new(output, TimelineJson.Writer);
    private Instant? _at;
    private int _list;

    public async ValueTask AddAsync(ReplayChange change, CancellationToken cancellation)
    {
        if (_at != change.At)
        {
            await EndFrameAsync(cancellation);
            BeginFrame(change.At);
        }
        GoTo(change.Before is null ? 0 : change.After is null ? 2 : 1);
        if (change is { Before: { } before, After: { } after })
        {
            DiffJson.WriteRevision(_json, change.Development, before, after);
            _json.WriteEndObject();
        }
        else
        {
            _json.WriteRawValue(change.After ?? change.Before, skipInputValidation: true);
        }
        _json.Flush();
        // Flushing waits for a slow reader, so that nothing piles up here.
        if (output.UnflushedBytes > MostUnflushed)
            await output.FlushAsync(cancellation);
    }

    /// <summary>Completes the frame that is begun, if any, and hands it over.</summary>
    public async ValueTask EndFrameAsync(CancellationToken cancellation)
    {
        if (_at is not { } at)
            return;
        GoTo(Lists.Length - 1);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        // After the data, so that a frame that was cut off does not count as received.
        Write($"\nid: {idOf(at)}\n\n");
        _at = null;
        if (output.UnflushedBytes > MostUnflushed)
            await output.FlushAsync(cancellation);
    }

    /// <summary>An event of another type than a frame.</summary>
    public async ValueTask WriteEventAsync(string type, string id, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellation)
    {
        Write($"event: {type}\ndata: ");
        _json.Reset();
        _json.WriteStartObject();
        writeMembers(_json);
        _json.WriteEndObject();
        _json.Flush();
        Write($"\nid: {id}\n\n");
        await FlushAsync(cancellation);
    }

    /// <summary>A comment, so that nobody on the way takes the connection for dead.</summary>
    public async ValueTask WriteHeartbeatAsync(CancellationToken cancellation)
    {
        Write(":\n\n");
        await FlushAsync(cancellation);
    }

    public async ValueTask FlushAsync(CancellationToken cancellation) => await output.FlushAsync(cancellation);

    public void Dispose() => _json.Dispose();

    private void BeginFrame(Instant at)
    {
        (_at, _list) = (at, 0);
        Write("data: ");
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("at", at.ToString());
        _json.WriteStartArray(Lists[0]);
    }

    /// <summary>Changes come in the order of the lists; every frame has all three.</summary>
    private void GoTo(int list)
    {
        for (; _list < list; _list++)
        {
            _json.WriteEndArray();
            _json.WriteStartArray(Lists[_list + 1]);
        }
    }

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
