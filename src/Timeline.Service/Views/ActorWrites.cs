using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What a group of events changes in the actors' reference data.</summary>
internal sealed class ActorWrites
{
    private readonly Dictionary<string, ActorRow> _openActors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeyRow> _openKeys = new(StringComparer.Ordinal);
    private readonly List<ActorRow> _actors = [];
    private readonly List<KeyRow> _keys = [];
    private readonly List<(string Actor, long Position)> _closedActors = [];
    private readonly List<(string Key, long Position)> _closedKeys = [];

    public void Apply(Actor? before, Actor after, long position)
    {
        if (_openActors.Remove(after.Id, out var pending))
            pending.RecordedTo = position;
        else if (before is not null)
            _closedActors.Add((after.Id, position));
        _openActors[after.Id] = new ActorRow(after, position);
        _actors.Add(_openActors[after.Id]);

        foreach (var gone in (before?.Keys ?? []).Except(after.Keys, StringComparer.Ordinal))
            Close(gone, position);
        foreach (var key in after.Keys.Except(before?.Keys ?? [], StringComparer.Ordinal))
        {
            _openKeys[key] = new KeyRow(key, after.Id, position);
            _keys.Add(_openKeys[key]);
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_actors.Count == 0)
            return;
        batch.Add("Views/close_actors.sql", Sql.TextArray(_closedActors.Select(row => row.Actor)), Sql.Longs(_closedActors.Select(row => row.Position)));
        batch.Add("Views/close_actor_keys.sql", Sql.TextArray(_closedKeys.Select(row => row.Key)), Sql.Longs(_closedKeys.Select(row => row.Position)));
        batch.Add(
            "Views/open_actors.sql",
            Sql.TextArray(_actors.Select(row => row.Actor.Id)),
            Sql.Longs(_actors.Select(row => row.RecordedFrom)),
            Sql.Longs(_actors.Select(row => row.RecordedTo)),
            Sql.TextArray(_actors.Select(row => row.Actor.Name)),
            Sql.TextArray(_actors.Select(row => EntryJson.NameOf(row.Actor.Kind))),
            Sql.TextArray(_actors.Select(row => Sql.ArrayLiteral(row.Actor.Aliases))),
            Sql.TextArray(_actors.Select(row => SearchWords.Of(row.Actor.Name))));
        batch.Add(
            "Views/open_actor_keys.sql",
            Sql.TextArray(_keys.Select(row => row.Key)),
            Sql.TextArray(_keys.Select(row => row.Actor)),
            Sql.Longs(_keys.Select(row => row.RecordedFrom)),
            Sql.Longs(_keys.Select(row => row.RecordedTo)));
    }

    private void Close(string key, long position)
    {
        if (_openKeys.Remove(key, out var pending))
            pending.RecordedTo = position;
        else
            _closedKeys.Add((key, position));
    }

    private sealed class ActorRow(Actor actor, long recordedFrom)
    {
        public Actor Actor { get; } = actor;
        public long RecordedFrom { get; } = recordedFrom;
        public long RecordedTo { get; set; } = Sql.Open;
    }

    private sealed class KeyRow(string key, string actor, long recordedFrom)
    {
        public string Key { get; } = key;
        public string Actor { get; } = actor;
        public long RecordedFrom { get; } = recordedFrom;
        public long RecordedTo { get; set; } = Sql.Open;
    }
}
