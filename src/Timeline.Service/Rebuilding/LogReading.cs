using System.Threading.Channels;
using Npgsql;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// The first phase of a replay of the whole log: every event once, in order. Three things at a time: a page is read, the one before it is folded, and one
/// before that is written.
/// </summary>
internal sealed class LogReading(OperationWork work, ViewSet built, ReplayNotes notes, SeveralEvents several, ActorReplay actors)
{
    /// <summary>How many pages may wait to be written, so that neither side waits for the other's short rests.</summary>
    private const int FoldedAhead = 2;

    /// <summary>How far behind the log it may be for the rest to be replayed development by development.</summary>
    private const long Near = 5_000;

    private PositionSet _several = new();

    /// <summary>How many events are read at a time: each COPY costs something of its own, but while others are at work, steps are to be short.</summary>
    private int PageEvents => work.HasOthers ? 4_000 : 8_000;

    private Operation Operation => work.Operation;

    private OperationProgress Progress => work.Progress;

    private CancellationToken Stop => work.Stop;

    public async Task RunAsync()
    {
        await using var reader = await work.DataSource.OpenConnectionAsync(Stop);
        work.AddOwn(reader.ProcessID);
        await notes.BeginAsync(reader);
        if (Operation.OnTimeline)
            _several = await several.ForeseeAsync(reader);
        while (true)
        {
            var head = await LogPages.HeadAsync(reader, Stop);
            if (head - Progress.Position <= (Progress.Total is null ? 0 : Near))
                break;
            Progress.Total = head;
            await ReadAsync(reader, head);
        }
        await work.StepAsync(async connection =>
        {
            await notes.CheckSurplusAsync(connection);
            var foreseen = Progress.Resume;
            Progress.Enter(OperationPhase.Folding);
            Progress.Resume = foreseen;
        });
    }

    private async Task ReadAsync(NpgsqlConnection reader, long head)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var free = Channel.CreateUnbounded<SegmentCopy[]>();
        var all = Enumerable.Range(0, FoldedAhead + 1).Select(_ => Buffers()).ToArray();
        foreach (var buffers in all)
            free.Writer.TryWrite(buffers);
        var folded = Channel.CreateBounded<(FoldedPage Page, SegmentCopy[] Buffers)>(FoldedAhead);
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
            foreach (var buffer in all.SelectMany(buffers => buffers))
                buffer.Dispose();
        }
    }

    private async Task FoldPagesAsync(
        NpgsqlConnection reader, long position, long head, ChannelReader<SegmentCopy[]> free, ChannelWriter<(FoldedPage, SegmentCopy[])> folded, CancellationToken stop)
    {
        Task<LogPage>? next = null;
        try
        {
            next = LogPages.ReadAsync(reader, position, head, LogPages.TypesOf(Operation), PageEvents, stop);
            while (next is not null)
            {
                using var page = await next;
                next = page.UpTo < head ? LogPages.ReadAsync(reader, page.UpTo, head, LogPages.TypesOf(Operation), PageEvents, stop) : null;
                var buffers = await free.ReadAsync(stop);
                Array.ForEach(buffers, buffer => buffer.Clear());
                await folded.WriteAsync((FoldedPage.Of(page, built.KnownVersion(), buffers, _several), buffers), stop);
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

    private Task WriteAsync(FoldedPage page) => work.StepAsync(async connection =>
    {
        if (Operation.OnTimeline)
            await SegmentCopy.SendAsync(connection, built, page.Rows, Stop);
        Progress.Rows += page.Rows.Sum(rows => rows.Rows);
        await notes.NoteAsync(connection, page);
        if (Operation.OnActors)
            Progress.Rows += await actors.ApplyAsync(connection, [.. page.ActorEvents], Stop);
        Progress.Folds += page.Reports;
        Progress.Done = page.Page.UpTo;
    });
}
