using System.Text;

namespace Timeline.Service.States;

/// <summary>Reads what <see cref="BlobWriter"/> wrote, in the same order.</summary>
internal sealed class BlobReader(byte[] bytes)
{
    private readonly List<string> _words = [];

    public int Position { get; set; }

    public bool IsAtEnd => Position >= bytes.Length;

    public byte Byte() => bytes[Position++];

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)value;
        }
    }

    public long Signed()
    {
        var folded = Number();
        return (long)((ulong)folded >> 1) ^ -(folded & 1);
    }

    public string Text()
    {
        var length = (int)Number();
        Position += length;
        return Encoding.UTF8.GetString(bytes, Position - length, length);
    }

    /// <summary>A text into a buffer that is large enough; how many characters it has.</summary>
    public int Text(Span<char> buffer)
    {
        var length = (int)Number();
        Position += length;
        return Encoding.UTF8.GetChars(bytes.AsSpan(Position - length, length), buffer);
    }

    public string Word()
    {
        var number = (int)Number();
        if (number > 0)
            return _words[number - 1];
        var text = Text();
        _words.Add(text);
        return text;
    }

    public decimal Decimal()
    {
        var head = Byte();
        var low = (ulong)Number();
        var high = (head & 0x40) != 0 ? (int)Number() : 0;
        return new decimal((int)(uint)low, (int)(low >> 32), high, (head & 0x20) != 0, (byte)(head & 0x1F));
    }

    /// <summary>Begins a block.</summary>
    /// <returns>Where it ends.</returns>
    public int Block()
    {
        var length = (int)Number();
        return Position + length;
    }
}
