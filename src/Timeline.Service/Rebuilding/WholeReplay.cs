using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Replays the whole log into tables beside the live ones: every event once in the order of the log; then the developments of several events, each as a
/// whole; then what was written meanwhile. Every phase goes on where it was after an interruption.
/// </summary>
internal sealed class WholeReplay
{
    private const int PageEvents = 4_000;
    private const int FoldedEvents = 8_000;

    /// <summary>How far behind the log it may be for the rest to be replayed development by development.</summary>
    private const long Near = 5_000;

    private readonly OperationWork _work;
    private readonly ViewSet _live;
    private readonly ViewSet _built;
    private readonly ShadowTables _tables;
    private readonly TimelineReplay _timeline;
    private ActorReplay _actors;
    private readonly Comparison _comparison;
    private IndexCheck? _index;

    public WholeReplay(OperationWork work, ViewSet live, ViewSet built)
    {
        (_work, _live, _built) = (work, live, built);
        _tables = new ShadowTables(Operation.Schema, live);
        _timeline = new TimelineReplay(work, built);
        _actors = new ActorReplay(built);
        _comparison = new Comparison(work, live, built);
    }

    private Operation Operation => _work.Operation;

    private OperationProgress Progress => _work.Progress;

    private CancellationToken Stop => _work.Stop;

