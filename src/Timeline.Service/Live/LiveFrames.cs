using System.Text;
using Timeline.Domain.Time;

namespace Timeline.Service.Live;

/// <summary>Writes frames. The id comes after the data, so that a frame that was cut off does not count as received.</summary>
internal sealed class LiveFrames(LiveOutput output)
{
    /// <summary>How long a client waits before it connects again.</summary>
    private const int RetryMilliseconds = 2000;

    /// <summary>A whole frame with one change.</summary>
    public static byte[] Of(LiveStep step, ReadOnlySpan<byte> learned = default, ReadOnlySpan<byte> revised = default, ReadOnlySpan<byte> withdrawn = default) =>
    [
        .. Encoding.UTF8.GetBytes(Start(step.RecordedAt)), .. learned, .. "],\"revised\":["u8, .. revised, .. "],\"withdrawn\":["u8, .. withdrawn,
        .. Encoding.UTF8.GetBytes(End(step.Position)),
    ];

    /// <summary>Tells where the stream begins.</summary>
    public async ValueTask BeginAsync(long position, CancellationToken cancellation)
    {
        await output.WriteAsync($"retry: {RetryMilliseconds}\nid: {position}\n\n", cancellation);
        await output.FlushAsync(cancellation);
    }

    /// <summary>Tells where the stream is, and that it is alive.</summary>
    public async ValueTask HeartbeatAsync(long position, CancellationToken cancellation)
    {
        await output.WriteAsync($":\nid: {position}\n\n", cancellation);
        await output.FlushAsync(cancellation);
    }

    public ValueTask WriteAsync(byte[] frame, CancellationToken cancellation) => output.WriteAsync(frame, cancellation);

    /// <summary>A frame with any number of entries, read while it is written; none where there is nothing in it.</summary>
    public async ValueTask WriteAsync(LiveStep step, IAsyncEnumerable<byte[]> learned, IAsyncEnumerable<byte[]> withdrawn, CancellationToken cancellation)
    {
        var isBegun = false;
        var separator = "";
        await foreach (var entry in learned)
        {
            await WriteAsync(isBegun ? separator : Start(step.RecordedAt), entry, cancellation);
            (isBegun, separator) = (true, ",");
        }
        var next = "],\"revised\":[],\"withdrawn\":[";
        await foreach (var entry in withdrawn)
        {
            await WriteAsync(isBegun ? next : Start(step.RecordedAt) + next, entry, cancellation);
            (isBegun, next) = (true, ",");
        }
        if (isBegun)
            await output.WriteAsync((next == "," ? "" : next) + End(step.Position), cancellation);
    }

    private async ValueTask WriteAsync(string before, byte[] json, CancellationToken cancellation)
    {
        await output.WriteAsync(before, cancellation);
        await output.WriteAsync(json, cancellation);
    }

    private static string Start(Instant at) => $"data: {{\"at\":\"{at}\",\"learned\":[";

    private static string End(long position) => $"]}}\nid: {position}\n\n";
}
