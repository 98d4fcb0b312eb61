using Timeline.Domain.Developments;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>
/// A group of commands that share a commit: decided one after the other against the state read under the ordering lock, each refused or
/// accepted on its own, and written together.
/// </summary>
internal sealed class Group(GroupState state)
{
    private readonly EventRows _events = new();
    private readonly Projection _projection = new(state);
    private readonly List<(CommandKey Key, Appended? Answer)> _keys = [];
    private long _position = Math.Max(state.Head.Position, state.Head.Number);
    private long _newest = state.Head.Position;
    private Instant _recordedAt = state.Head.RecordedAt;

    public GroupState State => state;

    /// <summary>The head that the group's commit makes.</summary>
    public GroupHead Head => new(_newest, _recordedAt, _position, _projection.NewestKnownAt, state.Head.Now);

    /// <summary>Of the first event; where there is none, where it would be.</summary>
    public (long Position, Instant RecordedAt) First { get; } = (Math.Max(state.Head.Position, state.Head.Number) + 1, Instant.Max(state.Head.Now, Next(state.Head.RecordedAt)));

    public bool HasWrites => _events.Count > 0 || _keys.Count > 0;

    public AppendOutcome Decide(Append append)
    {
        var verdict = Verdict.Of(state, append);
        if (verdict.Event is not null)
            return Remember(append.Key, Accept(verdict, append));
        return verdict.IsNothing ? Remember(append.Key, null) : verdict.Outcome;
    }

    /// <summary>What is sent of a group that was decided from memory, where it was made ahead of its turn. Whoever sends it disposes it.</summary>
    public GroupBatch? Batch { get; set; }

    /// <summary>Everything that the group writes.</summary>
    public void AddTo(Writes writes)
    {
        if (_events.Count > 0)
            _events.AddTo(writes);
        _projection.AddTo(writes);
        KeyRows.AddTo(writes, _keys);
        writes.Complete();
    }

    /// <summary>Gives the event its place (the next position, a time above the newest, the next version of its stream) and projects it.</summary>
    private Appended Accept(Verdict verdict, Append append)
    {
        var (@event, id, stream) = (verdict.Event!, verdict.Id, verdict.Stream);
        _recordedAt = Instant.Max(state.Head.Now, Next(_recordedAt));
        var version = state.Versions[stream] = state.Versions.GetValueOrDefault(stream) + 1;
        var answer = new Appended(id, stream, version, ++_position, _recordedAt);
        _newest = answer.Position;
        var size = _events.Add(@event, answer, append);
        if (@event is DevelopmentEvent)
            state.Grow(id, size);
        _projection.Apply(answer.Position, answer.RecordedAt, @event);
        return answer;
    }

    private static Instant Next(Instant time) => time == Instant.MinValue ? time : time.PlusMicroseconds(1);

    private AppendOutcome Remember(CommandKey? key, Appended? answer)
    {
        if (key is not null)
        {
            state.Keys[(key.Scope, key.Key)] = new UsedKey(key.RequestHash, answer);
            _keys.Add((key, answer));
        }
        return new AppendOutcome(answer, null);
    }
}