    private string Types => Operation.OnTimeline ? LogPages.Everything : LogPages.OfActors;

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
            await ReadAsync();
        if (Progress.Phase == OperationPhase.Folding)
            await FoldAsync();
        if (Progress.Phase == OperationPhase.Indexing)
            await IndexAsync(isKept);
    }

    /// <summary>Forgets what it holds in memory, after a step that was undone.</summary>
    public void Forget()
    {
        _index = null;
        _actors = new ActorReplay(_built);
    }

    /// <summary>Replays what was written meanwhile, until little is left. Once the views were compared, what is replayed is too.</summary>
    public async Task CatchUpAsync(bool compares, long leave)
    {
        while (true)
        {
            var left = 0L;
            await _work.StepAsync(async connection => left = await RoundAsync(connection, compares, PageEvents));
            if (left <= leave)
                return;
        }
    }

    /// <summary>Replays all that is left, in the caller's transaction under the ordering lock.</summary>
    public async Task FinishAsync(NpgsqlConnection connection, bool compares)
    {
        while (await RoundAsync(connection, compares, PageEvents) > 0)
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

    /// <summary>Three things at a time: a page is read, the one before it is folded, and the one before that is written.</summary>
    private async Task ReadAsync()
    {
        await using var reader = await _work.DataSource.OpenConnectionAsync(Stop);
        _work.AddOwn(reader.ProcessID);
        _index ??= new IndexCheck(await NewestAsync(reader));
        while (true)
        {
            var head = await LogPages.HeadAsync(reader, Stop);
            if (head - Progress.Position <= (Progress.Total is null ? 0 : Near))
                break;
            Progress.Total = head;
            await ReadAsync(reader, head);
        }
        await _work.StepAsync(async connection =>
        {
            await CheckSurplusAsync(connection);
            Progress.Enter(OperationPhase.Folding);
        });
    }

    private async Task ReadAsync(NpgsqlConnection reader, long head)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var free = Channel.CreateUnbounded<SegmentCopy[]>();
        free.Writer.TryWrite(Buffers());
        free.Writer.TryWrite(Buffers());
        var folded = Channel.CreateBounded<(FoldedPage Page, SegmentCopy[] Buffers)>(1);
        var position = Progress.Position;
        var folding = Task.Run(() => FoldPagesAsync(reader, position, head, free.Reader, folded.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var (page, buffers) in folded.Reader.ReadAllAsync(Stop))
            {
                await WriteAsync(page);
                free.Writer.TryWrite(buffers);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await folding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FoldPagesAsync(
        NpgsqlConnection reader, long position, long head, ChannelReader<SegmentCopy[]> free, ChannelWriter<(FoldedPage, SegmentCopy[])> folded, CancellationToken stop)
    {
        Task<LogPage>? next = null;
        try
        {
            next = LogPages.ReadAsync(reader, position, head, Types, PageEvents, stop);
            while (next is not null)
            {
                using var page = await next;
                next = page.UpTo < head ? LogPages.ReadAsync(reader, page.UpTo, head, Types, PageEvents, stop) : null;
                var buffers = await free.ReadAsync(stop);
                Array.ForEach(buffers, buffer => buffer.Clear());
                await folded.WriteAsync((FoldedPage.Of(page, _built.KnownVersion(), buffers), buffers), stop);
            }
            folded.Complete();
        }
        catch (Exception exception)
        {
            folded.TryComplete(exception);
        }
        finally
        {
            // The connection is the caller's again only when nothing runs on it any more.
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next is { IsCompletedSuccessfully: true, Result: var unused })
                unused.Dispose();
        }
    }

    private SegmentCopy[] Buffers() => Operation.OnTimeline ? [new(), new()] : [];

    private Task WriteAsync(FoldedPage page) => _work.StepAsync(async connection =>
    {
        foreach (var rows in page.Rows)
        {
            await rows.SendAsync(connection, _built, Stop);
            Progress.Rows += rows.Rows;
        }
        await NoteAsync(connection, page);
        if (Operation.OnActors)
            Progress.Rows += await _actors.ApplyAsync(connection, [.. page.ActorEvents], Stop);
        Progress.Folds += page.Reports;
        Progress.Done = page.Page.UpTo;
    });

    /// <summary>What a page tells beside its rows.</summary>
    private async Task NoteAsync(NpgsqlConnection connection, FoldedPage page)
    {
        if (Operation.OnTimeline)
        {
            _index!.Add(page);
            await _index.SaveAsync(connection, Operation, Progress, Stop);
        }
        if (page.Unreadable.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(
                "Rebuilding/unreadable_save.sql",
                Sql.Value(Operation.Id),
                Sql.Longs(page.Unreadable.Select(row => row.Position)), Sql.TextArray(page.Unreadable.Select(row => row.Type)), Sql.TextArray(page.Unreadable.Select(row => row.Reason)));
            await batch.ExecuteNonQueryAsync(Stop);
            Progress.Unreadable += page.Unreadable.Count;
        }
        Progress.Events += page.Count;
        Progress.Position = page.Page.UpTo;
    }

    private async Task CheckSurplusAsync(NpgsqlConnection connection)
    {
        if (!Operation.OnTimeline)
            return;
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/index_surplus.sql"), connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Value(Progress.Position));
        await using (var reader = await command.ExecuteReaderAsync(Stop))
        {
            while (await reader.ReadAsync(Stop))
                _index!.AddSurplus(reader.GetInt64(0), reader.GetString(1));
        }
        await _index!.SaveAsync(connection, Operation, Progress, Stop);
    }

    private async Task FoldAsync()
    {
        if (Operation.OnTimeline && Progress.Total is null)
        {
            await _work.StepAsync(async connection =>
            {
                await _timeline.ChooseIndexAsync(connection);
                await ExecuteAsync(connection, Sql.Text("Rebuilding/several_events.sql").Replace("{index}", _timeline.Index, StringComparison.Ordinal), Sql.Value(Progress.Position));
                await ExecuteAsync(connection, Sql.Text("Rebuilding/several_forget.sql"));
                await using var count = new NpgsqlCommand($"select count(*) from {Operation.Schema}.several_events", connection);
                Progress.Total = (long)(await count.ExecuteScalarAsync(Stop))!;
            });
        }
        for (var isMore = Operation.OnTimeline; isMore;)
        {
            await _work.StepAsync(async connection =>
            {
                await _timeline.ChooseIndexAsync(connection);
                var developments = await SeveralAsync(connection, Operation.Schema, Progress.Resume ?? "", FoldedEvents, Stop);
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
        _index ??= new IndexCheck(await NewestAsync(connection));
        using var logged = await LogPages.ReadAsync(connection, Progress.Position, head, Types, most, Stop);
        var page = FoldedPage.Of(logged, _built.KnownVersion(), []);
        await NoteAsync(connection, page);
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

    private async Task<Instant> NewestAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/index_newest.sql").Replace("{built}", Operation.Schema, StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Value(Progress.Position));
        await using var reader = await command.ExecuteReaderAsync(Stop);
        return await reader.ReadAsync(Stop) ? reader.GetInstant(0) : Instant.MinValue;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql.Replace("{built}", Operation.Schema, StringComparison.Ordinal), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>Some of the developments that are to be folded as a whole, after one; about so many events of them.</summary>
    public static async Task<List<string>> SeveralAsync(NpgsqlConnection connection, string schema, string after, int events, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/several_page.sql").Replace("{built}", schema, StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Value(after));
        command.Parameters.Add(Sql.Value(events));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var developments = new List<string>();
        while (await reader.ReadAsync(cancellation))
            developments.Add(reader.GetString(0));
        return developments;
    }
}
