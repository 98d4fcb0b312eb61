using System.Globalization;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Replays the whole log into tables beside the live ones: every event once in the order of the log; then the developments of several events, each as a
/// whole; then what was written meanwhile. Every phase goes on where it was after an interruption.
/// </summary>
internal sealed class WholeReplay
{
    private const int FoldedEvents = 8_000;

    private readonly OperationWork _work;
    private readonly ViewSet _built;
    private readonly ShadowTables _tables;
    private readonly TimelineReplay _timeline;
    private readonly ActorReplay _actors;
    private readonly ReplayNotes _notes;
    private readonly SeveralEvents _several;
    private readonly LogReading _reading;
    private readonly Comparison _comparison;

    public WholeReplay(OperationWork work, ViewSet live, ViewSet built)
    {
        (_work, _built) = (work, built);
        _tables = new ShadowTables(Operation.Schema, live);
        _timeline = new TimelineReplay(work, built);
        _actors = new ActorReplay(built);
        _notes = new ReplayNotes(work);
        _several = new SeveralEvents(work);
        _reading = new LogReading(work, built, _notes, _several, _actors);
        _comparison = new Comparison(work, live, built);
    }

    private Operation Operation => _work.Operation;

    private OperationProgress Progress => _work.Progress;

    private CancellationToken Stop => _work.Stop;

    /// <summary>Builds the tables, up to a position that is near the newest.</summary>
    /// <param name="isKept">Whether they are to become the live ones.</param>
    public async Task BuildAsync(bool isKept)
    {
        if (Progress.Phase <= OperationPhase.Waiting)
        {
            await _work.StepAsync(async connection =>
            {
                await _tables.CreateAsync(connection, Operation.OnTimeline, Operation.OnActors, isKept, Stop);
                Progress.Enter(OperationPhase.Reading);
            });
        }
        if (Progress.Phase == OperationPhase.Reading)
            await _reading.RunAsync();
        if (Progress.Phase == OperationPhase.Folding)
            await FoldAsync();
        if (Progress.Phase == OperationPhase.Indexing)
            await IndexAsync(isKept);
    }

    /// <summary>Forgets what it holds in memory, after a step that was undone.</summary>
    public void Forget()
    {
        _notes.Forget();
        _actors.Forget();
    }

    /// <summary>Replays what was written meanwhile, until little is left. Once the views were compared, what is replayed is too.</summary>
    public async Task CatchUpAsync(bool compares, long leave)
    {
        var (left, before) = (long.MaxValue / 2, long.MaxValue);
        while (left > leave)
        {
            // Where writers are about as fast as it with its rests, it would never get there.
            var rests = left <= before / 2;
            before = left;
            await _work.StepAsync(async connection => left = await RoundAsync(connection, compares, LogReading.PageEvents), rests: rests);
        }
    }

    /// <summary>Replays all that is left, in the caller's transaction under the ordering lock.</summary>
    public async Task FinishAsync(NpgsqlConnection connection, bool compares)
    {
        while (await RoundAsync(connection, compares, LogReading.PageEvents) > 0)
        {
        }
    }

    /// <summary>Compares every row; the differences are counted from here on, beside those of the index.</summary>
    public async Task CompareAsync()
    {
        if (Progress.Phase != OperationPhase.Comparing)
        {
            await _work.StepAsync(_ =>
            {
                Progress.Enter(OperationPhase.Comparing);
                Progress.Resume = FormattableString.Invariant($"{Progress.Missing} {Progress.Surplus} {Progress.Different}");
                return Task.CompletedTask;
            });
        }
        await _work.StepAsync(async connection =>
        {
            var before = Progress.Resume!.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
            (Progress.Missing, Progress.Surplus, Progress.Different) = (before[0], before[1], before[2]);
            await using var forget = new NpgsqlCommand(Sql.Text("Rebuilding/compare_forget.sql"), connection) { Parameters = { Sql.Value(Operation.Id) } };
            await forget.ExecuteNonQueryAsync(Stop);
            foreach (var table in Tables())
                await _comparison.WholeAsync(connection, table, Progress.Position);
        });
    }

