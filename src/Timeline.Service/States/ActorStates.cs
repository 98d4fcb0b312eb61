using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>
/// Actors' current states: from their summaries where they have some, and else, with the same bytes, from all that they stand in.
/// </summary>
internal sealed class ActorStates(ViewSource views, ActorView view, StateOptions options)
{
    /// <summary>An actor at (knownAt, basis), both inclusive: its record, and what affects its state last. Null where there was none by then.</summary>
    public async Task<ActorAt?> FindAsync(string idOrAlias, Instant knownAt, long basis, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        if (await OpenAsync(set, idOrAlias, basis, cancellation) is not { } opened)
            return null;
        var actor = opened.Record.Id;
        var summary = opened.Standing is { } standing ? await SummaryAsync(set, actor, knownAt, basis, standing, cancellation) : null;
        var (position, newestKnownAt) = summary is { NewestKnownAt: { } known } ? (summary.NewestPosition, known) : await view.NewestAsync(actor, knownAt, basis, cancellation);
        return new ActorAt(
            opened.Record,
            Math.Max(opened.Record.RecordedFrom, position),
            newestKnownAt,
            summary is not null,
            () => summary is null ? view.StateAsync(actor, knownAt, basis, cancellation) : summary.StateAsync(views, set, view, cancellation));
    }

    private async Task<Summary?> SummaryAsync(ViewSet set, string actor, Instant knownAt, long basis, Standing standing, CancellationToken cancellation)
    {
        if (basis - standing.Watermark > options.LongestTail + standing.Summarised)
            return null;
        var runs = options.Cover(standing.Runs).ToList();
        await using var batch = views.Batch();
        batch.Add(
            "States/state_chunks.sql",
            Number(standing.Generation),
            Sql.Value(actor),
            new NpgsqlParameter<int[]> { TypedValue = [.. runs.Select(run => run.Level)] },
            new NpgsqlParameter<int[]> { TypedValue = [.. runs.Select(run => run.Number)] },
            Sql.Value(knownAt));
        batch.BatchCommands.Add(FactRows.Command(set, standing.Generation, actor, standing.RunsTo, basis, standing.Watermark));
        batch.Add("States/state_generation.sql");
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var chunks = await ChunksAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var tail = await FactRows.ReadAsync(reader, actor, cancellation);
        await reader.NextResultAsync(cancellation);
        // Rows are deleted only after their generation: asked last, it says that none of them was missing.
        return await reader.ReadAsync(cancellation) && reader.GetInt32(0) == standing.Generation
            ? Summary.Of(actor, chunks, tail, standing.RunsTo, knownAt, basis, options)
            : null;
    }

    private async Task<(ActorRecord Record, Standing? Standing)?> OpenAsync(ViewSet set, string idOrAlias, long basis, CancellationToken cancellation)
    {
        await using var command = views.Command(set, Sql.Text("States/state_open.sql"));
        command.Parameters.Add(Sql.Value(Actor.KeyOf(idOrAlias)));
        command.Parameters.Add(Sql.Value(basis));
        command.Parameters.Add(Sql.Value(options.ShapeOf(set)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return (ActorView.Record(reader), reader.IsDBNull(5)
            ? null
            : new Standing(reader.GetInt32(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt32(8), reader.GetInt64(9)));
    }

    private static async Task<IReadOnlyList<Chunk>> ChunksAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var chunks = new List<Chunk>();
        while (await reader.ReadAsync(cancellation))
        {
            chunks.Add(new Chunk(
                reader.GetInt32(1),
                reader.GetInstant(0),
                reader.GetInt32(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<byte[]>(4)));
        }
        return chunks;
    }

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    /// <param name="Watermark">Up to where the log has been looked at.</param>
    /// <param name="Summarised">How many changes are in runs.</param>
    /// <param name="Runs">How many runs of level 0 end by the basis.</param>
    /// <param name="RunsTo">Where the last of them ends, inclusive; 0 where there is none.</param>
    private sealed record Standing(int Generation, long Watermark, long Summarised, int Runs, long RunsTo);
}

/// <summary>An actor at one (knownAt, basis).</summary>
/// <param name="Position">The newest position up to the basis that affects it: a change of its record, or of a development.</param>
/// <param name="KnownAt">The newest time up to knownAt at which what was known of a development changed; before all time where it did not.</param>
/// <param name="IsSummarised">Whether the state comes from summaries.</param>
/// <param name="StateAsync">The state.</param>
internal sealed record ActorAt(ActorRecord Record, long Position, Instant KnownAt, bool IsSummarised, Func<Task<ActorState>> StateAsync);
