using Timeline.Domain.Json;

namespace Timeline.Domain.Actors;

/// <summary>A command about an actor's own record.</summary>
public abstract record ActorCommand(string Actor) : Command;

/// <summary>Registers a new actor.</summary>
public sealed record RegisterActor(string Actor, string Name, ActorKind Kind, IReadOnlyList<string> Aliases) : ActorCommand(Actor);

/// <summary>Changes name, kind or aliases (JSON merge patch).</summary>
public sealed record DescribeActor(string Actor, Patch<string> Name, Patch<ActorKind?> Kind, Patch<IReadOnlyList<string>> Aliases) : ActorCommand(Actor);

/// <summary>Registers the actor, or describes it as given where it is known already.</summary>
public sealed record UpsertActor(string Actor, string Name, ActorKind Kind, IReadOnlyList<string> Aliases) : ActorCommand(Actor);
