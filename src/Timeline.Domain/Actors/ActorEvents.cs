using System.Text.Json.Serialization;
using Timeline.Domain.Json;

namespace Timeline.Domain.Actors;

/// <summary>What an actor is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActorKind>))]
public enum ActorKind
{
    State,
    Organization,
    Person,
    Force,
    Other,
}

/// <summary>Something that happened to an actor's own record. Actors are reference data: they follow the basis alone.</summary>
public abstract record ActorEvent(string Actor);

/// <summary>The actor became known to the log; opens its stream.</summary>
public sealed record ActorRegistered(string Actor, string Name, ActorKind Kind, IReadOnlyList<string> Aliases) : ActorEvent(Actor);

/// <summary>Changes of an actor's name, kind or aliases, as a merge patch.</summary>
public sealed record ActorDescribed(
    string Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Patch<string> Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Patch<ActorKind?> Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Patch<IReadOnlyList<string>> Aliases) : ActorEvent(Actor);
