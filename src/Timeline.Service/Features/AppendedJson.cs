using System.Buffers;
using System.Text.Json;
using Timeline.Domain.Json;
using Timeline.Service.Log;

namespace Timeline.Service.Features;

/// <summary>The answer to an accepted command.</summary>
internal static class AppendedJson
{
    public static void Write(IBufferWriter<byte> body, Appended answer)
    {
        using var json = new Utf8JsonWriter(body, TimelineJson.Writer);
        JsonSerializer.Serialize(json, answer, LogJson.Default.Appended);
    }
}
