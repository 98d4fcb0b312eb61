using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Timeline.Service.Http;

/// <summary>What <see cref="CanonicalJson"/> takes a number for.</summary>
public enum CanonicalNumbers
{
    /// <summary>A double, as RFC 8785 has it: digits that a double cannot hold are lost.</summary>
    AsDoubles,

    /// <summary>
    /// Its exact decimal value, in the same layout: the same bytes as RFC 8785 for every number of up to 15 significant digits that is in a
    /// double's range, and different bytes for different values beyond. For telling commands apart, whose figures are decimals.
    /// </summary>
    Exact,
}

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): no blanks, keys by UTF-16 code units, the fewest escapes, numbers as ECMAScript writes them.
/// The input must have passed <see cref="StrictJson"/>.
/// </summary>
public static class CanonicalJson
{
    /// <summary>UTF-8. A number beyond a double's range, which RFC 8785 leaves undefined, is written by its exact value.</summary>
    public static ReadOnlyMemory<byte> Of(JsonElement element, CanonicalNumbers numbers = CanonicalNumbers.AsDoubles)
    {
        // About as long as it was.
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(element).Length + 64);
        Write(buffer, element, numbers);
        return buffer.WrittenMemory;
    }

    /// <summary>A finite double as ECMAScript's <c>Number::toString</c>.</summary>
    internal static string Number(double value)
    {
        // .NET's shortest round-trip digits are those that ECMAScript asks for.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return DecimalDigits.TryParse(text, out var digits) ? digits.ToEcmaScript() : text;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, JsonElement element, CanonicalNumbers numbers)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(buffer, element, numbers);
                break;
            case JsonValueKind.Array:
                WriteArray(buffer, element, numbers);
                break;
            case JsonValueKind.String:
                WriteText(buffer, element);
                break;
            case JsonValueKind.Number:
                Encoding.UTF8.GetBytes(Number(element.GetRawText(), numbers), buffer);
                break;
            default:
                buffer.Write(element.ValueKind switch { JsonValueKind.True => "true"u8, JsonValueKind.False => "false"u8, _ => "null"u8 });
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> buffer, JsonElement element, CanonicalNumbers numbers)
    {
        buffer.Write("{"u8);
        var members = new JsonProperty[element.GetPropertyCount()];
        var count = 0;
        foreach (var member in element.EnumerateObject())
            members[count++] = member;
        Array.Sort(members, Compare);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
                buffer.Write(","u8);
            WriteName(buffer, members[i]);
            buffer.Write(":"u8);
            Write(buffer, members[i].Value, numbers);
        }
        buffer.Write("}"u8);
    }

    /// <summary>By UTF-16 code units, as which ASCII sorts like its bytes.</summary>
    private static int Compare(JsonProperty x, JsonProperty y)
    {
        var left = JsonMarshal.GetRawUtf8PropertyName(x);
        var right = JsonMarshal.GetRawUtf8PropertyName(y);
        return IsPlain(left) && IsPlain(right) ? left.SequenceCompareTo(right) : string.CompareOrdinal(x.Name, y.Name);
    }

    /// <summary>ASCII without an escape.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> name) => Ascii.IsValid(name) && !name.Contains((byte)'\\');

    private static void WriteName(ArrayBufferWriter<byte> buffer, JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        if (!IsPlain(raw))
        {
            WriteText(buffer, member.Name);
            return;
        }
        buffer.Write("\""u8);
        buffer.Write(raw);
        buffer.Write("\""u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> buffer, JsonElement element, CanonicalNumbers numbers)
    {
        buffer.Write("["u8);
        var isFirst = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!isFirst)
                buffer.Write(","u8);
            isFirst = false;
            Write(buffer, item, numbers);
        }
        buffer.Write("]"u8);
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, JsonElement text)
    {
        // With its quotes. Valid JSON without an escape has none that it needs.
        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
            WriteText(buffer, text.GetString()!);
        else
            buffer.Write(raw);
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && text.AsSpan().IndexOfAny('"', '\\') < 0)
        {
            buffer.Write("\""u8);
            Encoding.UTF8.GetBytes(text, buffer);
            buffer.Write("\""u8);
            return;
        }
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }
        Encoding.UTF8.GetBytes(escaped.Append('"').ToString(), buffer);
    }

    private static string Number(string text, CanonicalNumbers numbers)
    {
        if (numbers == CanonicalNumbers.AsDoubles && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number))
            return Number(number);
        return DecimalDigits.TryParse(text, out var digits) ? digits.ToEcmaScript() : text;
    }
}
