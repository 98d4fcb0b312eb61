using System.Data;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Views.Terms;
using Timeline.Service.Views.Zones;

namespace Timeline.Service.Views.Pages;

/// <summary>A page, with the point of view that it was read from.</summary>
/// <param name="Newest">The newest position of the log, or the given basis where the whole pin was given.</param>
/// <param name="KnownAt">The knowledge time that was asked for, else the newest at the basis; before all time in an empty log.</param>
/// <param name="Basis">The position that was asked for, else the newest.</param>
/// <param name="ViewSet">Which set of tables was live then; 0 where the whole pin was given.</param>
/// <param name="Changed">When the filtered answer changed last, up to <paramref name="KnownAt"/>; null where it shows nothing yet.</param>
internal sealed record TimelinePage(long Newest, Instant KnownAt, long Basis, Instant? Changed, int ViewSet, PageItems Items);

/// <summary>What a page is asked for.</summary>
/// <param name="KnownAt">Null for the newest; only where <paramref name="IsSeen"/> is false.</param>
/// <param name="Basis">Null for the newest; as above.</param>
/// <param name="IsSeen">Both are given, and the log is known to have come that far.</param>
/// <param name="Limit">The most items.</param>
internal sealed record PageQuestion(Instant? KnownAt, long? Basis, bool IsSeen, TimelineFilter Filter, bool IsDescending, PageStart? After, int Limit);

/// <summary>
/// Reads pages of the timeline. Mostly the next few segments of the order fill one, in one round trip together with the pin. Where little is
/// visible, a second one passes over zones (<see cref="ZoneKeeper"/>) in which nothing can be; where a filter asks for what few blocks of positions
/// have, it reads those.
/// </summary>
internal sealed class TimelinePages(ViewSource views, ZoneOptions zones, TermOptions terms)
{
    private const string PlanOnce = "select set_config('plan_cache_mode', 'force_generic_plan', true)";

    /// <summary>
    /// Blocks are few and their terms many: the server takes their table for small, and reads all of it. What it is told not to do looks so dear to older
    /// servers that they would compile the statement.
    /// </summary>
    private const string PlanOnceAlongIndexes =
        "select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

    /// <summary>Where this reads.</summary>
    public ViewSource Views => views;

    public async Task<TimelinePage> ReadAsync(PageQuestion question, CancellationToken cancellation) =>
        await CompleteAsync(await NearAsync(question, cancellation), question, cancellation);

    /// <summary>Reads only what is not held already, for a knowledge time that is given.</summary>
    public async Task<HeldReading> ReadAsync(PageQuestion question, HeldPages? held, CancellationToken cancellation)
    {
        var read = await HeldAsync(question, held, cancellation);
        return read with { Page = await CompleteAsync(read.Page, question, cancellation) };
    }

    private async Task<TimelinePage> CompleteAsync(TimelinePage page, PageQuestion question, CancellationToken cancellation)
    {
        if (page.Basis > page.Newest)
            return page;
        var lacksChange = page.Changed is null && question.Filter.HasConditions;
        if ((page.Items.Count < question.Limit || lacksChange) && await ByTermsAsync(page, question, cancellation) is { } found)
            return found;
        if (page.Items.Count < question.Limit)
            page = page with { Items = await JumpAsync(page.KnownAt, page.Basis, question, cancellation) };
        if (lacksChange)
            page = page with { Changed = await ChangedAsync(page.KnownAt, page.Basis, question, cancellation) };
        return page;
    }

    private async Task<TimelinePage> NearAsync(PageQuestion question, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, FilterSql.OptionalInstant(question.KnownAt), OptionalLong(question.Basis), question);
        command.CommandText = set.In(new PageSql(question, zones.FewSegments, command.Parameters).Near(question.IsSeen));
        return await RowAsync(command, Settings(question), Read, cancellation);

