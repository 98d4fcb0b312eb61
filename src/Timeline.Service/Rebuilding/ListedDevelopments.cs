using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>Folds the developments that an operation has listed to be folded as wholes, some in each step; the next ones are read meanwhile.</summary>
internal sealed class ListedDevelopments(OperationWork work, ViewSet built, TimelineReplay timeline)
{
    /// <summary>About how many events are folded at a time.</summary>
    private const int Events = 8_000;

    private OperationProgress Progress => work.Progress;

    /// <summary>Goes on where the phase was, to the end of the list.</summary>
    public async Task FoldAsync()
    {
        await using var reader = await work.DataSource.OpenConnectionAsync(work.Stop);
        work.AddOwn(reader.ProcessID);
        await timeline.ChooseIndexAsync(reader);
        var next = ReadAsync(reader, Progress.Resume ?? "");
        try
        {
            while (await next is { Last: { } last } some)
            {
                next = ReadAsync(reader, last);
                await work.StepAsync(async connection =>
                {
                    await timeline.WriteAsync(connection, some.Histories);
                    Progress.Resume = last;
                    Progress.Done += some.Count;
                });
            }
        }
        finally
        {
            // The connection is not given back while something runs on it.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>No last one at the end of the list.</returns>
    private async Task<(string? Last, int Count, IReadOnlyList<DevelopmentHistory> Histories)> ReadAsync(NpgsqlConnection reader, string after)
    {
        var developments = await TimelineReplay.SeveralAsync(reader, built.TimelineSchema, after, Events, work.Stop);
        return developments.Count == 0 ? (null, 0, []) : (developments[^1], developments.Count, await timeline.ReadAsync(reader, developments, Progress.Position));
    }
}
