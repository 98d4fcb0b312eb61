using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;
using Timeline.Domain.Time;

namespace Timeline.Service.Database;

/// <summary>
/// Rows as PostgreSQL's binary COPY takes them (its documentation, COPY, "Binary Format"). Made to be filled on one thread while the buffer before it is
/// being sent on another, and used again; its memory is borrowed until it is disposed.
/// </summary>
internal sealed class CopyBuffer : IDisposable
{
    private const int TextType = 25;
    private const int DoubleType = 701;
    private const byte JsonbVersion = 1;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] EndOfRows = [0xff, 0xff];

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    public CopyBuffer() => Clear();

    /// <summary>How many rows were begun.</summary>
    public int Rows { get; private set; }

    public void Clear()
    {
        (_length, Rows) = (0, 0);
        Header.CopyTo(Take(Header.Length));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length, Rows) = ([], 0, 0);
    }

    public void BeginRow(int columns)
    {
        Rows++;
        BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)columns);
    }

    public void Write(long value)
    {
        Write(sizeof(long), Take(4));
        BinaryPrimitives.WriteInt64BigEndian(Take(8), value);
    }

    public void WriteNull() => Write(-1, Take(4));

    public void Write(Guid value)
    {
        Write(16, Take(4));
        value.TryWriteBytes(Take(16), bigEndian: true, out _);
    }

    /// <summary>JSON, UTF-8, for a column of type jsonb.</summary>
    public void WriteJsonb(ReadOnlySpan<byte> utf8)
    {
        Write(utf8.Length + 1, Take(4));
        Take(1)[0] = JsonbVersion;
        utf8.CopyTo(Take(utf8.Length));
    }

    public void Write(Instant value) => Write(Sql.ToDatabase(value));

    public void Write(ReadOnlySpan<byte> utf8)
    {
        Write(utf8.Length, Take(4));
        utf8.CopyTo(Take(utf8.Length));
    }

    public void Write(string text)
    {
        var place = Take(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, place[4..]);
        Write(length, place);
        _length -= place.Length - 4 - length;
    }

    public void Write(IReadOnlyList<string> texts)
    {
        var start = BeginArray(texts.Count, TextType);
        foreach (var text in texts)
            Write(text);
        Write(_length - start - 4, _bytes.AsSpan(start));
    }

    public void Write(IReadOnlyList<double> numbers)
    {
        var start = BeginArray(numbers.Count, DoubleType);
        foreach (var number in numbers)
            Write(BitConverter.DoubleToInt64Bits(number));
        Write(_length - start - 4, _bytes.AsSpan(start));
    }

    /// <inheritdoc cref="SendAsync(NpgsqlConnection, string, IReadOnlyList{CopyBuffer}, CancellationToken)"/>
    public Task SendAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation) => SendAsync(connection, statement, [this], cancellation);

    /// <summary>
    /// Sends rows, if there are any, in one statement: each costs the server a millisecond or two of its own where rows are narrow. They are there when
    /// the transaction of the connection is committed.
    /// </summary>
    /// <param name="statement"><c>copy … from stdin (format binary)</c>.</param>
    /// <param name="parts">In this order.</param>
    public static async Task SendAsync(NpgsqlConnection connection, string statement, IReadOnlyList<CopyBuffer> parts, CancellationToken cancellation)
    {
        if (parts.All(part => part.Rows == 0))
            return;
        await using var stream = await connection.BeginRawBinaryCopyAsync(statement, cancellation);
        try
        {
            for (var i = 0; i < parts.Count; i++)
                await stream.WriteAsync(parts[i]._bytes.AsMemory(i == 0 ? 0 : Header.Length, parts[i]._length - (i == 0 ? 0 : Header.Length)), cancellation);
            await stream.WriteAsync(EndOfRows, cancellation);
        }
        catch
        {
            await stream.CancelAsync();
            throw;
        }
    }

    private static void Write(int value, Span<byte> place) => BinaryPrimitives.WriteInt32BigEndian(place, value);

    /// <returns>Where its length goes when all items are written.</returns>
    private int BeginArray(int count, int type)
    {
        var start = _length;
        var header = Take(count == 0 ? 16 : 24);
        header.Clear();
        Write(count == 0 ? 0 : 1, header[4..]);
        Write(type, header[12..]);
        if (count > 0)
        {
            Write(count, header[16..]);
            Write(1, header[20..]);
        }
        return start;
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
            Grow(_length + count);
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    private void Grow(int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, length));
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
    }
}
