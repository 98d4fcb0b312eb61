using System.Collections.Frozen;
using System.Text.Json;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;

namespace Timeline.Domain;

/// <summary>One type of event as the log names it.</summary>
/// <param name="Alias">The class name in snake case.</param>
/// <param name="DotNetType"><c>Namespace.Type, Assembly</c>.</param>
/// <param name="Version">The version of its JSON that is written now; versions count from 1.</param>
public sealed record EventType(string Alias, string DotNetType, Type Type, int Version = 1)
{
    /// <summary>
    /// What the log's <c>type</c> column says: the alias, and from version 2 on a suffix such as <c>_v2</c>. That is Marten's own convention, so
    /// that its processes tell the versions apart too.
    /// </summary>
    public string StoredAlias => Version == 1 ? Alias : $"{Alias}_v{Version}";
}

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

    private static readonly FrozenDictionary<Type, EventType> ByType = All.ToFrozenDictionary(type => type.Type);

    /// <summary>How stored events are read now. Every type is at version 1, so nothing has to be rewritten yet.</summary>
    public static EventCatalog Catalog { get; } = new(All, []);

    public static EventType Of(object @event) => ByType[@event.GetType()];

    /// <param name="alias">As stored, with or without the suffix of a version.</param>
    public static bool IsOurs(string alias) => ByAlias.Contains(AliasOf(alias));

    /// <summary>The name of a type, whatever version of it a stored alias names.</summary>
    public static string AliasOf(string storedAlias) => EventCatalog.Split(storedAlias).Alias;

    /// <summary>The event's JSON, UTF-8.</summary>
    public static byte[] Write(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, @event.GetType(), TimelineJson.Events);

    /// <summary>Reads an event; null for a type that is not ours.</summary>
    /// <exception cref="JsonException">It cannot be read; see <see cref="EventCatalog.Read"/>, which says so without an exception.</exception>
    public static object? Read(string alias, ReadOnlySpan<byte> json)
    {
        var read = Catalog.Read(alias, json);
        return read.Fault is { } fault ? throw new JsonException(fault) : read.Event;
    }

    private static FrozenSet<string> ByAlias { get; } = All.Select(type => type.Alias).ToFrozenSet(StringComparer.Ordinal);

    private static EventType Of(string alias, Type type) => new(alias, $"{type.FullName}, {type.Assembly.GetName().Name}", type);
}
