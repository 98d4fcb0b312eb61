using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;

namespace Timeline.Service.Live;

/// <summary>Server-sent events (WHATWG HTML, section 9.2) to one reader. What it has not taken is waited for, so that nothing piles up here.</summary>
internal sealed class LiveOutput(PipeWriter output, TimeSpan patience)
{
    private const int MostUnflushed = 32 * 1024;
    private long _written = Stopwatch.GetTimestamp();

    /// <summary>Since the reader was last given something.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(_written);

    public ValueTask WriteAsync(string text, CancellationToken cancellation) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

    /// <exception cref="TimeoutException">The reader has taken nothing for too long.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            var slice = bytes[..Math.Min(bytes.Length, MostUnflushed)];
            output.Write(slice.Span);
            bytes = bytes[slice.Length..];
            if (output.UnflushedBytes >= MostUnflushed)
                await FlushAsync(cancellation);
        }
    }

    /// <summary>Sends what is written, if anything.</summary>
    /// <exception cref="TimeoutException">The reader has taken nothing for too long.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (output.UnflushedBytes == 0)
            return;
        var flushed = output.FlushAsync(cancellation);
        if (flushed.IsCompleted)
            await flushed;
        else
            await flushed.AsTask().WaitAsync(patience, cancellation);
        _written = Stopwatch.GetTimestamp();
    }
}
