using System.Data;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>
/// Keeps the summaries of actors, step by step, each in a transaction of its own. Any number of processes may do so at once: a step that another one
/// is at does nothing. What is not kept yet is missing from no answer: readers know how far it goes.
/// </summary>
internal sealed class StateKeeper(NpgsqlDataSource dataSource, StateOptions options, ViewSets? sets = null)
{
    private readonly ViewSets _sets = sets ?? new ViewSets(dataSource);

    /// <summary>What was live at the last step: summaries are of one set, and void for every other.</summary>
    private ViewSet? _set;

    private const int RowsToClear = 500;

    private static readonly string[] Leftovers = ["States/state_clear_chunks.sql", "States/state_clear_runs.sql", "States/state_clear_changes.sql", "States/state_clear_actors.sql"];

    private int? _cleared;

    /// <summary>The head at the last look. Whenever it has moved, also by another process, some actor may have enough changes for a run.</summary>
    private (int Generation, long Position)? _seen;
    private bool _mayPend;

    private string Shape => options.ShapeOf(_set!);

    /// <summary>Does all there is to do, until it is done or another process is at it.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (await StepAsync(cancellation))
        {
        }
    }

    /// <summary>One step: some runs of one actor, or else a look at the next events of the log, or else some clearing up.</summary>
    /// <returns>False where there was nothing to do, or another process is at it.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        _set = (await _sets.RefreshAsync(cancellation))[0];
        if (_mayPend && await SummariseAsync(cancellation))
            return true;
        var next = await NextAsync(Command("States/state_next.sql", Sql.Value(options.BatchSize)), cancellation);
        var isMoved = (next.Generation, next.Position) != _seen;
        _mayPend |= isMoved;
        _seen = (next.Generation, next.Position);
        // Most of the time there is nothing new, and to know that takes no lock.
        return (next.UpTo is not null || next.Shape != Shape ? await LookAsync(cancellation) : await ClearAsync(next.Generation, cancellation)) || isMoved;
    }

    /// <summary>Makes all summaries void, as when the segments were made again in another way. They begin again from nothing.</summary>
    public async Task DiscardAsync(CancellationToken cancellation)
    {
        _set = (await _sets.RefreshAsync(cancellation))[0];
        await using var command = Command("States/state_discard.sql", Sql.Value(Shape));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The newest position of a development's event, 0 where there is none.</summary>
    public async Task<long> NewestAsync(CancellationToken cancellation)
    {
        await using var command = Command("States/state_newest.sql");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await TryLockAsync(connection, cancellation))
            return false;
        var next = await NextAsync(Command(connection, "States/state_next.sql", Sql.Value(options.BatchSize)), cancellation);
        // After a switch this minute, they may be those of the set that is live now.
        if (next.Shape != Shape)
            _set = (await _sets.RefreshAsync(cancellation))[0];
        if (next.Shape != Shape)
            await ExecuteAsync(Command(connection, "States/state_discard.sql", Sql.Value(Shape)), cancellation);
        else if (next.UpTo is { } upTo)
            await AdvanceAsync(connection, next.Generation, next.Position, upTo, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task AdvanceAsync(NpgsqlConnection connection, int generation, long after, long upTo, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        var look = new NpgsqlBatchCommand(_set!.In(Sql.Text("States/state_look.sql"))) { Parameters = { Number(generation), Sql.Value(after), Sql.Value(upTo) } };
        batch.BatchCommands.Add(look);
        batch.Add("States/state_advance.sql", Number(generation), Sql.Value(after), Sql.Value(upTo));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<Next> NextAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return new Next(reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3));
        }
    }

    private async Task<bool> SummariseAsync(CancellationToken cancellation)
    {
        if (await PendingAsync(cancellation) is not { } actor)
        {
            _mayPend = false;
            return false;
        }
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await TryLockAsync(connection, cancellation) || await NextRunsAsync(connection, actor, cancellation) is not [var first, ..] runs)
            return false;
        var facts = await FactsAsync(connection, first, runs[^1].UpTo, cancellation);
        foreach (var run in runs)
            await AddAsync(connection, run, FactRows.AsRun(facts, run.After, run.UpTo), cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>A run of level 0, and those above it that are complete with it.</summary>
    private async Task AddAsync(NpgsqlConnection connection, Run run, RunFacts facts, CancellationToken cancellation)
    {
        await WriteAsync(connection, run, 0, run.Number, facts, cancellation);
        for (var level = 1; level <= options.Levels && (run.Number + 1) % options.LengthOf(level) == 0; level++)
        {
            var number = ((run.Number + 1) / options.LengthOf(level)) - 1;
            await WriteAsync(connection, run, level, number, await MergedAsync(connection, run, level, number, cancellation), cancellation);
        }
        await ExecuteAsync(
            Command(connection, "States/state_add_run.sql", Number(run.Generation), Sql.Value(run.Actor), Sql.Value(run.UpTo), Number(run.Number), Number(options.RunLength)),
            cancellation);
    }

    private async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        await using var command = Command("States/state_pending.sql", Number(options.RunLength), Number(options.LeastChanges), Sql.Value(Shape));
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>As many as one run of the next level takes.</summary>
    private async Task<IReadOnlyList<Run>> NextRunsAsync(NpgsqlConnection connection, string actor, CancellationToken cancellation)
    {
        await using var command = Command(connection, "States/state_next_runs.sql", Sql.Value(actor), Number(options.RunLength), Number(options.FanOut), Sql.Value(Shape));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return [];
        var (generation, number, after) = (reader.GetInt32(0), (int)(reader.GetInt64(1) / options.RunLength), reader.GetInt64(2));
        var ends = reader.GetFieldValue<long[]>(3);
        return [.. ends.Select((upTo, i) => new Run(generation, actor, number + i, i == 0 ? after : ends[i - 1], upTo))];
    }

    private async Task<IReadOnlyList<FactRow>> FactsAsync(NpgsqlConnection connection, Run first, long upTo, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { FactRows.Command(_set!, first.Generation, first.Actor, first.After, upTo, upTo) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await FactRows.ReadAsync(reader, first.Actor, cancellation);
    }

    private async Task<RunFacts> MergedAsync(NpgsqlConnection connection, Run run, int level, int number, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            "States/state_points.sql",
            Number(run.Generation),
            Sql.Value(run.Actor),
            Number(level - 1),
            Number(number * options.FanOut),
            Number((number * options.FanOut) + options.FanOut - 1));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var merge = new RunMerge();
        while (await reader.ReadAsync(cancellation))
            merge.Add(PointCodec.Read(reader.GetFieldValue<byte[]>(0), Instant.MaxValue));
        return merge.ToRun();
    }

    private async Task WriteAsync(NpgsqlConnection connection, Run run, int level, int number, RunFacts facts, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Sql.Text("States/state_copy_chunks.sql"), cancellation);
        foreach (var chunk in facts.Chunks(options))
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(run.Generation, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(run.Actor, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(level, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(Sql.ToDatabase(chunk.KnownFrom), NpgsqlDbType.TimestampTz, cancellation);
            await copy.WriteAsync(chunk.Part, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(chunk.Carried, NpgsqlDbType.Integer, cancellation);
            if (chunk.State is null)
                await copy.WriteNullAsync(cancellation);
            else
                await copy.WriteAsync(chunk.State, NpgsqlDbType.Bytea, cancellation);
            await copy.WriteAsync(chunk.Points, NpgsqlDbType.Bytea, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Deletes rows of generations that are void, some at a time.</summary>
    private async Task<bool> ClearAsync(int generation, CancellationToken cancellation)
    {
        if (generation == _cleared)
            return false;
        foreach (var file in Leftovers)
        {
            await using var clear = Command(file, Number(RowsToClear));
            if (await clear.ExecuteNonQueryAsync(cancellation) > 0)
                return true;
        }
        _cleared = generation;
        return false;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, "States/state_lock.sql");
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
            await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string file, params NpgsqlParameter[] parameters)
    {
        var command = dataSource.CreateCommand(Sql.Text(file));
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string file, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(Sql.Text(file), connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private readonly record struct Next(int Generation, string Shape, long Position, long? UpTo);

    /// <param name="Number">Among the runs of level 0.</param>
    private sealed record Run(int Generation, string Actor, int Number, long After, long UpTo);
}