        TimelinePage Read(NpgsqlDataReader reader) => ReadPinned(reader) with { Items = PageItems.Read(reader, 5, question.Limit) };
    }

    private async Task<HeldReading> HeldAsync(PageQuestion question, HeldPages? held, CancellationToken cancellation)
    {
        if (held?.For(question.KnownAt!.Value) is { } items)
        {
            var state = await ReadHeldAsync(question, sql => sql.State(question.IsSeen), IfSame, cancellation);
            if (state is not null)
                return new HeldReading(state with { Items = items.Items }, WasHeld: true, New: null);
        }
        return await ReadHeldAsync(question, sql => sql.Held(question.IsSeen), Read, cancellation);

        TimelinePage? IfSame(NpgsqlDataReader reader, TimelinePage page, long viewed, bool isLive) => isLive && (page.Basis, viewed) == (held!.Basis, held.Viewed) ? page : null;

        HeldReading Read(NpgsqlDataReader reader, TimelinePage page, long viewed, bool isLive)
        {
            page = page with { Items = PageItems.Read(reader, 7, question.Limit) };
            var canBeHeld = isLive && page.Items.Count == question.Limit;
            return new HeldReading(page, WasHeld: false, canBeHeld ? new HeldPages(page.Basis, viewed, [new HeldItems(reader.GetInstant(10), reader.GetInstant(11), page.Items)]) : null);
        }
    }

    /// <summary>
    /// Everybody's first page has nothing that the server could plan better for knowing it, so that it plans it once by itself. Of an actor, or of what comes after
    /// an item, it thinks that it could, and plans each time.
    /// </summary>
    private static string? Settings(PageQuestion question) => question.After is null && !question.Filter.HasConditions ? null : PlanOnce;

    /// <param name="read">Reads the rest of the only row: after the page's state comes what the views hold, and whether they are what they were thought to be.</param>
    private async Task<T> ReadHeldAsync<T>(
        PageQuestion question, Func<PageSql, string> text, Func<NpgsqlDataReader, TimelinePage, long, bool, T> read, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, FilterSql.OptionalInstant(question.KnownAt), OptionalLong(question.Basis), question);
        AddHeld(command.Parameters, set);
        command.CommandText = set.In(text(new PageSql(question, zones.FewSegments, command.Parameters)));
        return await RowAsync(command, Settings(question), reader => read(reader, ReadPinned(reader), reader.GetInt64(5), reader.GetBoolean(6)), cancellation);
    }

    /// <summary>The first columns of a row, in the order in which they come.</summary>
    private static TimelinePage ReadPinned(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInstant(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInstant(3), reader.GetInt32(4), PageItems.None);

    /// <returns>Null where the filter's terms are none, or too common, or not known yet.</returns>
    private async Task<TimelinePage?> ByTermsAsync(TimelinePage page, PageQuestion question, CancellationToken cancellation)
    {
        if (FilterTerms.Of(question.Filter) is not { Count: > 0 } asked)
            return null;
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, Sql.Value(page.KnownAt), Sql.Value(page.Basis), question);
        var first = AddTerms(command.Parameters, question, terms, set, asked);
        command.CommandText = set.In(new PageSql(question, zones.FewSegments, command.Parameters).Terms(first, asked.Count));
        return await RowAsync(command, PlanOnceAlongIndexes, Read, cancellation);

        TimelinePage? Read(NpgsqlDataReader reader) => reader.GetBoolean(0)
            ? page with { Changed = reader.IsDBNull(1) ? null : reader.GetInstant(1), Items = PageItems.Read(reader, 2, question.Limit) }
            : null;
    }

    private Task<PageItems> JumpAsync(Instant knownAt, long basis, PageQuestion question, CancellationToken cancellation) =>
        ByZonesAsync(knownAt, basis, question, sql => sql.Jump(), reader => PageItems.Read(reader, 0, question.Limit), cancellation);

    private Task<Instant?> ChangedAsync(Instant knownAt, long basis, PageQuestion question, CancellationToken cancellation) =>
        ByZonesAsync(knownAt, basis, question, sql => sql.Changed(), reader => reader.IsDBNull(0) ? (Instant?)null : reader.GetInstant(0), cancellation);

    /// <param name="read">Reads the only row.</param>
    private async Task<T> ByZonesAsync<T>(
        Instant knownAt, long basis, PageQuestion question, Func<PageSql, string> text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var set = await views.SetAsync(cancellation);
        var command = new NpgsqlBatchCommand();
        AddCommon(command.Parameters, Sql.Value(knownAt), Sql.Value(basis), question);
        AddZones(command.Parameters, question, zones);
        command.CommandText = set.In(text(new PageSql(question, zones.FewSegments, command.Parameters)));
        return await RowAsync(command, PlanOnce, read, cancellation);
    }

    /// <summary>The only row of a statement.</summary>
    /// <param name="settings">The server would else find that planning for these very values pays, at several times the cost of the answer. Null for none.</param>
    private async Task<T> RowAsync<T>(NpgsqlBatchCommand command, string? settings, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var batch = views.Batch();
        if (settings is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(settings));
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        if (settings is not null)
            await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return read(reader);
    }

    /// <summary>The first parameters of each statement.</summary>
    internal static void AddCommon(NpgsqlParameterCollection parameters, NpgsqlParameter knownAt, NpgsqlParameter basis, PageQuestion question)
    {
        parameters.Add(knownAt);
        parameters.Add(basis);
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

    /// <summary>What the statement that goes by blocks takes next.</summary>
    /// <returns>The first parameter that is a group of terms.</returns>
    internal static int AddTerms(NpgsqlParameterCollection parameters, PageQuestion question, TermOptions terms, ViewSet set, IReadOnlyList<IReadOnlyList<string>> asked)
    {
        var share = terms.Readiness * question.Limit / terms.PositionsOfBlock;
        parameters.AddRange(new[] { new NpgsqlParameter<double> { TypedValue = share }, Sql.Value(terms.MostBehind), Sql.Value((long)set.Id) });
        var first = parameters.Count + 1;
        foreach (var group in asked)
            parameters.Add(Sql.TextArray(group));
        return first;
    }

    /// <summary>What the statements of held items take next: the set that they were read from.</summary>
    internal static void AddHeld(NpgsqlParameterCollection parameters, ViewSet set) =>
        parameters.AddRange(new[] { Sql.Value((long)set.Id), Sql.Value((long)set.Revision) });

    private static NpgsqlParameter OptionalLong(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
