using Npgsql;
using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>How the filtered answer last changed for a development, up to some position.</summary>
/// <param name="Position">Of the event that did it: of the development, or of an actor whose name the filter asks for.</param>
/// <param name="RecordedAt">The event's; rises with the position.</param>
/// <param name="IsShown">Whether the answer shows it; else it did at some time before.</param>
/// <param name="Entry">What is known of it, shown or not; null where it is removed.</param>
internal sealed record FeedChange(long Position, Instant RecordedAt, string Development, bool IsShown, byte[]? Entry);

/// <summary>Where a page of changes begins: beyond this one, in the order of (position, development), newest first.</summary>
internal readonly record struct ChangeStart(long Position, string Development);

/// <summary>What an actor is called at a position.</summary>
internal sealed record ActorName(string Name, string Kind);

/// <summary>Reads the timeline by its newest changes, for those who only poll.</summary>
internal sealed class FeedView(ViewSource views)
{
    private const int ParametersBeforePieces = 5;

    /// <summary>What is looked at first. More than that is read at once, as a whole: few of its developments pass the filter.</summary>
    private const int NewestPositions = 2_000;

    /// <summary>
    /// The developments that the filtered answer at (knownAt, basis) shows or once showed, newest change first. Whoever has seen the changes up to a basis
    /// and reads those that are new at a later one knows the later answer.
    /// </summary>
    /// <param name="after">Begin beyond this one, or null.</param>
    /// <param name="isBackward">Oldest first, from <paramref name="after"/> towards the newest.</param>
    public async Task<IReadOnlyList<FeedChange>> ChangesAsync(
        Instant knownAt, long basis, FilterHistory filters, ChangeStart? after, bool isBackward, int limit, CancellationToken cancellation)
    {
        if (filters.IsConstant)
        {
            await using var newest = await NewestAsync(knownAt, basis, filters.Meanings[0].Filter, after, isBackward, limit, cancellation);
            if (await ReadAsync(newest, cancellation) is { } page && page.Count == limit)
                return page;
        }
        await using var all = await AllAsync(knownAt, basis, filters, after, isBackward, limit, cancellation);
        return await ReadAsync(all, cancellation);
    }

    /// <summary>What a filter meant from position to position.</summary>
    /// <param name="filter">As asked, without names.</param>
    public async Task<FilterHistory> HistoryAsync(TimelineFilter filter, IReadOnlyList<string> actorTexts, SearchQuery? search, long basis, CancellationToken cancellation)
    {
        var namings = new List<Naming>();
        if (actorTexts.Count > 0)
        {
            await using var command = await views.CommandAsync(Sql.Text("Views/feed_keys.sql"), cancellation);
            command.Parameters.AddRange(new[] { Sql.TextArray(actorTexts.Select(Actor.KeyOf).Distinct()), Sql.Value(basis) });
            var texts = actorTexts.Select((text, i) => (Key: Actor.KeyOf(text), Number: i)).ToLookup(text => text.Key, text => text.Number, StringComparer.Ordinal);
            await foreach (var (key, naming) in NamingsAsync(command, reader => reader.GetString(0), cancellation))
                namings.AddRange(texts[key].Select(text => naming with { Text = text }));
        }
        if (search is not null)
        {
            await using var command = await views.CommandAsync(Sql.Text("Views/feed_names.sql"), cancellation);
            command.Parameters.AddRange(new[] { Sql.Value(basis), Sql.TextArray(search.Clauses.SelectMany(clause => clause).Select(FilterSql.Pattern)) });
            await foreach (var (number, naming) in NamingsAsync(command, reader => reader.GetInt64(0), cancellation))
                namings.Add(naming with { Text = actorTexts.Count + (int)number - 1 });
        }
        return FilterHistory.Of(filter, actorTexts.Count, search, namings, basis);
    }

