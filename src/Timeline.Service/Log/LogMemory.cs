using System.Diagnostics;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Log;

/// <summary>
/// What a committer remembers of the log between its groups, so that most groups need not read before they are decided. It is right as long
/// as the head is where the committer left it, which <c>timeline.begin_group</c> checks under the ordering lock: another writer's commit
/// moves the head.
/// </summary>
internal sealed class LogMemory
{
    private const int ActorsKept = 50_000;
    private const long HistoryCharactersKept = 64 << 20;

    private readonly Generations<Actor> _actorsByKey = new(ActorsKept);
    private readonly Generations<long> _versions = new(ActorsKept);
    private readonly Generations<(DevelopmentHistory History, long Size)> _developments = new(HistoryCharactersKept);
    private GroupHead? _head;
    private long _headAt;

    /// <summary>The state to decide the commands on; null where something that they look at is not remembered.</summary>
    public GroupState? Recall(IReadOnlyList<Append> appends)
    {
        if (_head is null)
            return null;
        var state = new GroupState { Head = _head with { Now = _head.Now.PlusMicroseconds((long)Stopwatch.GetElapsedTime(_headAt).TotalMicroseconds) } };
        var expectation = state.Expectation = new Expectation(_head.Position);
        foreach (var append in appends)
        {
            if (append.Command is not DevelopmentCommand command || !RecallActors(command, state) || !RecallDevelopments(command, state, expectation))
                return null;
            if (append.Key is not null)
                expectation.Keys.Add(append.Key);
        }
        return state;
    }

    /// <summary>Remembers how a committed group left the log.</summary>
    /// <param name="clock">The database's, just now.</param>
    public void Keep(Group group, Instant clock)
    {
        var state = group.State;
        if (_head is not null && _head.Position != state.Head.Position)
            Forget();
        _head = group.Head with { Now = clock };
        _headAt = Stopwatch.GetTimestamp();
        foreach (var key in state.LostActorKeys)
            _actorsByKey.Remove(key);
        foreach (var (key, actor) in state.ActorsByKey)
            _actorsByKey.Put(key, actor, 1);
        foreach (var (stream, version) in state.Versions)
            _versions.Put(stream, version, 1);
        foreach (var (id, history) in state.Developments)
            _developments.Put(id, (history, state.SizeOf(id)), state.SizeOf(id));
    }

    /// <summary>After a commit whose outcome is unknown, or of another writer.</summary>
    public void Forget()
    {
        _head = null;
        _actorsByKey.Clear();
        _versions.Clear();
        _developments.Clear();
    }

    private bool RecallActors(DevelopmentCommand command, GroupState state)
    {
        foreach (var idOrAlias in References.Actors(command))
        {
            if (!_actorsByKey.TryGet(Actor.KeyOf(idOrAlias), out var actor) || !RecallVersion(actor.Id, state))
                return false;
            state.Put(null, actor);
        }
        return true;
    }

    private bool RecallDevelopments(DevelopmentCommand command, GroupState state, Expectation expectation)
    {
        foreach (var id in References.Developments(command))
        {
            if (_developments.TryGet(id, out var kept))
            {
                if (kept.History.Report is { } report && !RecallVersion(report.Actor, state))
                    return false;
                state.Put(kept.History, kept.Size);
            }
            // A report's own id is taken to be free, and that is checked under the lock.
            else if (command is ReportDevelopment || expectation.Developments.Contains(id))
                expectation.Developments.Add(id);
            else
                return false;
        }
        return true;
    }

    private bool RecallVersion(string stream, GroupState state)
    {
        if (!_versions.TryGet(stream, out var version))
            return false;
        state.Versions[stream] = version;
        return true;
    }
}

/// <summary>What a group that was decided from memory takes for granted.</summary>
/// <param name="Position">Of the newest event.</param>
internal sealed record Expectation(long Position)
{
    /// <summary>Developments that do not exist yet.</summary>
    public HashSet<string> Developments { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys that are not used yet.</summary>
    public List<CommandKey> Keys { get; } = [];
}
