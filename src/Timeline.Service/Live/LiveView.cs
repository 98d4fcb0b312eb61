using System.Data;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Live;

/// <summary>
/// Reads how the newest answer changed from position to position. Positions are committed in their order, so whoever has seen one never misses
/// a smaller one; and what was read about a position stays true.
/// </summary>
internal sealed class LiveView(ViewSource views) : IDisposable
{
    private const int ParametersBeforeFilters = 4;
    private const int PageRows = 20;

    /// <summary>However many readers are far behind, they leave most of the connections to others.</summary>
    private readonly SemaphoreSlim _pages = new(4);

    /// <summary>The first steps after a position: none where it is the newest, else at least one.</summary>
    /// <param name="mostBytes">No further step is read beyond these; the rows are sent all the same, so ask for no more than will fit.</param>
    public async Task<IReadOnlyList<LiveStep>> StepsAsync(long after, int mostRows, int mostBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var set = await views.Sets.CurrentAsync(cancellation);
            if (await StepsInAsync(set, after, mostRows, mostBytes, cancellation) is { } steps)
                return steps;
            await views.Sets.RefreshAsync(cancellation);
        }
    }

    /// <returns>Null where the set is live no more: then it lacks what came after the switch.</returns>
    private async Task<IReadOnlyList<LiveStep>?> StepsInAsync(ViewSet set, long after, int mostRows, int mostBytes, CancellationToken cancellation)
    {
        await using var command = views.Command(set, Sql.Text("Live/live_steps.sql"));
        command.Parameters.AddRange(new[] { Sql.Value(after), Sql.Value(mostRows) });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        var steps = new List<LiveStep>();
        for (var bytes = 0; bytes < mostBytes && await reader.ReadAsync(cancellation); bytes += steps[^1].Size)
        {
            if (reader.GetInt32(0) != set.Id)
                return null;
            steps.Add(LiveRows.ReadStep(reader));
        }
        return steps;
    }

    /// <summary>As <see cref="StepsAsync"/>, for a reader of its own; waits for its turn.</summary>
    public async Task<IReadOnlyList<LiveStep>> PageAsync(long after, int mostRows, int mostBytes, CancellationToken cancellation)
    {
        await _pages.WaitAsync(cancellation);
        try
        {
            return await StepsAsync(after, mostRows, mostBytes, cancellation);
        }
        finally
        {
            _pages.Release();
        }
    }

    /// <summary>A page of the entries at a position that pass one filter and not the other; only those of these actors are looked at.</summary>
    /// <param name="after">Begin after this id; empty for all.</param>
    /// <returns>At least one where there is one.</returns>
    public async Task<IReadOnlyList<(string Development, byte[] Json)>> FoundByNameAsync(
        long position, IEnumerable<string> actors, TimelineFilter passes, TimelineFilter fails, string after, int mostBytes, CancellationToken cancellation)
    {
        var first = ParametersBeforeFilters + 1;
        await _pages.WaitAsync(cancellation);
        try
        {
            await using var command = await views.CommandAsync(Sql.Text("Live/live_found_by_name.sql")
                .Replace("{passes}", FilterSql.Predicate(first), StringComparison.Ordinal)
                .Replace("{fails}", FilterSql.Predicate(first + FilterSql.Count), StringComparison.Ordinal), cancellation);
            command.Parameters.AddRange(new[] { Sql.Value(position), Sql.TextArray(actors), Sql.Value(after), Sql.Value(PageRows) });
            FilterSql.AddTo(command.Parameters, passes);
            FilterSql.AddTo(command.Parameters, fails);
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            var entries = new List<(string Development, byte[] Json)>();
            for (var bytes = 0; bytes < mostBytes && await reader.ReadAsync(cancellation); bytes += entries[^1].Json.Length)
                entries.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
            return entries;
        }
        finally
        {
            _pages.Release();
        }
    }

    public void Dispose() => _pages.Dispose();
}
