using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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

    /// <summary>
    /// The options with which stored events are read, whoever wrote them: as <see cref="Events"/>, but what must be there has to be, and must not be
    /// null, so that whatever is read can be folded.
    /// </summary>
    public static JsonSerializerOptions Stored { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new TimelineJson().WithAddedModifier(RequireWhatIsNotOptional),
    };

    /// <summary>How answers are written; they are JSON documents of their own, never parts of a page.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static void RequireWhatIsNotOptional(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            var isPatch = member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(Patch<>);
            member.IsRequired |= member.AssociatedParameter is { IsNullable: false, HasDefaultValue: false } && !isPatch;
        }
    }
}
