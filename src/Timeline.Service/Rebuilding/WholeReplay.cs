using Npgsql;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Replays the whole log into tables beside the live ones: every event once in the order of the log; then the developments of several events, each as a
/// whole; then what was written meanwhile. Every phase goes on where it was after an interruption.
/// </summary>
internal sealed class WholeReplay
{
    /// <summary>How many events are replayed at a time while catching up.</summary>
    private const int PageEvents = 4_000;

    private readonly OperationWork _work;
    private readonly ViewSet _built;
    private readonly ShadowTables _tables;
    private readonly TimelineReplay _timeline;
    private readonly ActorReplay _actors;
    private readonly ReplayNotes _notes;
    private readonly SeveralEvents _several;
    private readonly LogReading _reading;
    private readonly Comparison _comparison;
    private readonly WholeComparison _whole;

    public WholeReplay(OperationWork work, ViewSet live, ViewSet built)
    {
        (_work, _built) = (work, built);
        _tables = new ShadowTables(Operation.Schema, live);
        _timeline = new TimelineReplay(work, built);
        _actors = new ActorReplay(built);
        _notes = new ReplayNotes(work);
        _several = new SeveralEvents(work);
        _reading = new LogReading(work, built, _notes, _several, _actors);
        _comparison = new Comparison(work.Operation.Id, live, built, () => work.Progress, work.Stop);
        _whole = new WholeComparison(work, live, built);
    }

    private Operation Operation => _work.Operation;

    private OperationProgress Progress => _work.Progress;

    private CancellationToken Stop => _work.Stop;

    /// <summary>Builds the tables, up to a position that is near the newest.</summary>
    /// <param name="isKept">Whether they are to become the live ones.</param>
    /// <param name="compares">Whether they are to be compared with them: where there is time for it, that is begun here.</param>
    public async Task BuildAsync(bool isKept, bool compares)
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
            await IndexAsync(isKept, compares);
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
        compares |= _whole.IsDone;
        var (left, before) = (long.MaxValue / 2, long.MaxValue);
        while (left > leave)
        {
            // Where writers are about as fast as it with its rests, it would never get there.
            var rests = left <= before / 2;
            before = left;
            await _work.StepAsync(async connection => left = await RoundAsync(connection, compares, PageEvents), rests: rests);
        }
    }

    /// <summary>Replays all that is left, in the caller's transaction under the ordering lock.</summary>
    public async Task FinishAsync(NpgsqlConnection connection, bool compares)
    {
        while (await RoundAsync(connection, compares, PageEvents) > 0)
        {
        }
    }

    /// <summary>Compares every row with the live ones, unless that was done while the indexes were built.</summary>
    public async Task CompareAsync()
    {
        if (!_whole.IsDone)
            await _whole.RunAsync();
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
        if (Operation.OnTimeline)
            await new ListedDevelopments(_work, _built, _timeline).FoldAsync();
        await _work.StepAsync(_ =>
        {
            Progress.Enter(OperationPhase.Indexing);
            return Task.CompletedTask;
        });
    }

    /// <summary>Builds the indexes; and looks meanwhile, if nobody else is at work, whether the rows are those of the live tables.</summary>
    private async Task IndexAsync(bool isKept, bool compares)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<bool>? aside = null;
        try
        {
            if (compares && Operation.OnTimeline && !_work.HasOthers)
                aside = _whole.FindsNothingAsync(Progress.Position, stop.Token);
            // Whoever only compares goes through all rows once, and needs no index for that.
            for (var isMore = isKept && Operation.OnTimeline; isMore;)
                await _work.StepAsync(async connection => isMore = await BuildIndexAsync(connection));
            await _work.StepAsync(connection => _tables.AnalyzeAsync(connection, (Operation.OnTimeline ? ShadowTables.OfTimeline : []).Concat(Operation.OnActors ? ShadowTables.OfActors : []), Stop));
            var isSame = aside is not null && await aside;
            await _work.StepAsync(async connection =>
            {
                if (isKept && Operation.OnTimeline)
                    await _tables.ConstrainAsync(connection, Stop);
                Progress.Enter(OperationPhase.CatchingUp);
                if (isSame)
                    _whole.Settle();
            });
        }
        finally
        {
            await stop.CancelAsync();
            if (aside is not null)
                await ((Task)aside).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>False where none is missing.</returns>
    private async Task<bool> BuildIndexAsync(NpgsqlConnection connection)
    {
        var missing = await _tables.MissingIndexesAsync(connection, Stop);
        Progress.Total ??= missing.Count;
        if (missing.Count == 0)
            return false;
        await _tables.BuildAsync(connection, missing[0], Stop);
        Progress.Done++;
        return true;
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
