using System.Data;
using System.Runtime.CompilerServices;
using Timeline.Domain.Metrics;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>Reads what the histories behind an answer say about its revisions.</summary>
internal sealed class MetricsView(ViewSource views)
{
    private const int ParametersBeforeFilter = 2;

    /// <summary>A record for each development of the filtered answer at (knownAt, basis). Holds one history at a time.</summary>
    public async IAsyncEnumerable<RevisionRecord> RecordsAsync(
        Instant knownAt, long basis, TimelineFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(
            Sql.Text("Views/metrics_histories.sql").Replace("{filter}", FilterSql.Predicate(ParametersBeforeFilter + 1), StringComparison.Ordinal), cancellation);
        command.Parameters.AddRange(new[] { Sql.Value(knownAt), Sql.Value(basis) });
        FilterSql.AddTo(command.Parameters, filter);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        await foreach (var history in reader.ReadHistoriesAsync(await views.EventsAsync(cancellation), cancellation))
        {
            if (RevisionRecord.Of(history, knownAt) is { } record)
                yield return record;
        }
    }
}
