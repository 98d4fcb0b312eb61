using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>Where the next page of a diff begins: a pure function of its points, the filters and the last id.</summary>
internal sealed record DiffCursor(DiffPoint From, DiffPoint To, ulong Filters, string After)
{
    private const int Fixed = 5 * sizeof(long);
    private const string NoCursor = "is not a cursor: take 'next' from an answer as it is";

    public override string ToString()
    {
        var bytes = new byte[Fixed + Encoding.UTF8.GetByteCount(After)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, From.KnownAt.Microseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), From.Basis);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), To.KnownAt.Microseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), To.Basis);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), Filters);
        Encoding.UTF8.GetBytes(After, bytes.AsSpan(Fixed));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; the message says what to do where it is none of ours.</summary>
    public static string? Read(string text, out DiffCursor value)
    {
        value = null!;
        if (!Base64Url.IsValid(text))
            return NoCursor;
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length <= Fixed || !Domain.Limits.IsSlug(Encoding.UTF8.GetString(bytes[Fixed..])))
            return NoCursor;
        value = new DiffCursor(
            Point(bytes), Point(bytes[16..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]), Encoding.UTF8.GetString(bytes[Fixed..]));
        return IsPossible(value.From) && IsPossible(value.To) ? null : NoCursor;
    }

    private static DiffPoint Point(ReadOnlySpan<byte> bytes) =>
        new(new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes)), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));

    private static bool IsPossible(DiffPoint point) => point.KnownAt.IsInCalendar && point.Basis >= 0;
}
