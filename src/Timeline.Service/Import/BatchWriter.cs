using Npgsql;
using Timeline.Service.Http;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Service.Import;

/// <summary>The database does not take what is imported at the moment: nothing of the last batch is known to be written.</summary>
internal sealed class ImportInterruptedException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// Writes batches of imported commands, each in one commit, so that the next batch is not even tried where one failed: a line is decided on what
/// the lines before it have written, or not at all. One connection for all imports of a process, which take turns; the single commands that
/// arrive meanwhile go their own way, through <see cref="LogWriter"/>, and wait for one batch at the most.
/// </summary>
internal sealed class BatchWriter : IBatchWriter, IDisposable
{
    /// <summary>
    /// Commands that are decided while the ordering lock is held, at the most: the server ends a transaction that is idle for as long as a
    /// large batch may take on a busy machine.
    /// </summary>
    private const int MostByReading = 256;

    private static readonly Task<Sent> NothingInFlight = Task.FromResult(new Sent(true, []));

    private readonly GroupCommitter _committer;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Deciding ahead and committing by reading both go by what the committer remembers: one at a time.</summary>
    private readonly SemaphoreSlim _memory = new(1);
    private Task<Sent> _inFlight = NothingInFlight;

    public BatchWriter(NpgsqlDataSource dataSource, ILoggerFactory loggers, ViewSets? views = null)
    {
        _logger = loggers.CreateLogger<BatchWriter>();
        // A watchdog of its own: it remembers what one caller saw last.
        _committer = new GroupCommitter(dataSource, new LockWatchdog(loggers.CreateLogger<LockWatchdog>()), _logger, views);
    }

    /// <summary>
    /// Writes a batch: while the one before it is on its way, it is decided; the task that is given is on its way itself. The next batch may be
    /// started then.
    /// </summary>
    /// <param name="before">The same import's batch before this one, which must not be missing; null where there is none.</param>
    /// <returns>The outcomes in the order of the commands; null for a command that cannot be stored, which is our fault.</returns>
    /// <exception cref="ImportInterruptedException">The database is away: of this batch a beginning may be written. The inner task throws it too.</exception>
    public async Task<Task<IReadOnlyList<AppendOutcome?>>> StartAsync(IReadOnlyList<Append> batch, Task? before, CancellationToken cancellation)
    {
        if (batch.Count == 0)
            return NothingAfter(before);
        await _turn.WaitAsync(cancellation);
        try
        {
            var decided = await TryDecideAsync(batch);
            var holds = await AsDecidedAsync(_inFlight);
            if (before is not null)
                await before;
            if (holds && decided is var (group, outcomes) && Stands(group, outcomes))
            {
                var sent = SendAsync(group, outcomes, batch);
                _inFlight = sent;
                return OutcomesOf(sent);
            }
            var written = await ByReadingAsync(batch, forgets: !holds);
            _inFlight = NothingInFlight;
            return Task.FromResult(written);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes a batch and waits for it.</summary>
    public async Task<IReadOnlyList<AppendOutcome?>> WriteAsync(IReadOnlyList<Append> batch, CancellationToken cancellation) =>
        await await StartAsync(batch, null, cancellation);

    public void Dispose()
    {
        _committer.Dispose();
        _turn.Dispose();
        _memory.Dispose();
    }

    /// <summary>Whatever the reason is, such as a database that admits nobody at the moment: no command is at fault.</summary>
    private static bool EndsSession(Exception exception) => exception is PostgresException { InvariantSeverity: "FATAL" or "PANIC" };

    private static async Task<IReadOnlyList<AppendOutcome?>> NothingAfter(Task? before)
    {
        if (before is not null)
            await before;
        return [];
    }

    private static async Task<bool> AsDecidedAsync(Task<Sent> sent)
    {
        await ((Task)sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return sent.IsCompletedSuccessfully && (await sent).AsDecided;
    }

    private static async Task<IReadOnlyList<AppendOutcome?>> OutcomesOf(Task<Sent> sent) => (await sent).Outcomes;

    /// <summary>What is only refused is decided on what the log says now; what is there already stays there.</summary>
    private static bool Stands(Group group, IReadOnlyList<AppendOutcome> outcomes) => group.HasWrites || outcomes.All(outcome => outcome.IsReplay);

    private async Task<(Group, IReadOnlyList<AppendOutcome>)?> TryDecideAsync(IReadOnlyList<Append> batch)
    {
        await _memory.WaitAsync();
        try
        {
            return await _committer.DecideAsync(batch, isInFlight: !_inFlight.IsCompleted);
        }
        catch (Exception exception)
        {
            // Committing by reading tells what is the matter.
            _logger.LogDebug(exception, "A batch could not be decided ahead");
            return null;
        }
        finally
        {
            _memory.Release();
        }
    }

    private async Task<Sent> SendAsync(Group group, IReadOnlyList<AppendOutcome> outcomes, IReadOnlyList<Append> batch)
    {
        try
        {
            if (!group.HasWrites || await _committer.SendAsync(group))
                return new Sent(true, [.. outcomes.Select(outcome => (AppendOutcome?)outcome)]);
        }
        catch (Exception exception) when (!IsAway(exception))
        {
            _logger.LogDebug(exception, "A batch that was decided ahead failed");
        }
        catch (Exception exception)
        {
            throw Interrupted(exception);
        }
        return new Sent(false, await ByReadingAsync(batch, forgets: true));
    }

    private async Task<IReadOnlyList<AppendOutcome?>> ByReadingAsync(IReadOnlyList<Append> batch, bool forgets)
    {
        await _memory.WaitAsync();
        try
        {
            if (forgets)
                _committer.Forget();
            var outcomes = new List<AppendOutcome?>(batch.Count);
            foreach (var part in batch.Chunk(MostByReading))
                outcomes.AddRange(await CommitAsync(part));
            return outcomes;
        }
        finally
        {
            _memory.Release();
        }
    }

    private static bool IsAway(Exception exception) => DatabaseAway.Explains(exception) || EndsSession(exception) || !GroupCommitter.IsOneCommandsFault(exception);

    private static ImportInterruptedException Interrupted(Exception exception) => new($"The database does not take any more: {exception.Message}", exception);

    private async Task<IReadOnlyList<AppendOutcome?>> CommitAsync(Append[] batch)
    {
        try
        {
            return [.. (await _committer.CommitAsync(batch)).Select(outcome => (AppendOutcome?)outcome)];
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw Interrupted(exception);
        }
        catch (Exception exception) when (batch.Length > 1)
        {
            // Nothing of the batch was written. Halved and halved again, only the command at fault fails.
            _logger.LogWarning("A batch of {Count} commands failed ({Reason}); writing its halves", batch.Length, exception.Message);
            var half = batch.Length / 2;
            return [.. await CommitAsync(batch[..half]), .. await CommitAsync(batch[half..])];
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "A command cannot be stored");
            return [null];
        }
    }

    /// <param name="AsDecided">Whether what was decided ahead of it on top of it still holds.</param>
    private sealed record Sent(bool AsDecided, IReadOnlyList<AppendOutcome?> Outcomes);
}
