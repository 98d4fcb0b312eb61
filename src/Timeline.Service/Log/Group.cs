using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Actors;
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
    private static readonly Rows<(CommandKey Key, Appended? Answer)> Keys = new(
        "Log/append_keys.sql",
        Column.Text<(CommandKey Key, Appended? Answer)>(row => row.Key.Scope),
        Column.Text<(CommandKey Key, Appended? Answer)>(row => row.Key.Key),
        Column.Bytes<(CommandKey Key, Appended? Answer)>(row => row.Key.RequestHash.ToArray()),
        Column.OptionalLong<(CommandKey Key, Appended? Answer)>(row => row.Answer?.Position),
        Column.Text<(CommandKey Key, Appended? Answer)>(row => row.Answer is null ? null : JsonSerializer.Serialize(row.Answer, LogJson.Default.Appended)));

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
        if (append.Key is { } key && state.Keys.TryGetValue((key.Scope, key.Key), out var used))
        {
            return used.RequestHash.Span.SequenceEqual(key.RequestHash.Span)
                ? new AppendOutcome(used.Answer, null, IsReplay: true)
                : new Refusal(RefusalCode.Invalid, $"The idempotency key '{key.Key}' was used for another request: take a new key.");
        }
        if (append.Precondition is { } precondition && Check(append.Command, precondition) is { } stale)
            return stale;
        return append.Command switch
        {
            ActorCommand command => DecideActor(command, append),
            DevelopmentCommand command => DecideDevelopment(command, append),
            _ => throw new ArgumentOutOfRangeException(nameof(append), append.Command, "neither about an actor nor about a development"),
        };
    }

    /// <summary>Everything that the group writes.</summary>
    public void AddTo(Writes writes)
    {
        if (_events.Count > 0)
            _events.AddTo(writes);
        _projection.AddTo(writes);
        Keys.AddTo(writes, _keys);
        writes.Complete();
    }

    private AppendOutcome DecideActor(ActorCommand command, Append append)
    {
        var before = state.FindActor(command.Actor);
        // An alias stands for its actor, except where a new actor's id is asked for.
        var subject = command is DescribeActor || before?.Id == command.Actor ? before : null;
        var decision = ActorDecider.Decide(command, subject, idOrAlias => state.FindActor(idOrAlias)?.Id);
        if (decision.Refusal is { } refusal)
            return refusal;
        if (decision.Event is not { } @event)
            return Remember(append.Key, null);
        return Remember(append.Key, Accept(@event, @event.Actor, @event.Actor, append));
    }

    private AppendOutcome DecideDevelopment(DevelopmentCommand command, Append append)
    {
        if (state.Unreadable.TryGetValue(command.Development, out var position))
        {
            return new Refusal(
                RefusalCode.Unavailable, $"'{command.Development}' holds an event that this version cannot read, at position {position}: it takes nothing more until that is repaired.");
        }
        var before = state.FindDevelopment(command.Development);
        var context = new DecisionContext(state.Head.Now, idOrAlias => state.FindActor(idOrAlias)?.Id, id => state.FindDevelopment(id)?.Report is not null);
        var decision = DevelopmentDecider.Decide(command, before, context);
        if (decision is not { Event: { } @event })
            return decision.Refusal!;
        var stream = (@event as DevelopmentReported)?.Actor ?? before!.Report!.Actor;
        return Remember(append.Key, Accept(@event, command.Development, stream, append));
    }

    /// <summary>Gives the event its place (the next position, a time above the newest, the next version of its stream) and projects it.</summary>
    private Appended Accept(object @event, string id, string stream, Append append)
    {
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

    private Refusal? Check(Command command, Precondition precondition)
    {
        var development = command is DevelopmentCommand { Development: var id } ? state.FindDevelopment(id) : null;
        var stream = command switch
        {
            ActorCommand c => state.FindActor(c.Actor)?.Id ?? c.Actor,
            ReportDevelopment c => state.FindActor(c.Actor)?.Id ?? c.Actor,
            _ => (development?.Events[0].Event as DevelopmentReported)?.Actor ?? "",
        };
        var version = state.Versions.GetValueOrDefault(stream);
        if (precondition.StreamVersion is { } expected && expected != version)
            return new Refusal(RefusalCode.Stale, $"The stream is at version {version}, not at {expected}: look at it again.");
        var newest = command is DevelopmentCommand
            ? development?.Events[^1].Position
            : state.NewestOfActor.GetValueOrDefault(stream);
        return precondition.NewestPositions is { } positions && !positions.Contains(newest ?? 0)
            ? new Refusal(RefusalCode.Stale, "It has changed since the ETag that If-Match names: read it again.")
            : null;
    }
}
