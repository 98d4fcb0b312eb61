using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views.Pages;

namespace Timeline.Service.Views;

/// <summary>When, in knowledge time, a filtered answer at one position changed.</summary>
/// <param name="fewSegments">An actor with at most so many has its changes looked for among them, not among everybody's.</param>
internal sealed class ChangeTimes(ViewSource views, int fewSegments = 20_000)
{
    /// <summary>The last change up to a knowledge time (inclusive), or null where nothing was known yet.</summary>
    public Task<Instant?> LastAsync(Instant knownAt, long basis, TimelineFilter filter, CancellationToken cancellation) =>
        OneAsync("Views/last_change.sql", filter, cancellation, Sql.Value(knownAt), Sql.Value(basis));

    /// <summary>The first instant at which anything was known, or null.</summary>
    public Task<Instant?> FirstAsync(long basis, TimelineFilter filter, CancellationToken cancellation) =>
        OneAsync("Views/first_change.sql", filter, cancellation, Sql.Value(basis));

    /// <summary>The starts of the seconds, from one on (inclusive), in which the answer changed; in order.</summary>
    public async Task<IReadOnlyList<Instant>> SecondsAsync(Instant from, long basis, TimelineFilter filter, long limit, CancellationToken cancellation)
    {
        var file = filter.Actors is [var actor] && await HasFewAsync(actor, cancellation) ? "Views/actor_seconds.sql" : "Views/change_seconds.sql";
        await using var command = await CommandAsync(file, filter, cancellation, Sql.Value(from), Sql.Value(basis), Sql.Value(limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seconds = new List<Instant>();
        while (await reader.ReadAsync(cancellation))
            seconds.Add(reader.GetInstant(0));
        return seconds;
    }

    private async Task<bool> HasFewAsync(string actor, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync("select count(*) from (select from timeline.segment_actors where actor = $1 limit $2) as few", cancellation);
        command.Parameters.Add(Sql.Value(actor));
        command.Parameters.Add(Sql.Value(fewSegments + 1L));
        return (long)(await command.ExecuteScalarAsync(cancellation))! <= fewSegments;
    }

    private async Task<Instant?> OneAsync(string file, TimelineFilter filter, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = await CommandAsync(file, filter, cancellation, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsDBNull(0) ? reader.GetInstant(0) : null;
    }

    private async Task<NpgsqlCommand> CommandAsync(string file, TimelineFilter filter, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        var first = parameters.Length + 1;
        var command = await views.CommandAsync(
            Sql.Text(file)
                .Replace("{source}", PageSql.SegmentsOf($"(${first})[1]"), StringComparison.Ordinal)
                .Replace("{filter}", $"({FilterSql.Predicate(first)})", StringComparison.Ordinal), cancellation);
        command.Parameters.AddRange(parameters);
        FilterSql.AddTo(command.Parameters, filter);
        return command;
    }
}
