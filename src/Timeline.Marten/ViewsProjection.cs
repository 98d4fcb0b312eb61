using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Marten;

/// <summary>
/// The views, inline: the same rows by the same projector as on the default host, written by the transaction that appends. Events of types that are
/// not ours, such as Marten's tombstones, make none.
/// </summary>
internal sealed class ViewsProjection(ViewSets views) : IProjection
{
    /// <exception cref="InvalidOperationException">The session does not hold the ordering lock: its positions may not be the last word.</exception>
    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var ours = events.Where(e => e.Data is ActorEvent or DevelopmentEvent).OrderBy(e => e.Sequence).ToList();
        if (ours.Count == 0)
            return;
        var connection = ((IDocumentSession)operations).Connection;
        var state = await LoadAsync(connection, [.. ours.Select(e => e.Data)], cancellation);
        var projection = new Projection(state);
        foreach (var e in ours)
            projection.Apply(e.Sequence, Instant.FromDateTime(e.Timestamp.UtcDateTime), e.Data);
        var batch = new NpgsqlBatch(connection);
        using var writes = new Writes(batch);
        projection.AddTo(writes);
        writes.Complete();
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
        await writes.CopyAsync(connection);
    }

    /// <summary>The state before the events.</summary>
    private async Task<GroupState> LoadAsync(NpgsqlConnection connection, IReadOnlyList<object> events, CancellationToken cancellation)
    {
        var set = await views.CurrentAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EmbeddedText.Of("is_ordered.sql")));
        ExpectedViews.AddTo(batch, set);
        GroupState.AddQueries(batch, set, events.OfType<ActorEvent>().Select(e => e.Actor), events.OfType<DevelopmentEvent>().Select(e => e.Development));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!reader.GetBoolean(0))
            throw new InvalidOperationException($"Timeline's events are appended through {nameof(AppendHandler)}, which takes the ordering lock first.");
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await GroupState.ReadAsync(reader, set, [], cancellation);
    }
}
