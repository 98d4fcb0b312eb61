using System.Buffers;
using System.IO.Pipelines;

namespace Timeline.Service.Import;

/// <summary>A line of the input.</summary>
/// <param name="Number">Counts from 1; blank lines count, though none of them is given.</param>
/// <param name="Text">Without its end; empty where it is too long.</param>
internal readonly record struct InputLine(long Number, ReadOnlyMemory<byte> Text, bool IsTooLong = false);

/// <summary>
/// Reads lines (LF or CRLF; the last one may lack its end) in constant memory: one that is too long is skipped as it comes. A byte order mark
/// at the very start is dropped.
/// </summary>
/// <param name="longest">The most bytes of a line without its end, inclusive.</param>
internal sealed class LineReader(PipeReader input, int longest)
{
    private readonly ArrayBufferWriter<byte> _begun = new();
    private bool _isSkipping;
    private bool _isAtEnd;

    /// <summary>How many bytes were read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many lines were read so far, blank ones too.</summary>
    public long Lines { get; private set; }

    /// <summary>
    /// The next lines, as many as are there without waiting; waits for one. Empty at the end of the input only.
    /// </summary>
    /// <param name="most">The most lines.</param>
    /// <param name="mostBytes">No line is added to this many bytes or more.</param>
    public async ValueTask<IReadOnlyList<InputLine>> ReadAsync(int most, int mostBytes, CancellationToken cancellation)
    {
        var lines = new List<InputLine>();
        var size = 0;
        while (!_isAtEnd)
        {
            if (!input.TryRead(out var read))
            {
                if (lines.Count > 0)
                    return lines;
                read = await input.ReadAsync(cancellation);
            }
            var rest = read.Buffer;
            while (lines.Count < most && size < mostBytes && rest.PositionOf((byte)'\n') is { } end)
            {
                Take(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
                size += Complete(lines);
            }
            var isFull = lines.Count >= most || size >= mostBytes;
            if (!isFull)
            {
                Take(rest);
                rest = rest.Slice(rest.End);
                _isAtEnd = read.IsCompleted;
                if (_isAtEnd && (_begun.WrittenCount > 0 || _isSkipping))
                    Complete(lines);
            }
            Bytes += read.Buffer.Length - rest.Length;
            // Always consumed: under HTTP/2 a sender stops at a full flow-control window, which is smaller than a line may be.
            input.AdvanceTo(rest.Start);
            if (isFull)
                return lines;
        }
        return lines;
    }

    private void Take(ReadOnlySequence<byte> part)
    {
        // Three bytes more: a byte order mark, or the CR of a CRLF.
        if (_begun.WrittenCount + part.Length > longest + 3L)
            _isSkipping = true;
        if (_isSkipping)
            return;
        foreach (var segment in part)
            _begun.Write(segment.Span);
    }

    private int Complete(List<InputLine> lines)
    {
        Lines++;
        var text = _begun.WrittenSpan;
        if (Lines == 1 && text.StartsWith("\uFEFF"u8))
            text = text[3..];
        text = text.EndsWith("\r"u8) ? text[..^1] : text;
        var isTooLong = _isSkipping || text.Length > longest;
        if (isTooLong)
            lines.Add(new InputLine(Lines, default, IsTooLong: true));
        else if (text.IndexOfAnyExcept(" \t\r"u8) >= 0)
            lines.Add(new InputLine(Lines, text.ToArray()));
        _isSkipping = false;
        _begun.ResetWrittenCount();
        return isTooLong ? 0 : text.Length;
    }
}
