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
        var buffer = new ArrayBufferWriter<byte>();
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
        var isFirst = true;
        foreach (var (name, property) in element.EnumerateObject().Select(property => (property.Name, property)).OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            if (!isFirst)
                buffer.Write(","u8);
            isFirst = false;
            WriteText(buffer, name);
            buffer.Write(":"u8);
            Write(buffer, property.Value, numbers);
        }
        buffer.Write("}"u8);
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
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        if (numbers == CanonicalNumbers.AsDoubles && double.IsFinite(number))
            return Number(number);
        return DecimalDigits.TryParse(text, out var digits) ? digits.ToEcmaScript() : text;
    }
}
