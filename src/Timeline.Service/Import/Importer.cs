using System.Runtime.CompilerServices;
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
internal sealed class Importer(NpgsqlDataSource dataSource, LogIdentity log, BatchWriter writer)
{
    private const int BatchLines = 256;
    private const int BatchBytes = 1 << 20;

    private static readonly Refusal NotStored = new(RefusalCode.Invalid, "The line could not be stored; the service's log says why.");

    /// <summary>
    /// Reads to the end of the input. What is there is written without waiting for more, so that a single line is answered at once; while one batch
    /// is written, the next is read.
    /// </summary>
    /// <param name="origin">Who imports.</param>
    /// <returns>The outcomes in the order of the lines.</returns>
    /// <exception cref="ImportInterruptedException">The database is away. What was given before is durable.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ImportOutcome>> RunAsync(LineReader input, Origin origin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = ReadAsync(input, abandoned.Token);
        try
        {
            while (await next is { Count: > 0 } batch)
            {
                next = Task.Run(() => ReadAsync(input, abandoned.Token), CancellationToken.None);
                yield return await WriteAsync(batch, origin, cancellation);
            }
        }
        finally
        {
            // Nobody else may read the input before this has let go of it.
            await abandoned.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<IReadOnlyList<ImportedCommand>> ReadAsync(LineReader input, CancellationToken cancellation) =>
        [.. (await input.ReadAsync(BatchLines, BatchBytes, cancellation)).Select(ImportedCommand.Read)];

    private async Task<IReadOnlyList<ImportOutcome>> WriteAsync(IReadOnlyList<ImportedCommand> batch, Origin origin, CancellationToken cancellation)
    {
        var outcomes = new List<ImportOutcome>(batch.Count);
        var run = new List<ImportedCommand>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in batch)
        {
            // An annulment of what stands in this batch has to wait until that has a position.
            if (command.AnnulledKey is { } key && keys.Contains(key))
                await FlushAsync();
            run.Add(command);
            if (command.Key is not null)
                keys.Add(command.Key.Key);
        }
        await FlushAsync();
        return outcomes;

        async Task FlushAsync()
        {
            outcomes.AddRange(await WriteRunAsync(run, origin, cancellation));
            run.Clear();
            keys.Clear();
        }
    }

    private async Task<IEnumerable<ImportOutcome>> WriteRunAsync(List<ImportedCommand> run, Origin origin, CancellationToken cancellation)
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

        var written = await writer.WriteAsync([.. appends.Select(append => append.Append)], cancellation);
        for (var i = 0; i < written.Count; i++)
            outcomes[appends[i].Index] = OutcomeOf(run[appends[i].Index].Line, written[i]);
        return outcomes;
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
