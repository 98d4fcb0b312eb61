using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>From an actor's record to the rows of the actors view: what one version of it does. Pure.</summary>
internal class ActorProjector
{
    /// <summary>The row of a record that begins to hold at a position.</summary>
    public virtual ActorRow Row(Actor actor, long recordedFrom) =>
        new(actor.Id, recordedFrom, actor.Name, EntryJson.NameOf(actor.Kind), actor.Aliases, SearchWords.Of(actor.Name));
}

/// <summary>A row of <c>timeline.actors</c>.</summary>
internal sealed record ActorRow(string Actor, long RecordedFrom, string Name, string Kind, IReadOnlyList<string> Aliases, string Words)
{
    public long RecordedTo { get; set; } = Sql.Open;
}

/// <summary>A row of <c>timeline.actor_keys</c>.</summary>
internal sealed record ActorKeyRow(string Key, string Actor, long RecordedFrom)
{
    public long RecordedTo { get; set; } = Sql.Open;
}
