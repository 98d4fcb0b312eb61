using System.Buffers;
using System.Text;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Domain.Tests.Knowledge;

internal static class Entries
{
    /// <summary>An entry as it is served.</summary>
    public static string Text(Entry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, TimelineJson.Writer))
            EntryJson.Write(json, entry);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
