using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary>Where the next page of a feed that is ordered by change begins: a pure function of the pin, the filters and the last item.</summary>
internal sealed record ChangeCursor(Instant KnownAt, long Basis, ulong Filters, ChangeStart After)
{
    private const int Fixed = 4 * sizeof(long);
    private const string NoCursor = "is not a cursor: take 'next' from an answer as it is";

    public override string ToString()
    {
        var bytes = new byte[Fixed + Encoding.UTF8.GetByteCount(After.Development)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, KnownAt.Microseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Basis);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Filters);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), After.Position);
        Encoding.UTF8.GetBytes(After.Development, bytes.AsSpan(Fixed));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; the message says what to do where it is none of ours.</summary>
    public static string? Read(string text, out ChangeCursor value)
    {
        value = null!;
        if (!Base64Url.IsValid(text))
            return NoCursor;
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length <= Fixed || !Domain.Limits.IsSlug(Encoding.UTF8.GetString(bytes[Fixed..])))
            return NoCursor;
        value = new ChangeCursor(
            new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            new ChangeStart(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), Encoding.UTF8.GetString(bytes[Fixed..])));
        return value.KnownAt.IsInCalendar && value.Basis >= 0 && value.After.Position > 0 && value.After.Position <= value.Basis ? null : NoCursor;
    }
}
