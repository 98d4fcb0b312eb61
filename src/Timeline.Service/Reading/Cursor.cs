using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>Where the next page of a list begins: a pure function of the pin, the filters and the last item.</summary>
internal sealed record Cursor(Instant KnownAt, long Basis, ulong Filters, PageStart After)
{
    private const int Fixed = 4 * sizeof(long);

    /// <summary>What tells one set of filters, on one edition, from another.</summary>
    public static ulong HashOf(string edition, string filters) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{edition}?{filters}")));

    public override string ToString()
    {
        var bytes = new byte[Fixed + Encoding.UTF8.GetByteCount(After.Development)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, KnownAt.Microseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Basis);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Filters);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), After.OccurredFrom.Microseconds);
        Encoding.UTF8.GetBytes(After.Development, bytes.AsSpan(Fixed));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; the message says what to do where it is none of ours.</summary>
    public static string? Read(string text, out Cursor value)
    {
        value = null!;
        if (!Base64Url.IsValid(text))
            return "is not a cursor: take 'next' from an answer as it is";
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length <= Fixed || !Domain.Limits.IsSlug(Encoding.UTF8.GetString(bytes[Fixed..])))
            return "is not a cursor: take 'next' from an answer as it is";
        value = new Cursor(
            new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            new PageStart(new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..])), Encoding.UTF8.GetString(bytes[Fixed..])));
        return value.KnownAt.IsInCalendar && value.Basis >= 0 && value.After.OccurredFrom >= SegmentRow.OpenStart && value.After.OccurredFrom < Instant.EndOfYear9999 ? null : "is not a cursor: take 'next' from an answer as it is";
    }
}
