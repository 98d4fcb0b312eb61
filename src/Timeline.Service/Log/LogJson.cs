using System.Text.Json.Serialization;

namespace Timeline.Service.Log;

/// <summary>The JSON that the log keeps beside events, which is also what callers get.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Appended))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LogJson : JsonSerializerContext;
