using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Testing;

/// <summary>What became of a command: a position, or a refusal, or neither where there was nothing to do.</summary>
public sealed record Written(long? Position, Refusal? Refusal);

/// <summary>A log that decides commands with the rules of the domain and keeps what they accept. Its positions have gaps.</summary>
public sealed class MemoryLog
{
    private readonly List<Recorded> _events = [];
    private readonly List<Actor> _actors = [];
    private readonly Dictionary<string, DevelopmentHistory> _developments = new(StringComparer.Ordinal);
    private long _position;
    private Instant _recordedAt = Instant.FirstDay;

    /// <summary>The events of all developments, in order of position.</summary>
    public IReadOnlyList<Recorded> Events => _events;

    public IReadOnlyList<Actor> Actors => _actors;

    public IReadOnlyCollection<DevelopmentHistory> Developments => _developments.Values;

    public Written Write(Command command, Instant now) => command switch
    {
        ActorCommand c => Write(c, now),
        DevelopmentCommand c => Write(c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "unknown command"),
    };

    public Actor? FindActor(string idOrAlias) => _actors.Find(actor => actor.Keys.Contains(Actor.KeyOf(idOrAlias)));

    private Written Write(ActorCommand command, Instant now)
    {
        var found = FindActor(command.Actor);
        var before = command is DescribeActor || found?.Id == command.Actor ? found : null;
        var decision = ActorDecider.Decide(command, before, idOrAlias => FindActor(idOrAlias)?.Id);
        if (decision.Event is not { } @event)
            return new Written(null, decision.Refusal);
        if (before is not null)
            _actors.Remove(before);
        _actors.Add(Actor.Evolve(before, @event)!);
        Advance(now);
        return new Written(_position, null);
    }

    private Written Write(DevelopmentCommand command, Instant now)
    {
        var before = _developments.GetValueOrDefault(command.Development);
        var decision = DevelopmentDecider.Decide(
            command, before, new DecisionContext(now, idOrAlias => FindActor(idOrAlias)?.Id, id => _developments.ContainsKey(id)));
        if (decision.Event is not { } @event)
            return new Written(null, decision.Refusal);
        Advance(now);
        _events.Add(new Recorded(_position, _recordedAt, @event));
        _developments[command.Development] = (before ?? new DevelopmentHistory(command.Development, [])).Append(_events[^1]);
        return new Written(_position, null);
    }

    /// <summary>Every third position is a gap; the time strictly increases, also when the clock steps back.</summary>
    private void Advance(Instant now)
    {
        _position += _position % 3 == 2 ? 2 : 1;
        _recordedAt = Instant.Max(now, _recordedAt.PlusMicroseconds(1));
    }
}
