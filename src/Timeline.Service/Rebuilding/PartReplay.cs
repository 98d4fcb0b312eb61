using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Replays some developments and actors beside the live view, and compares just those. It costs what is replayed, however long the log is: what an event is
/// of is looked up in the log's index, which only a replay of the whole log can hold against the log itself.
/// </summary>
internal sealed class PartReplay
{
    private const int ComparedAtATime = 500;

    private readonly OperationWork _work;
    private readonly ViewSet _live;
    private readonly ViewSet _built;
    private readonly ShadowTables _tables;
    private readonly TimelineReplay _timeline;
    private readonly Comparison _comparison;

    public PartReplay(OperationWork work, ViewSet live, ViewSet built)
    {
        (_work, _live, _built) = (work, live, built);
        _tables = new ShadowTables(work.Operation.Schema, live);
        _timeline = new TimelineReplay(work, built);
        _comparison = new Comparison(work.Operation.Id, live, built, () => work.Progress, work.Stop);
    }

    private Operation Operation => _work.Operation;

    private OperationProgress Progress => _work.Progress;

    private CancellationToken Stop => _work.Stop;

    private Selection Selection => Operation.Options.Selection;

    /// <summary>An actor's own record has no development.</summary>
    private bool OnActors => Operation.OnActors && Selection.Development is null;

    public async Task RunAsync()
    {
        if (Progress.Phase <= OperationPhase.Waiting)
            await _work.StepAsync(BeginAsync);
        if (Progress.Phase == OperationPhase.Folding)
            await FoldAsync();
        if (Progress.Phase == OperationPhase.Comparing)
            await CompareAsync();
    }

    private async Task BeginAsync(NpgsqlConnection connection)
    {
        await _tables.CreateAsync(connection, Operation.OnTimeline, OnActors, isKept: false, Stop);
        var (from, to) = (Selection.From ?? 0, Selection.To ?? long.MaxValue);
        Progress.Enter(OperationPhase.Folding);
        Progress.Position = await LogPages.HeadAsync(connection, Stop);
        if (Operation.OnTimeline)
        {
            foreach (var index in await _tables.MissingIndexesAsync(connection, Stop))
                await _tables.BuildAsync(connection, index, Stop);
            var select = _live.In(Sql.Text("Rebuilding/select_developments.sql")).Replace("{built}", Operation.Schema, StringComparison.Ordinal);
            await using var command = new NpgsqlCommand(select, connection) { CommandTimeout = 0 };
            command.Parameters.AddRange(new[] { Sql.Value(Selection.Development), Sql.Value(Selection.Actor), Sql.Value(from), Sql.Value(to) });
            Progress.Total = await command.ExecuteNonQueryAsync(Stop);
        }
        if (OnActors)
            await FoldActorsAsync(connection, from, to);
    }

    private async Task FoldActorsAsync(NpgsqlConnection connection, long from, long to)
    {
        var writes = await ActorReplay.FoldAsync(connection, _built.KnownVersion(), await ActorsAsync(connection, from, to), Progress.Position, Stop);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        writes.AddOpenedTo(batch, _built);
        await batch.ExecuteNonQueryAsync(Stop);
        Progress.Rows += writes.Actors.Count + writes.Keys.Count;
        Progress.Folds += writes.Actors.Select(row => row.Actor).Distinct(StringComparer.Ordinal).Count();
    }

    private async Task<IReadOnlyList<string>> ActorsAsync(NpgsqlConnection connection, long from, long to)
    {
        await using var command = new NpgsqlCommand(_live.In(Sql.Text("Rebuilding/select_actors.sql")), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(new[] { Sql.Value(Selection.Actor), Sql.Value(from), Sql.Value(to) });
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var actors = new List<string>();
        while (await reader.ReadAsync(Stop))
            actors.Add(reader.GetString(0));
        return actors;
    }

    private async Task FoldAsync()
    {
        if (Operation.OnTimeline)
            await new ListedDevelopments(_work, _built, _timeline).FoldAsync();
        await _work.StepAsync(connection =>
        {
            var developments = Progress.Total;
            Progress.Enter(OperationPhase.Comparing, developments);
            return Task.CompletedTask;
        });
    }

    private async Task CompareAsync()
    {
        for (var isMore = Operation.OnTimeline; isMore;)
        {
            await _work.StepAsync(async connection =>
            {
                var developments = await PageAsync(connection, Progress.Resume ?? "");
                isMore = developments.Count > 0;
                if (!isMore)
                    return;
                await _comparison.OfAsync(connection, ComparedTable.Segments, developments, Progress.Position);
                await _comparison.OfAsync(connection, ComparedTable.SegmentActors, developments, Progress.Position);
                Progress.Resume = developments[^1];
                Progress.Done += developments.Count;
            });
        }
        if (!OnActors)
            return;
        await _work.StepAsync(async connection =>
        {
            var actors = await ActorsAsync(connection, Selection.From ?? 0, Selection.To ?? long.MaxValue);
            await _comparison.OfAsync(connection, ComparedTable.Actors, actors, Progress.Position);
            await _comparison.OfAsync(connection, ComparedTable.ActorKeys, actors, Progress.Position);
            Progress.Enter(OperationPhase.Repairing);
        });
    }

    private async Task<List<string>> PageAsync(NpgsqlConnection connection, string after)
    {
        await using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"select development from {Operation.Schema}.several_events where development > $1 order by development limit {ComparedAtATime}"), connection);
        command.Parameters.Add(new NpgsqlParameter { Value = after, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var developments = new List<string>();
        while (await reader.ReadAsync(Stop))
            developments.Add(reader.GetString(0));
        return developments;
    }
}