    /// <summary>What actors are called at a position; those that are not there are missing.</summary>
    public async Task<IReadOnlyDictionary<string, ActorName>> NamesAsync(IEnumerable<string> actors, long basis, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/actor_names.sql"), cancellation);
        command.Parameters.AddRange(new[] { Sql.TextArray(actors), Sql.Value(basis) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new Dictionary<string, ActorName>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            names[reader.GetString(0)] = new ActorName(reader.GetString(1), reader.GetString(2));
        return names;
    }

    /// <summary>What an actor was first called it was always called: before, nothing could be told of it.</summary>
    private static async IAsyncEnumerable<(T Key, Naming Naming)> NamingsAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (from, registered) = (reader.GetInt64(2), reader.GetInt64(4));
            yield return (key(reader), new Naming(0, reader.GetString(1), from == registered ? 0 : from, reader.GetInt64(3)));
        }
    }

    private async ValueTask<NpgsqlCommand> NewestAsync(
        Instant knownAt, long basis, TimelineFilter filter, ChangeStart? after, bool isBackward, int limit, CancellationToken cancellation)
    {
        const int parametersBeforeFilter = 6;
        var command = await views.CommandAsync(Sql.Text("Views/feed_newest_changes.sql")
            .Replace("{filter}", FilterSql.Predicate(parametersBeforeFilter + 1), StringComparison.Ordinal)
            .Replace("{direction}", isBackward ? "asc" : "desc", StringComparison.Ordinal), cancellation);
        var (above, below) = isBackward ? (after?.Position ?? 0, basis + 1) : (0, after?.Position ?? (basis + 1));
        command.Parameters.AddRange(new[]
        {
            Sql.Value(knownAt), Sql.Value(basis), Sql.Value(below), Sql.Value(above), Sql.Value(Math.Max(NewestPositions, 2L * limit)), Sql.Value((long)limit),
        });
        FilterSql.AddTo(command.Parameters, filter);
        return command;
    }

    private async ValueTask<NpgsqlCommand> AllAsync(
        Instant knownAt, long basis, FilterHistory filters, ChangeStart? after, bool isBackward, int limit, CancellationToken cancellation)
    {
        var start = after ?? new ChangeStart(isBackward ? 0 : basis + 1, "");
        var command = await views.CommandAsync("", cancellation);
        command.Parameters.AddRange(new[] { Sql.Value(knownAt), Sql.Value(basis), Sql.Value(start.Position), Sql.Value(start.Development), Sql.Value((long)limit) });
        var pieces = new List<string>();
        foreach (var (filter, periods) in filters.Meanings)
        {
            var first = ParametersBeforePieces + 1 + (pieces.Count * (FilterSql.Count + 2));
            command.Parameters.Add(Sql.Longs(periods.Select(period => period.From)));
            command.Parameters.Add(Sql.Longs(periods.Select(period => period.To)));
            FilterSql.AddTo(command.Parameters, filter);
            pieces.Add(Sql.Text("Views/feed_piece.sql")
                .Replace("{began}", $"${first}", StringComparison.Ordinal)
                .Replace("{ended}", $"${first + 1}", StringComparison.Ordinal)
                .Replace("{actors}", filter.Actors is null ? "true" : $"(s.development, s.known_from, s.recorded_from) in (select a.development, a.known_from, a.recorded_from from timeline.segment_actors a where a.actor = any (${first + 2}))", StringComparison.Ordinal)
                .Replace("{filter}", FilterSql.Predicate(first + 2), StringComparison.Ordinal));
        }
        command.CommandText = (await views.SetAsync(cancellation)).In(Sql.Text("Views/feed_changes.sql")
            .Replace("{pieces}", string.Join("\nunion all\n", pieces), StringComparison.Ordinal)
            .Replace("{beyond}", isBackward ? ">" : "<", StringComparison.Ordinal)
            .Replace("{direction}", isBackward ? "asc" : "desc", StringComparison.Ordinal));
        return command;
    }

    private static async Task<List<FeedChange>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<FeedChange>();
        while (await reader.ReadAsync(cancellation))
            changes.Add(new FeedChange(reader.GetInt64(0), reader.GetInstant(2), reader.GetString(1), reader.GetBoolean(3), reader.GetBytes(4)));
        return changes;
    }
}
