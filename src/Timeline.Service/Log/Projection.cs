using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>
/// From events to the rows of every view: the one place where that is done, for events that are being appended and for those that a log
/// holds already. Each event also moves the state, so that the next one finds it folded.
/// </summary>
/// <param name="state">The state before the first event; holds all actors and developments that the events are about.</param>
internal sealed class Projection(GroupState state)
{
    private static readonly Rows<(long Position, string Development, Instant NewestKnownAt)> DevelopmentLog = new(
        "Log/append_development_log.sql",
        Column.Long<(long Position, string Development, Instant NewestKnownAt)>(row => row.Position),
        Column.Text<(long Position, string Development, Instant NewestKnownAt)>(row => row.Development),
        Column.Time<(long Position, string Development, Instant NewestKnownAt)>(row => row.NewestKnownAt));

    private readonly TimelineWrites _timeline = new();
    private readonly ActorWrites _actors = new();
    private readonly List<(long Position, string Development, Instant NewestKnownAt)> _developments = [];

    /// <summary>The newest effective time among all development events so far.</summary>
    public Instant NewestKnownAt { get; private set; } = state.Head.NewestKnownAt;

    /// <summary>Folds one event. Events come in the order of their positions.</summary>
    public void Apply(long position, Instant recordedAt, object @event)
    {
        switch (@event)
        {
            case ActorEvent about:
                Apply(position, about);
                break;
            case DevelopmentEvent about:
                Apply(new Recorded(position, recordedAt, about));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(@event), @event, "neither about an actor nor about a development");
        }
    }

    public void AddTo(Writes writes)
    {
        DevelopmentLog.AddTo(writes, _developments);
        _timeline.AddTo(writes);
        _actors.AddTo(writes.Batch);
    }

    private void Apply(long position, ActorEvent @event)
    {
        // By its id alone: as an alias the same word may belong to another actor.
        var before = state.FindActor(@event.Actor) is { } found && found.Id == @event.Actor ? found : null;
        if (Actor.Evolve(before, @event) is not { } after)
            return;
        state.Put(before, after);
        _actors.Apply(before, after, position);
        state.NewestOfActor[after.Id] = position;
    }

    private void Apply(Recorded recorded)
    {
        var before = state.FindDevelopment(recorded.Event.Development) ?? new DevelopmentHistory(recorded.Event.Development, []);
        var after = before.Append(recorded);
        state.Put(after);
        if (recorded.Event is DatedEvent dated)
            NewestKnownAt = Instant.Max(NewestKnownAt, dated.ReportedAt);
        _developments.Add((recorded.Position, after.Id, NewestKnownAt));
        var change = Segments.Change(before, after);
        _timeline.Apply(change);
        foreach (var actor in TimelineWrites.Touched(before, change))
            state.NewestOfActor[actor] = recorded.Position;
    }
}
