using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views.Zones;

namespace Timeline.Service.Views.Pages;

/// <summary>A page.</summary>
/// <param name="Changed">When the filtered answer changed last, up to the knowledge time; null where it shows nothing yet.</param>
/// <param name="Items">In the order that was asked for.</param>
internal sealed record TimelinePage(Instant? Changed, IReadOnlyList<PageItem> Items);

/// <summary>What a page is asked for.</summary>
/// <param name="Basis">The log has come that far.</param>
/// <param name="Limit">The most items.</param>
internal sealed record PageQuestion(Instant KnownAt, long Basis, TimelineFilter Filter, bool IsDescending, PageStart? After, int Limit)
{
    /// <summary>The newest knowledge time at the basis, where it is known already.</summary>
    public Instant? NewestKnownAt { get; init; }
}

/// <summary>
/// Reads pages of the timeline. Mostly the next few segments of the order fill one, in one round trip together with the pin. Where little is
/// visible, a second one passes over zones (<see cref="ZoneKeeper"/>) in which nothing can be.
/// </summary>
internal sealed class TimelinePages(ViewSource views, ZoneOptions zones)
{
    private const string PlanOnce = "select set_config('plan_cache_mode', 'force_generic_plan', true)";

    public async Task<TimelinePage> ReadAsync(PageQuestion question, CancellationToken cancellation)
    {
        var page = await NearAsync(question, cancellation);
        return page.Items.Count >= question.Limit ? page : page with { Items = await JumpAsync(question, cancellation) };
    }

    private async Task<TimelinePage> NearAsync(PageQuestion question, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, question);
        if (question.NewestKnownAt is { } newest)
            command.Parameters.Add(Sql.Value(Instant.Min(newest, question.KnownAt)));
        command.CommandText = set.In(new PageSql(question, zones.FewSegments, command.Parameters).Near(question.NewestKnownAt is not null));
        // The first page's statement has nothing that the server could plan better for knowing it.
        await using var batch = Batch(command, question.After is not null);

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await SkipToLastAsync(reader, batch, cancellation);
        await reader.ReadAsync(cancellation);
        return new TimelinePage(reader.IsDBNull(0) ? null : reader.GetInstant(0), await ItemsAsync(reader, 1, question, cancellation));
    }

    private async Task<IReadOnlyList<PageItem>> JumpAsync(PageQuestion question, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, question);
        AddZones(command.Parameters, question, zones);
        command.CommandText = set.In(new PageSql(question, zones.FewSegments, command.Parameters).Jump());
        await using var batch = Batch(command, isPlannedOnce: true);

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await SkipToLastAsync(reader, batch, cancellation);
        return await ItemsAsync(reader, 0, question, cancellation);
    }

    private static async Task<IReadOnlyList<PageItem>> ItemsAsync(NpgsqlDataReader reader, int ordinal, PageQuestion question, CancellationToken cancellation)
    {
        var items = new List<PageItem>(question.Limit);
        // The statement's limit is one of few, and may be larger.
        while (await reader.ReadAsync(cancellation) && items.Count < question.Limit)
            items.Add(PageItem.Read(reader, ordinal));
        return items;
    }

    /// <param name="isPlannedOnce">The server would else find that planning for these very values pays, at several times the cost of the answer.</param>
    private NpgsqlBatch Batch(NpgsqlBatchCommand command, bool isPlannedOnce)
    {
        var batch = views.Batch();
        if (isPlannedOnce)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PlanOnce));
        batch.BatchCommands.Add(command);
        return batch;
    }

    private static async Task SkipToLastAsync(NpgsqlDataReader reader, NpgsqlBatch batch, CancellationToken cancellation)
    {
        if (batch.BatchCommands.Count > 1)
            await reader.NextResultAsync(cancellation);
    }

    /// <summary>The first parameters of each statement.</summary>
    internal static void AddCommon(NpgsqlParameterCollection parameters, PageQuestion question)
    {
        parameters.Add(Sql.Value(question.KnownAt));
        parameters.Add(Sql.Value(question.Basis));
        parameters.Add(Sql.Value(question.After?.OccurredFrom ?? (question.IsDescending ? Instant.MaxValue : Instant.MinValue)));
        parameters.Add(Sql.Value(question.After?.Development ?? ""));
    }

    /// <summary>What the statement that goes by zones takes next.</summary>
    internal static void AddZones(NpgsqlParameterCollection parameters, PageQuestion question, ZoneOptions zones)
    {
        var window = question.Filter.Occurred;
        parameters.Add(FilterSql.OptionalInstant(question.Filter.IsDefinite ? window?.DefiniteEnd : window?.PossibleEnd));
        parameters.Add(FilterSql.OptionalInstant(question.Filter.IsDefinite ? window?.DefiniteStart : window?.PossibleStart));
        parameters.Add(Sql.Value(zones.MostBehind));
    }
}
