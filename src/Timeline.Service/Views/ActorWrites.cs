using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>What some events change in the actors' reference data.</summary>
internal sealed class ActorWrites(ActorProjector projector)
{
    private readonly Dictionary<string, ActorRow> _openActors = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, string Actor), ActorKeyRow> _openKeys = [];
    private readonly List<ActorRow> _actors = [];
    private readonly List<ActorKeyRow> _keys = [];
    private readonly List<(string Actor, long Position)> _closedActors = [];
    private readonly List<(string Key, long Position)> _closedKeys = [];

    /// <summary>The rows that are new, some of them closed again by a later event.</summary>
    public IReadOnlyList<ActorRow> Actors => _actors;

    /// <inheritdoc cref="Actors"/>
    public IReadOnlyList<ActorKeyRow> Keys => _keys;

    public void Apply(Actor? before, Actor after, long position)
    {
        if (_openActors.Remove(after.Id, out var pending))
            pending.RecordedTo = position;
        else if (before is not null)
            _closedActors.Add((after.Id, position));
        _openActors[after.Id] = projector.Row(after, position);
        _actors.Add(_openActors[after.Id]);

        foreach (var gone in (before?.Keys ?? []).Except(after.Keys, StringComparer.Ordinal))
            Close(gone, after.Id, position);
        foreach (var key in after.Keys.Except(before?.Keys ?? [], StringComparer.Ordinal))
        {
            var row = _openKeys[(key, after.Id)] = new ActorKeyRow(key, after.Id, position);
            _keys.Add(row);
        }
    }

    public void AddTo(NpgsqlBatch batch, ViewSet set)
    {
        if (_actors.Count == 0)
            return;
        batch.Add(set, "Views/close_actors.sql", Sql.TextArray(_closedActors.Select(row => row.Actor)), Sql.Longs(_closedActors.Select(row => row.Position)));
        batch.Add(set, "Views/close_actor_keys.sql", Sql.TextArray(_closedKeys.Select(row => row.Key)), Sql.Longs(_closedKeys.Select(row => row.Position)));
        AddOpenedTo(batch, set);
    }

    /// <summary>Writes the new rows only.</summary>
    public void AddOpenedTo(NpgsqlBatch batch, ViewSet set)
    {
        batch.Add(
            set,
            "Views/open_actors.sql",
            Sql.TextArray(_actors.Select(row => row.Actor)),
            Sql.Longs(_actors.Select(row => row.RecordedFrom)),
            Sql.Longs(_actors.Select(row => row.RecordedTo)),
            Sql.TextArray(_actors.Select(row => row.Name)),
            Sql.TextArray(_actors.Select(row => row.Kind)),
            Sql.TextArray(_actors.Select(row => Sql.ArrayLiteral(row.Aliases))),
            Sql.TextArray(_actors.Select(row => row.Words)));
        batch.Add(
            set,
            "Views/open_actor_keys.sql",
            Sql.TextArray(_keys.Select(row => row.Key)),
            Sql.TextArray(_keys.Select(row => row.Actor)),
            Sql.Longs(_keys.Select(row => row.RecordedFrom)),
            Sql.Longs(_keys.Select(row => row.RecordedTo)));
    }

    private void Close(string key, string actor, long position)
    {
        if (_openKeys.Remove((key, actor), out var pending))
            pending.RecordedTo = position;
        else
            _closedKeys.Add((key, position));
    }
}
