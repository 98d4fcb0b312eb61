using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;
using Timeline.Domain.Time;

namespace Timeline.Service.Database;

/// <summary>Rows as PostgreSQL's binary COPY gives them, read whole into a rented buffer; fields are taken in order, without a copy of their bytes.</summary>
internal sealed class CopyReader : IDisposable
{
    private const int HeaderLength = 11 + sizeof(int);

    private byte[] _bytes;
    private int _length;
    private int _at;

    private CopyReader(byte[] bytes) => _bytes = bytes;

    /// <param name="statement"><c>copy (…) to stdout (format binary)</c>.</param>
    /// <param name="expected">About how many bytes will come.</param>
    public static async Task<CopyReader> ReadAsync(NpgsqlConnection connection, string statement, int expected, CancellationToken cancellation)
    {
        var reader = new CopyReader(ArrayPool<byte>.Shared.Rent(expected));
        try
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(statement, cancellation);
            while (true)
            {
                if (reader._length == reader._bytes.Length)
                    reader.Grow();
                // A row comes as a message of its own, and waiting for each in the asynchronous way costs more than the row.
                var read = stream.Read(reader._bytes, reader._length, reader._bytes.Length - reader._length);
                if (read == 0)
                    break;
                reader._length += read;
            }
            var extension = BinaryPrimitives.ReadInt32BigEndian(reader._bytes.AsSpan(HeaderLength));
            reader._at = HeaderLength + sizeof(int) + extension;
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>How many bytes came.</summary>
    public int Length => _length;

    /// <summary>Goes to the next row.</summary>
    public bool Next()
    {
        var columns = BinaryPrimitives.ReadInt16BigEndian(_bytes.AsSpan(_at));
        _at += sizeof(short);
        return columns >= 0;
    }

    /// <summary>The next field of the row; null where it is.</summary>
    public ReadOnlyMemory<byte>? Field()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_at));
        _at += sizeof(int);
        if (length < 0)
            return null;
        _at += length;
        return _bytes.AsMemory(_at - length, length);
    }

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Field()!.Value.Span);

    public Instant Instant() => Sql.ToInstant(Long());

    public Instant? OptionalInstant() => Field() is { } field ? Sql.ToInstant(BinaryPrimitives.ReadInt64BigEndian(field.Span)) : null;

    public string? Text() => Field() is { } field ? Encoding.UTF8.GetString(field.Span) : null;

    /// <summary>What was read of it by <see cref="Field"/> is gone then.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow()
    {
        var more = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, _length).CopyTo(more);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = more;
    }
}
