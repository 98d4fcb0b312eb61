using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Actors;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>An entry as it stands in the view: its JSON ready to serve, and its place in the order.</summary>
internal sealed record TimelineItem(string Development, Instant OccurredFrom, byte[] Json);

/// <summary>Reads the bitemporal timeline.</summary>
internal sealed class TimelineView(NpgsqlDataSource dataSource)
{
    /// <summary>The newest position, and the newest knowledge time at <paramref name="basis"/> (or at the newest position).</summary>
    public async Task<(long Position, Instant NewestKnownAt)> HeadAsync(long? basis, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Views/head.sql"));
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)basis ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInstant(1));
    }

    /// <summary>The last position recorded at or before a time; 0 where there is none.</summary>
    public async Task<long> PositionAtAsync(Instant recordedAt, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("select timeline.position_at($1)");
        command.Parameters.Add(Sql.Value(recordedAt));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The ids of the actors that ids or aliases belong to at a position; those that belong to nobody are missing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindActorsAsync(IReadOnlyCollection<string> idsOrAliases, long basis, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Views/find_actors.sql"));
        command.Parameters.Add(Sql.TextArray(idsOrAliases.Select(Actor.KeyOf).Distinct()));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            byKey[reader.GetString(0)] = reader.GetString(1);
        return idsOrAliases.Distinct().Where(text => byKey.ContainsKey(Actor.KeyOf(text))).ToDictionary(text => text, text => byKey[Actor.KeyOf(text)], StringComparer.Ordinal);
    }

    /// <summary>The entries at (knownAt, basis) in order; read row by row as the caller goes on.</summary>
    /// <param name="limit">The most items, or null for all.</param>
    public async IAsyncEnumerable<TimelineItem> ReadAsync(
        Instant knownAt, long basis, TimelineFilter filter, bool isDescending, PageStart? after, long? limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Statement(filter, isDescending));
        AddParameters(command.Parameters, knownAt, basis, filter, after, limit);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new TimelineItem(reader.GetString(0), reader.GetInstant(1), reader.GetFieldValue<byte[]>(2));
    }

    private static string Statement(TimelineFilter filter, bool isDescending)
    {
        // One actor: its own index gives the order. Several: an entry of two of them must come once.
        var source = filter.Actors is [_]
            ? "timeline.segment_actors a join timeline.segments s using (development, known_from, recorded_from)"
            : "timeline.segments s";
        var order = filter.Actors is [_] ? "a" : "s";
        var direction = isDescending ? "desc" : "asc";
        return Sql.Text("Views/timeline_page.sql")
            .Replace("{source}", source, StringComparison.Ordinal)
            .Replace("{after}", $"({order}.occurred_from, {order}.development) {(isDescending ? '<' : '>')} ($15, $16)", StringComparison.Ordinal)
            .Replace("{order}", $"{order}.occurred_from {direction}, {order}.development {direction}", StringComparison.Ordinal)
            .Replace("$3::text[] is null or s.actors && $3", filter.Actors is [_] ? "a.actor = $3[1]" : "$3::text[] is null or s.actors && $3", StringComparison.Ordinal);
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, Instant knownAt, long basis, TimelineFilter filter, PageStart? after, long? limit)
    {
        var window = filter.Occurred;
        var isPossible = window is not null && !filter.IsDefinite;
        var isDefinite = window is not null && filter.IsDefinite;
        parameters.Add(Sql.Value(knownAt));
        parameters.Add(Sql.Value(basis));
        parameters.Add(OptionalTexts(filter.Actors));
        parameters.Add(OptionalTexts(filter.Kinds.Count == 0 ? null : [.. filter.Kinds.Select(EntryJson.NameOf)]));
        parameters.Add(OptionalTexts(filter.Tags.Count == 0 ? null : filter.Tags));
        parameters.Add(OptionalTexts(filter.Publishers.Count == 0 ? null : [.. filter.Publishers.Select(Entry.PublisherKey)]));
        parameters.Add(OptionalTexts(filter.Statuses.Count == 0 ? null : [.. filter.Statuses.Select(EntryJson.NameOf)]));
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = filter.ShowsRetracted });
        parameters.Add(OptionalInstant(isPossible ? window!.PossibleEnd : null));
        parameters.Add(OptionalInstant(isPossible ? window!.PossibleStart : null));
        parameters.Add(OptionalInstant(isDefinite ? window!.DefiniteEnd : null));
        parameters.Add(OptionalInstant(isDefinite ? window!.DefiniteStart : null));
        parameters.Add(new NpgsqlParameter
        {
            Value = filter.Box is { } box ? new[] { box.West, box.South, box.East, box.North } : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double,
        });
        parameters.Add(OptionalTexts(filter.Measures.Count == 0 ? null : filter.Measures));
        parameters.Add(OptionalInstant(after?.OccurredFrom));
        parameters.Add(Sql.Value(after?.Development));
        parameters.Add(new NpgsqlParameter { Value = (object?)limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
    }

    private static NpgsqlParameter OptionalTexts(IReadOnlyList<string>? texts) =>
        new() { Value = texts is null ? DBNull.Value : texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter OptionalInstant(Instant? instant) =>
        new() { Value = instant is { } at ? Sql.ToDatabase(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
