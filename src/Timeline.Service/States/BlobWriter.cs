using System.Buffers;
using System.Text;

namespace Timeline.Service.States;

/// <summary>Writes numbers and texts in few bytes: integers as in LEB128, signed ones folded (zigzag) first.</summary>
internal sealed class BlobWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);

    public int Length => _buffer.WrittenCount;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Number(long value)
    {
        var rest = (ulong)value;
        var span = _buffer.GetSpan(10);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
            span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        _buffer.Advance(length);
    }

    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Text(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    /// <summary>A text that comes again and again: the second time on, its number in the order of first use.</summary>
    public void Word(string text)
    {
        if (_words.TryGetValue(text, out var number))
        {
            Number(number + 1);
            return;
        }
        Number(0);
        Text(text);
        _words.Add(text, _words.Count);
    }

    /// <summary>With its scale: 1.0 is another text than 1.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Byte((byte)(((bits[3] >> 16) & 0x1F) | (bits[3] < 0 ? 0x20 : 0) | (bits[2] != 0 ? 0x40 : 0)));
        Number((long)((ulong)(uint)bits[1] << 32 | (uint)bits[0]));
        if (bits[2] != 0)
            Number((uint)bits[2]);
    }

    /// <summary>Bytes with their number in front, so that they can be skipped.</summary>
    public void Block(BlobWriter block)
    {
        Number(block.Length);
        _buffer.Write(block._buffer.WrittenSpan);
    }
}