    private IEnumerable<ComparedTable> Tables()
    {
        if (Operation.OnTimeline)
        {
            yield return ComparedTable.Segments;
            yield return ComparedTable.SegmentActors;
        }
        if (Operation.OnActors)
        {
            yield return ComparedTable.Actors;
            yield return ComparedTable.ActorKeys;
        }
    }

    private async Task FoldAsync()
    {
        if (Operation.OnTimeline && Progress.Total is null)
        {
            await _work.StepAsync(async connection =>
            {
                await _timeline.ChooseIndexAsync(connection);
                Progress.Total = await _several.CompleteAsync(connection, _timeline.Index);
            });
        }
        for (var isMore = Operation.OnTimeline; isMore;)
        {
            await _work.StepAsync(async connection =>
            {
                await _timeline.ChooseIndexAsync(connection);
                var developments = await TimelineReplay.SeveralAsync(connection, Operation.Schema, Progress.Resume ?? "", FoldedEvents, Stop);
                isMore = developments.Count > 0;
                if (!isMore)
                    return;
                await _timeline.FoldAsync(connection, developments, Progress.Position);
                Progress.Resume = developments[^1];
                Progress.Done += developments.Count;
            });
        }
        await _work.StepAsync(_ =>
        {
            Progress.Enter(OperationPhase.Indexing);
            return Task.CompletedTask;
        });
    }

    private async Task IndexAsync(bool isKept)
    {
        // Whoever only compares goes through all rows once, and needs no index for that.
        for (var isMore = isKept && Operation.OnTimeline; isMore;)
        {
            await _work.StepAsync(async connection =>
            {
                var missing = await _tables.MissingIndexesAsync(connection, Stop);
                Progress.Total ??= missing.Count;
                isMore = missing.Count > 0;
                if (!isMore)
                    return;
                await _tables.BuildAsync(connection, missing[0], Stop);
                Progress.Done++;
            });
        }
        await _work.StepAsync(async connection =>
        {
            await _tables.AnalyzeAsync(connection, (Operation.OnTimeline ? ShadowTables.OfTimeline : []).Concat(Operation.OnActors ? ShadowTables.OfActors : []), Stop);
            Progress.Enter(OperationPhase.CatchingUp);
        });
    }

    /// <returns>How many positions are left.</returns>
    private async Task<long> RoundAsync(NpgsqlConnection connection, bool compares, int most)
    {
        var head = await LogPages.HeadAsync(connection, Stop);
        if (Progress.Phase == OperationPhase.CatchingUp)
            Progress.Total = head;
        if (Progress.Position == head)
            return 0;
        await _notes.BeginAsync(connection);
        using var logged = await LogPages.ReadAsync(connection, Progress.Position, head, LogPages.TypesOf(Operation), most, Stop);
        var page = FoldedPage.Of(logged, _built.KnownVersion(), [], new PositionSet());
        await _notes.NoteAsync(connection, page);
        if (Operation.OnTimeline)
        {
            var developments = page.Developments.ToList();
            await _timeline.ChooseIndexAsync(connection);
            await _timeline.ForgetAsync(connection, developments);
            await _timeline.FoldAsync(connection, developments, Progress.Position);
            if (compares)
                await _comparison.OfAsync(connection, ComparedTable.Segments, developments, Progress.Position);
        }
        if (Operation.OnActors)
        {
            var events = page.ActorEvents.ToList();
            Progress.Rows += await _actors.ApplyAsync(connection, events, Stop);
            if (compares)
                await _comparison.OfAsync(connection, ComparedTable.Actors, [.. events.Select(row => row.Event.Actor).Distinct(StringComparer.Ordinal)], Progress.Position);
        }
        if (Progress.Phase == OperationPhase.CatchingUp)
            Progress.Done = Progress.Position;
        return head - Progress.Position;
    }
}
