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
internal sealed class BatchWriter : IDisposable
{
    private readonly GroupCommitter _committer;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);

    public BatchWriter(NpgsqlDataSource dataSource, ILoggerFactory loggers, ViewSets? views = null)
    {
        _logger = loggers.CreateLogger<BatchWriter>();
        // A watchdog of its own: it remembers what one caller saw last.
        _committer = new GroupCommitter(dataSource, new LockWatchdog(loggers.CreateLogger<LockWatchdog>()), _logger, views);
    }

    /// <summary>The outcomes in the order of the commands; null for a command that cannot be stored, which is our fault.</summary>
    /// <exception cref="ImportInterruptedException">The database is away.</exception>
    public async Task<IReadOnlyList<AppendOutcome?>> WriteAsync(IReadOnlyList<Append> batch, CancellationToken cancellation)
    {
        if (batch.Count == 0)
            return [];
        await _turn.WaitAsync(cancellation);
        try
        {
            return await CommitAsync(batch);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _committer.Dispose();
        _turn.Dispose();
    }

    /// <summary>Whatever the reason is, such as a database that admits nobody at the moment: no command is at fault.</summary>
    private static bool EndsSession(Exception exception) => exception is PostgresException { InvariantSeverity: "FATAL" or "PANIC" };

    private async Task<IReadOnlyList<AppendOutcome?>> CommitAsync(IReadOnlyList<Append> batch)
    {
        try
        {
            return [.. (await _committer.CommitAsync(batch)).Select(outcome => (AppendOutcome?)outcome)];
        }
        catch (Exception exception) when (DatabaseAway.Explains(exception) || EndsSession(exception) || !GroupCommitter.IsOneCommandsFault(exception))
        {
            throw new ImportInterruptedException($"The database does not take any more: {exception.Message}", exception);
        }
        catch (Exception exception) when (batch.Count > 1)
        {
            // Nothing of the batch was written. Alone, only the command at fault fails.
            _logger.LogWarning("A batch of {Count} commands failed ({Reason}); writing them one by one", batch.Count, exception.Message);
            var outcomes = new List<AppendOutcome?>();
            foreach (var append in batch)
                outcomes.AddRange(await CommitAsync([append]));
            return outcomes;
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "A command cannot be stored");
            return [null];
        }
    }
}
