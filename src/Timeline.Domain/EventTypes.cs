using System.Collections.Frozen;
using System.Text.Json;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;

namespace Timeline.Domain;

/// <summary>One type of event as the log names it.</summary>
/// <param name="Alias">The name in the log's <c>type</c> column: the class name in snake case.</param>
/// <param name="DotNetType"><c>Namespace.Type, Assembly</c>.</param>
public sealed record EventType(string Alias, string DotNetType, Type Type);

/// <summary>Every event type of the log, and how each is written and read. Other types in the log are not ours, and skipped.</summary>
public static class EventTypes
{
    public static IReadOnlyList<EventType> All { get; } =
    [
        Of("actor_registered", typeof(ActorRegistered)),
        Of("actor_described", typeof(ActorDescribed)),
        Of("development_reported", typeof(DevelopmentReported)),
        Of("development_corrected", typeof(DevelopmentCorrected)),
        Of("development_corroborated", typeof(DevelopmentCorroborated)),
        Of("development_disputed", typeof(DevelopmentDisputed)),
        Of("development_retracted", typeof(DevelopmentRetracted)),
        Of("development_reinstated", typeof(DevelopmentReinstated)),
        Of("development_event_annulled", typeof(DevelopmentEventAnnulled)),
    ];

    private static readonly FrozenDictionary<string, EventType> ByAlias = All.ToFrozenDictionary(type => type.Alias, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, EventType> ByType = All.ToFrozenDictionary(type => type.Type);

    public static EventType Of(object @event) => ByType[@event.GetType()];

    public static bool IsOurs(string alias) => ByAlias.ContainsKey(alias);

    /// <summary>The event's JSON, UTF-8.</summary>
    public static byte[] Write(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, @event.GetType(), TimelineJson.Events);

    /// <summary>Reads an event; null for a type that is not ours.</summary>
    /// <exception cref="JsonException">The stored JSON is not of the type's shape.</exception>
    public static object? Read(string alias, ReadOnlySpan<byte> json) =>
        ByAlias.TryGetValue(alias, out var type) ? JsonSerializer.Deserialize(json, type.Type, TimelineJson.Events) : null;

    private static EventType Of(string alias, Type type) => new(alias, $"{type.FullName}, {type.Assembly.GetName().Name}", type);
}
