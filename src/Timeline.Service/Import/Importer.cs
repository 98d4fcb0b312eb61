using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Service.Database;
using Timeline.Service.Http;
using Timeline.Service.Log;
using Timeline.Service.Reading;

namespace Timeline.Service.Import;

/// <summary>
/// Imports commands, a line each: in order, in constant memory, a bad line never in the way of the good ones, and harmless to run again.
/// </summary>
internal sealed class Importer(NpgsqlDataSource dataSource, LogIdentity log, IBatchWriter writer)
{
    private const int PartLines = 256;
    private const int PartBytes = 1 << 20;

    /// <summary>Parts that are read ahead; with those, a batch's worth waits while another is written.</summary>
    private const int PartsAhead = 16;

    /// <summary>No part is added to a batch of as many lines or bytes: what other writers wait for, and what is held in memory.</summary>
    private const int BatchLines = 2_000;
    private const int BatchBytes = 4 << 20;

    private static readonly Refusal NotStored = new(RefusalCode.Invalid, "The line could not be stored; the service's log says why.");

    /// <summary>
    /// Reads to the end of the input. What is there is written without waiting for more, so that a single line is answered at once; while one batch
    /// is written, the next is read and decided.
    /// </summary>
    /// <param name="origin">Who imports.</param>
    /// <returns>The outcomes in the order of the lines.</returns>
    /// <exception cref="ImportInterruptedException">The database is away. What was given before is durable.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImportOutcome>> RunAsync(ICommandSource input, Origin origin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (added, newest) = (0L, 0L);
        await foreach (var outcomes in OutcomesAsync(input, origin, cancellation))
        {
            foreach (var outcome in outcomes.Where(outcome => outcome.Verdict == ImportVerdict.Accepted))
                (added, newest) = (added + 1, outcome.Position ?? newest);
            yield return outcomes;
        }
        if (TableStatistics.AreOld(added, newest))
            await TableStatistics.GatherAsync(dataSource, cancellation);
    }

    private async IAsyncEnumerable<IReadOnlyList<ImportOutcome>> OutcomesAsync(ICommandSource input, Origin origin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var parts = Channel.CreateBounded<IReadOnlyList<ImportedCommand>>(new BoundedChannelOptions(PartsAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(input, parts.Writer, abandoned.Token), CancellationToken.None);
        Task<IReadOnlyList<ImportOutcome>>? before = null;
        try
        {
            while (await GatherAsync(parts.Reader, before, cancellation) is { } batch)
            {
                foreach (var run in Runs(batch))
                {
                    // What an annulment names by key has to have a position.
                    if (before is not null && run.Exists(command => command.AnnulledKey is not null))
                    {
                        yield return await before;
                        before = null;
                    }
                    var started = await StartAsync(run, origin, before, cancellation);
                    if (before is not null)
                        yield return await before;
                    before = started;
                }
                if (before is not null && batch.Count == 0)
                {
                    yield return await before;
                    before = null;
                }
            }
            if (before is not null)
                yield return await before;
        }
        finally
        {
            // Nobody else may read the input, or end the connection, before these have let go of it.
            await abandoned.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (before is not null)
                await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(ICommandSource input, ChannelWriter<IReadOnlyList<ImportedCommand>> parts, CancellationToken cancellation)
    {
        try
        {
            while (await input.ReadAsync(PartLines, PartBytes, cancellation) is { Count: > 0 } commands)
                await parts.WriteAsync(commands, cancellation);
            parts.Complete();
        }
        catch (Exception exception)
        {
            parts.Complete(exception);
        }
    }

    /// <summary>
    /// Takes what is read, until it is much or nothing is on its way any more. Empty where what is on its way has arrived first; null at the end.
    /// </summary>
    private static async Task<IReadOnlyList<ImportedCommand>?> GatherAsync(ChannelReader<IReadOnlyList<ImportedCommand>> parts, Task? before, CancellationToken cancellation)
    {
        var batch = new List<ImportedCommand>();
        var bytes = 0L;
        while (true)
        {
            while (batch.Count < BatchLines && bytes < BatchBytes && parts.TryRead(out var part))
            {
                batch.AddRange(part);
                bytes += part.Sum(command => (long)command.Line.Text.Length);
            }
            var isOnItsWay = before is { IsCompleted: false };
            if (batch.Count >= BatchLines || bytes >= BatchBytes || (batch.Count > 0 && !isOnItsWay))
                return batch;
            var more = parts.WaitToReadAsync(cancellation).AsTask();
            if (before is not null && !(more.IsCompletedSuccessfully && more.Result))
            {
                await Task.WhenAny(more, before);
                if (before.IsCompleted)
                    return batch;
            }
            if (!await more)
                return batch.Count > 0 ? batch : null;
        }
    }

    /// <summary>Parts of a batch, each after all events that it annuls by key.</summary>
    private static IEnumerable<List<ImportedCommand>> Runs(IReadOnlyList<ImportedCommand> batch)
    {
        var run = new List<ImportedCommand>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in batch)
        {
            if (command.AnnulledKey is { } key && keys.Contains(key))
            {
                yield return run;
                run = [];
                keys.Clear();
            }
            run.Add(command);
            if (command.Key is not null)
                keys.Add(command.Key.Key);
        }
        if (run.Count > 0)
            yield return run;
    }

    private async Task<Task<IReadOnlyList<ImportOutcome>>> StartAsync(List<ImportedCommand> run, Origin origin, Task? before, CancellationToken cancellation)
    {
        var known = await FindAsync(run, cancellation);
        var outcomes = new ImportOutcome[run.Count];
        var appends = new List<(int Index, Append Append)>();
        for (var i = 0; i < run.Count; i++)
        {
            var (line, command, key, annulledKey, refusal) = run[i];
            if (refusal is null && annulledKey is not null)
            {
                if (known.PositionOf(annulledKey) is { } position)
                    command = (AnnulEvent)command! with { Position = position };
                else
                    refusal = Refusal.Of("event", $"event: no event of this log has the key '{annulledKey}'");
            }
            if (refusal is not null)
                outcomes[i] = Rejected(line, refusal);
            else if (known.OwnPositionOf(key!.Key) is { } own)
                outcomes[i] = new ImportOutcome(line, ImportVerdict.Duplicate, own);
            else
                appends.Add((i, new Append(command!, origin, key)));
        }
        var started = await writer.StartAsync([.. appends.Select(append => append.Append)], before, cancellation);
        return FinishAsync();

        async Task<IReadOnlyList<ImportOutcome>> FinishAsync()
        {
            var written = await started;
            for (var i = 0; i < written.Count; i++)
                outcomes[appends[i].Index] = OutcomeOf(run[appends[i].Index].Line, written[i]);
            return outcomes;
        }
    }

    private static ImportOutcome OutcomeOf(InputLine line, AppendOutcome? written) => written switch
    {
        null => Rejected(line, NotStored),
        { Refusal: { } refusal } => Rejected(line, refusal),
        { Answer: { } answer, IsReplay: false } => new ImportOutcome(line, ImportVerdict.Accepted, answer.Position),
        { Answer: var first } => new ImportOutcome(line, ImportVerdict.Duplicate, first?.Position),
    };

    private static ImportOutcome Rejected(InputLine line, Refusal refusal) => new(line, ImportVerdict.Rejected, Problem: Problems.Of(refusal));

    /// <summary>What the log holds of the events that the lines name by key.</summary>
    private async Task<KnownKeys> FindAsync(List<ImportedCommand> run, CancellationToken cancellation)
    {
        var annulled = run.Select(command => command.AnnulledKey).OfType<string>().ToList();
        var own = run.Select(command => command.Key?.Key).OfType<string>().Concat(annulled)
            .Select(key => ImportKey.PositionIn(log.Id, key)).OfType<long>().Distinct().ToList();
        var known = new KnownKeys(log.Id, [], []);
        if (annulled.Count == 0 && own.Count == 0)
            return known;
        try
        {
            await using var command = dataSource.CreateCommand(Sql.Text("Import/known_keys.sql"));
            command.Parameters.Add(Sql.TextArray(annulled));
            command.Parameters.Add(Sql.Longs(own));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                if (reader.GetText(0) is { } key)
                    known.Imported[key] = reader.GetInt64(1);
                else
                    known.OwnPositions.Add(reader.GetInt64(1));
            }
            return known;
        }
        catch (NpgsqlException exception) when (DatabaseAway.Explains(exception) || exception is PostgresException { InvariantSeverity: "FATAL" })
        {
            throw new ImportInterruptedException($"The database does not answer: {exception.Message}", exception);
        }
    }

    private sealed record KnownKeys(string Log, Dictionary<string, long> Imported, HashSet<long> OwnPositions)
    {
        public long? PositionOf(string key) => Imported.TryGetValue(key, out var position) ? position : OwnPositionOf(key);

        /// <summary>For a key out of an export of this very log.</summary>
        public long? OwnPositionOf(string key) => ImportKey.PositionIn(Log, key) is { } position && OwnPositions.Contains(position) ? position : null;
    }
}
