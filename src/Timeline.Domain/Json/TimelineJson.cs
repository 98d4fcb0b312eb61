using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;

namespace Timeline.Domain.Json;

/// <summary>How events are written: camelCase, enums as strings, what is absent left out, text as it is (not escaped beyond need).</summary>
[JsonSerializable(typeof(ActorRegistered))]
[JsonSerializable(typeof(ActorDescribed))]
[JsonSerializable(typeof(DevelopmentReported))]
[JsonSerializable(typeof(DevelopmentCorrected))]
[JsonSerializable(typeof(DevelopmentCorroborated))]
[JsonSerializable(typeof(DevelopmentDisputed))]
[JsonSerializable(typeof(DevelopmentRetracted))]
[JsonSerializable(typeof(DevelopmentReinstated))]
[JsonSerializable(typeof(DevelopmentEventAnnulled))]
[JsonSerializable(typeof(DevelopmentKind?))]
[JsonSerializable(typeof(ActorKind))]
[JsonSerializable(typeof(ActorKind?))]
[JsonSerializable(typeof(IReadOnlyList<Participant>))]
[JsonSerializable(typeof(IReadOnlyList<Place>))]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(SourcePatch))]
public sealed partial class TimelineJson : JsonSerializerContext
{
    /// <summary>The options with which every event is written and read.</summary>
    public static TimelineJson Events { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>How answers are written; they are JSON documents of their own, never parts of a page.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
