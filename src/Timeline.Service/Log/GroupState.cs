using System.Text.Json;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Log;

/// <summary>A used idempotency key and its answer.</summary>
internal sealed record UsedKey(ReadOnlyMemory<byte> RequestHash, Appended? Answer);

/// <summary>
/// What a group of commands is decided on: read once under the ordering lock, then kept up to date in memory while the commands of the
/// group are decided one after the other, so that each sees those before it.
/// </summary>
internal sealed class GroupState
{
    private readonly Dictionary<string, Actor> _actorsByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DevelopmentHistory> _developments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lostActorKeys = new(StringComparer.Ordinal);

    public required GroupHead Head { get; set; }

    /// <summary>What the state takes for granted, where it was remembered rather than read.</summary>
    public Expectation? Expectation { get; set; }

    public IReadOnlyDictionary<string, Actor> ActorsByKey => _actorsByKey;

    /// <summary>Keys that an actor was found by before the group, and no actor is after it.</summary>
    public IEnumerable<string> LostActorKeys => _lostActorKeys.Where(key => !_actorsByKey.ContainsKey(key));

    public IReadOnlyDictionary<string, DevelopmentHistory> Developments => _developments;

    /// <summary>The views' tables that the state was read from, and that the group writes.</summary>
    public required ViewSet Views { get; init; }

    /// <summary>Developments that hold an event which cannot be read, and its position: they cannot be judged, and take no follow-up.</summary>
    public Dictionary<string, long> Unreadable { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Versions { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Scope, string Key), UsedKey> Keys { get; private set; } = [];

    /// <summary>The newest position that affects an actor; loaded only where a command is conditional on it.</summary>
    public Dictionary<string, long> NewestOfActor { get; } = new(StringComparer.Ordinal);

    /// <summary>The actor that an id or alias belongs to, or null.</summary>
    public Actor? FindActor(string idOrAlias) => _actorsByKey.GetValueOrDefault(Actor.KeyOf(idOrAlias));

    public DevelopmentHistory? FindDevelopment(string id) => _developments.GetValueOrDefault(id);

    public void Put(Actor? before, Actor after)
    {
        foreach (var key in before?.Keys ?? [])
        {
            _actorsByKey.Remove(key);
            _lostActorKeys.Add(key);
        }
        foreach (var key in after.Keys)
            _actorsByKey[key] = after;
    }

    /// <summary>What was read under a key belongs to nobody any more.</summary>
    public void Lose(string key) => _actorsByKey.Remove(key);

    public void Put(DevelopmentHistory history) => _developments[history.Id] = history;

    public void Put(DevelopmentHistory history, long size)
    {
        Put(history);
        _sizes[history.Id] = size;
    }

    /// <summary>How long the JSON of a development's events is, in bytes or characters: for who keeps it.</summary>
    public long SizeOf(string development) => _sizes.GetValueOrDefault(development);

    public void Grow(string development, long size) => _sizes[development] = SizeOf(development) + size;

    /// <summary>The statements that load all that the commands look at; results are read by <see cref="ReadAsync"/> in this order.</summary>
    public static void AddQueries(NpgsqlBatch batch, ViewSet set, IReadOnlyList<Append> appends)
    {
        AddQueries(batch, set, appends.SelectMany(append => References.Actors(append.Command)), appends.SelectMany(append => References.Developments(append.Command)));
        AddConditions(batch, set, appends);
    }

    /// <summary>The statements that load the used keys, and what preconditions are about.</summary>
    public static void AddConditions(NpgsqlBatch batch, ViewSet set, IReadOnlyList<Append> appends)
    {
        var keys = appends.Select(append => append.Key).OfType<CommandKey>().ToList();
        if (keys.Count > 0)
            batch.Add("Log/group_keys.sql", Sql.TextArray(keys.Select(key => key.Scope)), Sql.TextArray(keys.Select(key => key.Key)));
        var conditional = Conditional(appends);
        if (conditional.Count > 0)
            batch.Add(set, "Log/group_newest_of_actors.sql", Sql.TextArray(conditional));
    }

    /// <summary>The statements that load the head, some actors (by id or alias) and some developments; read with no commands at all.</summary>
    public static void AddQueries(NpgsqlBatch batch, ViewSet set, IEnumerable<string> actors, IEnumerable<string> developments)
    {
        batch.Add("Log/group_head.sql");
        batch.Add(set, "Log/group_actors.sql", Sql.TextArray(actors.Select(Actor.KeyOf).Distinct()));
        batch.Add("Log/group_developments.sql", Sql.TextArray(developments.Distinct()));
    }

    /// <summary>Reads the results; the reader stands on the head's.</summary>
    public static async Task<GroupState> ReadAsync(NpgsqlDataReader reader, ViewSet set, IReadOnlyList<Append> appends, CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        var state = new GroupState { Head = GroupHead.Read(reader), Views = set };
        await reader.NextResultAsync(cancellation);
        await state.ReadActorsAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        await state.ReadDevelopmentsAsync(reader, cancellation);
        if (appends.Any(append => append.Key is not null) && await reader.NextResultAsync(cancellation))
            state.Keys = await ReadKeysAsync(reader, cancellation);
        if (Conditional(appends).Count > 0 && await reader.NextResultAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                state.NewestOfActor[reader.GetString(0)] = reader.GetInt64(1);
        }
        return state;
    }

    private static List<string> Conditional(IReadOnlyList<Append> appends) =>
        [.. appends.Where(append => append.Precondition?.NewestPositions is not null).Select(append => append.Command).OfType<ActorCommand>().Select(command => Actor.KeyOf(command.Actor))];

    private async Task ReadActorsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            var actor = new Actor(
                reader.GetString(1), reader.GetString(2), JsonSerializer.Deserialize($"\"{reader.GetString(3)}\"", Domain.Json.TimelineJson.Events.ActorKind), reader.GetFieldValue<string[]>(4));
            // By all its keys: what was asked for by an alias is folded on by its id.
            Put(null, actor);
            Versions[actor.Id] = reader.GetInt64(5);
        }
    }

    private async Task ReadDevelopmentsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var catalog = Views.KnownVersion().Events;
        var events = new Dictionary<string, List<Recorded>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var development = reader.GetString(0);
            var json = reader.GetFieldValue<byte[]>(4);
            var read = catalog.Read(reader.GetString(3), json);
            if (read.IsUnreadable)
                Unreadable.TryAdd(development, reader.GetInt64(1));
            if (read.Event is not DevelopmentEvent @event)
                continue;
            Grow(development, json.Length);
            if (!events.TryGetValue(development, out var list))
                events[development] = list = [];
            list.Add(new Recorded(reader.GetInt64(1), reader.GetInstant(2), @event));
            Versions[reader.GetString(5)] = reader.GetInt64(6);
        }
        foreach (var (development, list) in events.Where(pair => !Unreadable.ContainsKey(pair.Key)))
            _developments[development] = new DevelopmentHistory(development, list);
    }

    /// <summary>Reads the result of <c>group_keys.sql</c>.</summary>
    public static async Task<Dictionary<(string Scope, string Key), UsedKey>> ReadKeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = new Dictionary<(string Scope, string Key), UsedKey>();
        while (await reader.ReadAsync(cancellation))
        {
            keys[(reader.GetString(0), reader.GetString(1))] =
                new UsedKey(reader.GetFieldValue<byte[]>(2), reader.GetText(4) is { } answer ? JsonSerializer.Deserialize(answer, LogJson.Default.Appended) : null);
        }
        return keys;
    }
}
