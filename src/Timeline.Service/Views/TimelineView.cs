using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views.Pages;

namespace Timeline.Service.Views;

/// <summary>An entry as it stands in the view: its JSON ready to serve, and its place in the order.</summary>
internal sealed record TimelineItem(string Development, Instant OccurredFrom, byte[] Json);

/// <summary>The head of the log, as readers see it.</summary>
/// <param name="Position">The newest.</param>
/// <param name="NewestKnownAt">The newest knowledge time by the position that was asked for, or by the newest.</param>
/// <param name="ViewSet">Which set of view tables was live then: it holds everything up to <paramref name="Position"/>.</param>
internal readonly record struct LogHead(long Position, Instant NewestKnownAt, int ViewSet);

/// <summary>Reads the bitemporal timeline.</summary>
internal sealed class TimelineView(ViewSource views)
{
    /// <summary>The most rows of one statement.</summary>
    private const long MostAtOnce = 5_000;

    /// <summary>Where this reads.</summary>
    public ViewSource Views => views;

    /// <summary>The newest position, and the newest knowledge time at <paramref name="basis"/> (or at the newest position).</summary>
    public async Task<LogHead> HeadAsync(long? basis, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/head.sql"), cancellation);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)basis ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new LogHead(reader.GetInt64(0), reader.GetInstant(1), reader.GetInt32(2));
    }

    /// <summary>The last position recorded at or before a time; 0 where there is none.</summary>
    public async Task<long> PositionAtAsync(Instant recordedAt, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync("select timeline.position_at($1)", cancellation);
        command.Parameters.Add(Sql.Value(recordedAt));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The ids of the actors that ids or aliases belong to at a position; those that belong to nobody are missing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindActorsAsync(IReadOnlyCollection<string> idsOrAliases, long basis, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/find_actors.sql"), cancellation);
        command.Parameters.Add(Sql.TextArray(idsOrAliases.Select(Actor.KeyOf).Distinct()));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            byKey[reader.GetString(0)] = reader.GetString(1);
        return idsOrAliases.Distinct().Where(text => byKey.ContainsKey(Actor.KeyOf(text))).ToDictionary(text => text, text => byKey[Actor.KeyOf(text)], StringComparer.Ordinal);
    }

    /// <summary>The terms of a search, with the actors whose names have them at a position.</summary>
    public async Task<IReadOnlyList<FoundTerm>> FindTermsAsync(SearchQuery query, long basis, CancellationToken cancellation)
    {
        var terms = query.Clauses.SelectMany((clause, number) => clause.Select(term => (Clause: number, Term: term))).ToList();
        await using var command = await views.CommandAsync(Sql.Text("Views/find_actors_by_name.sql"), cancellation);
        command.Parameters.Add(Sql.Value(basis));
        command.Parameters.Add(Sql.TextArray(terms.Select(term => FilterSql.Pattern(term.Term))));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var actors = terms.ConvertAll(_ => new List<string>());
        while (await reader.ReadAsync(cancellation))
            actors[(int)reader.GetInt64(0) - 1].Add(reader.GetString(1));
        return [.. terms.Select((term, i) => new FoundTerm(term.Clause, term.Term, actors[i]))];
    }

    /// <summary>
    /// The entries at (knownAt, basis) in order; read row by row as the caller goes on, by statements of so many rows that the server goes along an index
    /// rather than sort everything before the first. Rows at a pin are the same for ever, so it makes no difference that more than one reads them.
    /// </summary>
    /// <param name="limit">The most items, or null for all.</param>
    public async IAsyncEnumerable<TimelineItem> ReadAsync(
        Instant knownAt, long basis, TimelineFilter filter, bool isDescending, PageStart? after, long? limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = limit ?? long.MaxValue;
        for (var isMore = true; isMore && left > 0;)
        {
            var (size, count) = (Math.Min(left, MostAtOnce), 0L);
            await using var command = await CommandAsync("Views/timeline_page.sql", knownAt, basis, filter, isDescending, after, size, cancellation);
            if (limit is null)
                command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
            for (; await reader.ReadAsync(cancellation); count++)
            {
                var item = new TimelineItem(reader.GetString(0), reader.GetInstant(1), reader.GetFieldValue<byte[]>(2));
                after = new PageStart(item.OccurredFrom, item.Development);
                yield return item;
            }
            (isMore, left) = (count == size, left - count);
        }
    }

    /// <summary>The last item of a page of this size, where there are more; null where the page holds the rest.</summary>
    public async Task<PageStart?> CutAsync(
        Instant knownAt, long basis, TimelineFilter filter, bool isDescending, PageStart? after, long size, CancellationToken cancellation)
    {
        await using var command = await CommandAsync("Views/timeline_page_end.sql", knownAt, basis, filter, isDescending, after, size, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        var last = new PageStart(reader.GetInstant(1), reader.GetString(0));
        return await reader.ReadAsync(cancellation) ? last : null;
    }

    private async Task<NpgsqlCommand> CommandAsync(
        string file, Instant knownAt, long basis, TimelineFilter filter, bool isDescending, PageStart? after, long size, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = views.Command(set, "");
        var parameters = command.Parameters;
        parameters.AddRange(new[] { Sql.Value(knownAt), Sql.Value(basis), FilterSql.OptionalInstant(after?.OccurredFrom), Sql.Value(after?.Development), Sql.Value(size) });
        // One actor: its own index gives the order. Several: an entry of two of them must come once.
        var (source, order) = ("timeline.segments s", "s");
        if (filter.Actors is [var actor])
        {
            parameters.Add(Sql.Value(actor));
            (source, order) = (PageSql.SegmentsOf($"${parameters.Count}"), "a");
            filter = filter with { Actors = null };
        }
        var direction = isDescending ? "desc" : "asc";
        command.CommandText = set.In(Sql.Text(file)
            .Replace("{filter}", FilterSql.AddPresent(parameters, filter), StringComparison.Ordinal)
            .Replace("{source}", source, StringComparison.Ordinal)
            .Replace("{after}", $"({order}.occurred_from, {order}.development) {(isDescending ? '<' : '>')} ($3, $4)", StringComparison.Ordinal)
            .Replace("{order}", $"{order}.occurred_from {direction}, {order}.development {direction}", StringComparison.Ordinal));
        return command;
    }
}
