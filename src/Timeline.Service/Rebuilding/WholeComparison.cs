using System.Globalization;
using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>Compares all that was built with the live tables: the segments some blocks at a time, and then the narrow tables.</summary>
internal sealed class WholeComparison(OperationWork work, ViewSet live, ViewSet built)
{
    private const string Compared = "compared";

    /// <summary>How many blocks are compared at a time: about 10,000 segments.</summary>
    public const long Blocks = 2_048;

    private readonly Comparison _comparison = new(work.Operation.Id, live, built, () => work.Progress, work.Stop);

    private OperationProgress Progress => work.Progress;

    /// <summary>Whether all rows were compared as of some position; those of later events are to be compared while these are replayed.</summary>
    public bool IsDone => Progress is { Phase: OperationPhase.CatchingUp or OperationPhase.Comparing, Resume: Compared };

    /// <summary>Notes that all rows were compared.</summary>
    public void Settle() => Progress.Resume = Compared;

    /// <summary>Compares every row, in steps, and writes down what differs.</summary>
    public async Task RunAsync()
    {
        if (Progress.Phase != OperationPhase.Comparing)
        {
            await work.StepAsync(async connection =>
            {
                Progress.Enter(OperationPhase.Comparing, work.Operation.OnTimeline ? await BlocksAsync(connection, work.Stop) : 0);
                // What is missing by the index, and how many rows were compared.
                Progress.Resume = FormattableString.Invariant($"{Progress.Missing} 0");
            });
        }
        while (Progress.Done < Progress.Total)
            await work.StepAsync(CompareBlocksAsync);
        if (IsDone)
            return;
        await work.StepAsync(async connection =>
        {
            if (work.Operation.OnTimeline)
            {
                var (missing, rows) = Noted();
                await _comparison.SurplusAsync(connection, ComparedTable.Segments, rows - (Progress.Missing - missing), Progress.Position);
            }
            foreach (var table in NarrowTables())
                await _comparison.WholeAsync(connection, table, Progress.Position);
            Settle();
        });
    }

    /// <summary>Looks whether any row differs, on a connection of its own and beside other steps. Nothing is written, so it may be broken off.</summary>
    /// <param name="position">As of which the tables are compared, which no step changes meanwhile.</param>
    public async Task<bool> FindsNothingAsync(long position, CancellationToken stop)
    {
        var found = new OperationProgress();
        var comparison = new Comparison(work.Operation.Id, live, built, () => found, stop);
        await using var connection = await work.DataSource.OpenConnectionAsync(stop);
        work.AddOwn(connection.ProcessID);
        var (blocks, rows) = (await BlocksAsync(connection, stop), 0L);
        for (var from = 0L; from < blocks && !found.HasDifferences; from += Blocks)
            await LookAsync(connection, async () => rows += await comparison.BlocksAsync(connection, ComparedTable.Segments, from, from + Blocks, position), stop);
        if (!found.HasDifferences)
            await LookAsync(connection, () => comparison.SurplusAsync(connection, ComparedTable.Segments, rows, position), stop);
        foreach (var table in NarrowTables())
        {
            if (!found.HasDifferences)
                await LookAsync(connection, () => comparison.WholeAsync(connection, table, position), stop);
        }
        return !found.HasDifferences;
    }

    private async Task CompareBlocksAsync(NpgsqlConnection connection)
    {
        var to = Math.Min(Progress.Done + Blocks, Progress.Total!.Value);
        var compared = await _comparison.BlocksAsync(connection, ComparedTable.Segments, Progress.Done, to, Progress.Position);
        var (missing, rows) = Noted();
        Progress.Resume = FormattableString.Invariant($"{missing} {rows + compared}");
        Progress.Done = to;
    }

    private (long Missing, long Rows) Noted()
    {
        var numbers = Progress.Resume!.Split(' ');
        return (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private async Task<long> BlocksAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            $"select pg_relation_size('{built.TimelineSchema}.{ComparedTable.Segments.Name}') / current_setting('block_size')::bigint", connection);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task LookAsync(NpgsqlConnection connection, Func<Task> look, CancellationToken stop)
    {
        await using var undone = await connection.BeginTransactionAsync(stop);
        await using (var settings = new NpgsqlCommand(Sql.Text("Rebuilding/begin_step.sql"), connection) { Parameters = { Sql.Value("off"), Sql.Value("0") } })
            await settings.ExecuteNonQueryAsync(stop);
        await look();
    }

    private IEnumerable<ComparedTable> NarrowTables()
    {
        if (work.Operation.OnTimeline)
            yield return ComparedTable.SegmentActors;
        if (!work.Operation.OnActors)
            yield break;
        yield return ComparedTable.Actors;
        yield return ComparedTable.ActorKeys;
    }
}
