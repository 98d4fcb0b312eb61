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

    /// <summary>What the last group left, whole: it may be in flight, so that nobody else can tell.</summary>
    private GroupState? _last;
    private volatile DatabaseClock? _clock;

    /// <summary>A state with nothing in it yet, to <see cref="Recall"/> into; null where the head is not known.</summary>
    public GroupState? NewState() => _head is null
        ? null
        : new GroupState { Head = _head with { Now = _clock!.Now }, Expectation = new Expectation(_head.Position) };

    /// <summary>Puts what a command looks at into the state; false where something of it is not remembered.</summary>
    public bool Recall(Append append, GroupState state)
    {
        state.Head = state.Head with { Now = _clock!.Now };
        var expectation = state.Expectation!;
        if (append.Command is not DevelopmentCommand command || !RecallActors(command, state) || !RecallDevelopments(command, state, expectation))
            return false;
        if (append.Key is not null)
            expectation.Keys.Add(append.Key);
        return true;
    }

    public bool KnowsHead => _head is not null;

    /// <summary>What commands look at and is not remembered: keys of actors, and developments.</summary>
    public (IReadOnlyCollection<string> Actors, IReadOnlyCollection<string> Developments) Missing(IReadOnlyList<Append> appends)
    {
        var lost = _last?.LostActorKeys.ToHashSet(StringComparer.Ordinal) ?? [];
        var actors = new HashSet<string>(StringComparer.Ordinal);
        var developments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var append in appends)
        {
            foreach (var key in References.Actors(append.Command).Select(Actor.KeyOf))
            {
                if (FindActor(key) is { } actor ? FindVersion(actor.Id) is null : !lost.Contains(key))
                    actors.Add(key);
            }
            foreach (var id in References.Developments(append.Command))
            {
                if (FindDevelopment(id) is not { } kept)
                    developments.Add(id);
                else if (kept.History.Report is { } report && FindVersion(report.Actor) is null)
                    actors.Add(Actor.KeyOf(report.Actor));
            }
        }
        return (actors, developments);
    }

    /// <summary>Puts what is remembered over what was read of the <see cref="Missing"/>, which may be older by a group in flight.</summary>
    public void RecallAll(IReadOnlyList<Append> appends, GroupState state)
    {
        state.Head = _head! with { Now = _clock!.Now };
        state.Expectation = new Expectation(_head.Position);
        foreach (var lost in _last?.LostActorKeys ?? [])
            state.Lose(lost);
        foreach (var append in appends)
        {
            foreach (var key in References.Actors(append.Command).Select(Actor.KeyOf))
            {
                if (FindActor(key) is { } actor)
                {
                    state.Put(null, actor);
                    RecallVersion(actor.Id, state);
                }
            }
            foreach (var id in References.Developments(append.Command))
            {
                if (FindDevelopment(id) is { } kept)
                {
                    state.Put(kept.History, kept.Size);
                    if (kept.History.Report is { } report)
                        RecallVersion(report.Actor, state);
                }
            }
            if (append.Key is { } used && _last is not null && _last.Keys.TryGetValue((used.Scope, used.Key), out var answer))
                state.Keys[(used.Scope, used.Key)] = answer;
        }
        foreach (var stream in state.Versions.Keys.ToList())
            state.Versions[stream] = FindVersion(stream) ?? state.Versions[stream];
    }

    /// <summary>Remembers how a group leaves the log: one that is committed, or one that goes before whatever is decided next.</summary>
    public void Keep(Group group)
    {
        var state = group.State;
        if (_head is not null && _head.Position != state.Head.Position)
            Forget();
        _head = group.Head;
        _last = state;
        foreach (var key in state.LostActorKeys)
            _actorsByKey.Remove(key);
        foreach (var (key, actor) in state.ActorsByKey)
            _actorsByKey.Put(key, actor, 1);
        foreach (var (stream, version) in state.Versions)
            _versions.Put(stream, version, 1);
        foreach (var (id, history) in state.Developments)
            _developments.Put(id, (history, state.SizeOf(id)), state.SizeOf(id));
    }

    /// <param name="now">The database's clock, just now. From any thread.</param>
    public void SetClock(Instant now) => _clock = new DatabaseClock(now, Stopwatch.GetTimestamp());

    /// <summary>After a commit whose outcome is unknown, or of another writer.</summary>
    public void Forget()
    {
        _head = null;
        _last = null;
        _actorsByKey.Clear();
        _versions.Clear();
        _developments.Clear();
    }

    private Actor? FindActor(string key) => _last?.ActorsByKey.GetValueOrDefault(key) ?? (_actorsByKey.TryGet(key, out var actor) ? actor : null);

    private (DevelopmentHistory History, long Size)? FindDevelopment(string id) =>
        _last?.FindDevelopment(id) is { } history ? (history, _last.SizeOf(id)) : _developments.TryGet(id, out var kept) ? kept : null;

    private long? FindVersion(string stream) =>
        _last is not null && _last.Versions.TryGetValue(stream, out var newest) ? newest : _versions.TryGet(stream, out var version) ? version : null;

    private bool RecallActors(DevelopmentCommand command, GroupState state)
    {
        foreach (var idOrAlias in References.Actors(command))
        {
            if (state.FindActor(idOrAlias) is not null)
                continue;
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
            if (state.FindDevelopment(id) is not null)
                continue;
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
        if (state.Versions.ContainsKey(stream))
            return true;
        if (!_versions.TryGet(stream, out var version))
            return false;
        state.Versions[stream] = version;
        return true;
    }
}

/// <summary>The database's clock as it was at a moment of ours, and as it goes on.</summary>
internal sealed record DatabaseClock(Instant Then, long Timestamp)
{
    public Instant Now => Then.PlusMicroseconds((long)Stopwatch.GetElapsedTime(Timestamp).TotalMicroseconds);
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
