using System.Data;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views.Zones;

namespace Timeline.Service.Views.Pages;

/// <summary>A page, with the point of view that it was read from.</summary>
/// <param name="Newest">The newest position of the log, or the given basis where the whole pin was given.</param>
/// <param name="KnownAt">The knowledge time that was asked for, else the newest at the basis; before all time in an empty log.</param>
/// <param name="Basis">The position that was asked for, else the newest.</param>
/// <param name="Changed">When the filtered answer changed last, up to <paramref name="KnownAt"/>; null where it shows nothing yet.</param>
internal sealed record TimelinePage(long Newest, Instant KnownAt, long Basis, Instant? Changed, IReadOnlyList<TimelineItem> Items);

/// <summary>What a page is asked for.</summary>
/// <param name="KnownAt">Null for the newest; only where <paramref name="IsSeen"/> is false.</param>
/// <param name="Basis">Null for the newest; as above.</param>
/// <param name="IsSeen">Both are given, and the log is known to have come that far.</param>
/// <param name="Limit">The most items.</param>
internal sealed record PageQuestion(Instant? KnownAt, long? Basis, bool IsSeen, TimelineFilter Filter, bool IsDescending, PageStart? After, int Limit);

/// <summary>
/// Reads pages of the timeline. Mostly the next few segments of the order fill one, in one round trip together with the pin. Where little is
/// visible, a second one passes over zones (<see cref="ZoneKeeper"/>) in which nothing can be.
/// </summary>
internal sealed class TimelinePages(NpgsqlDataSource dataSource, ZoneOptions zones)
{
    public async Task<TimelinePage> ReadAsync(PageQuestion question, CancellationToken cancellation)
    {
        var page = await NearAsync(question, cancellation);
        if (page.Items.Count >= question.Limit || page.Basis > page.Newest)
            return page;
        return page with { Items = await JumpAsync(page.KnownAt, page.Basis, question, cancellation) };
    }

    private async Task<TimelinePage> NearAsync(PageQuestion question, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand();
        AddCommon(command.Parameters, FilterSql.OptionalInstant(question.KnownAt), OptionalLong(question.Basis), question);
        command.Parameters.Add(Sql.Value((long)Math.Max(zones.FewSegments, 2 * question.Limit)));
        command.CommandText = new PageSql(question, command.Parameters).Near(question.IsSeen);

        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        await reader.ReadAsync(cancellation);
        var page = new TimelinePage(reader.GetInt64(0), reader.GetInstant(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInstant(3), []);
        var items = new List<TimelineItem>(question.Limit);
        do
        {
            if (!await reader.IsDBNullAsync(4, cancellation))
                items.Add(new TimelineItem(reader.GetString(4), reader.GetInstant(5), reader.GetFieldValue<byte[]>(6)));
        }
        while (await reader.ReadAsync(cancellation));
        return page with { Items = items };
    }

    private async Task<IReadOnlyList<TimelineItem>> JumpAsync(Instant knownAt, long basis, PageQuestion question, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand();
        AddCommon(command.Parameters, Sql.Value(knownAt), Sql.Value(basis), question);
        var window = question.Filter.Occurred;
        command.Parameters.Add(FilterSql.OptionalInstant(question.Filter.IsDefinite ? window?.DefiniteEnd : window?.PossibleEnd));
        command.Parameters.Add(FilterSql.OptionalInstant(question.Filter.IsDefinite ? window?.DefiniteStart : window?.PossibleStart));
        command.Parameters.Add(Sql.Value(zones.MostBehind));
        command.CommandText = new PageSql(question, command.Parameters).Jump();

        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        var items = new List<TimelineItem>(question.Limit);
        while (await reader.ReadAsync(cancellation))
            items.Add(new TimelineItem(reader.GetString(0), reader.GetInstant(1), reader.GetFieldValue<byte[]>(2)));
        return items;
    }

    private static void AddCommon(NpgsqlParameterCollection parameters, NpgsqlParameter knownAt, NpgsqlParameter basis, PageQuestion question)
    {
        parameters.Add(knownAt);
        parameters.Add(basis);
        parameters.Add(Sql.Value(question.After?.OccurredFrom ?? (question.IsDescending ? Instant.MaxValue : Instant.MinValue)));
        parameters.Add(Sql.Value(question.After?.Development ?? ""));
        parameters.Add(Sql.Value((long)question.Limit));
    }

    private static NpgsqlParameter OptionalLong(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
