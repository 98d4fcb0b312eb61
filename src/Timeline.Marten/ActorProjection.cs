using JasperFx.Events;
using Marten.Events.Aggregation;
using Timeline.Domain.Actors;

namespace Timeline.Marten;

/// <summary>A stream's aggregate, as Marten replays it: the actor's record. The developments on the stream do not change it.</summary>
public sealed class ActorProjection : SingleStreamProjection<Actor, string>
{
    public override Actor? Evolve(Actor? snapshot, string id, IEvent e) => e.Data is ActorEvent @event ? Actor.Evolve(snapshot, @event) : snapshot;
}
