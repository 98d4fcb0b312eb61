using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Service.Features;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Commands.Show;

/// <summary><c>timeline show</c>: answers of the HTTP API as text, with the permalinks that give them as JSON.</summary>
internal sealed class ShowTerminal(NpgsqlDataSource dataSource, Pins pins, Sheet sheet)
{
    private const int DefaultItems = 50;
    private const int MostItems = 1000;

    public static async Task<ShowTerminal> OpenAsync(NpgsqlDataSource dataSource, Sheet sheet, CancellationToken cancellation) =>
        new(dataSource, new Pins(new TimelineView(dataSource), await LogIdentity.ReadAsync(dataSource, cancellation)), sheet);

    /// <param name="query">The parameters of <c>GET /api/timeline</c>.</param>
    /// <exception cref="CommandException">The query is refused.</exception>
    public async Task ListAsync(string query, CancellationToken cancellation)
    {
        var reader = new QueryReader(query);
        var list = ListParameters.Read(reader);
        var limit = reader.OptionalInteger("limit", 1, MostItems);
        var request = PinRequest.Read(reader);
        Check(reader);
        var timeline = new TimelineView(dataSource);
        var pin = Taken(await pins.ResolveAsync(request, cancellation));
        var filter = Taken(await Filters.ResolveAsync(list, timeline, pin.Basis, cancellation));
        var most = (int)(limit ?? DefaultItems);
        var entries = new List<JsonElement>();
        await foreach (var item in timeline.ReadAsync(pin.KnownAt, pin.Basis, filter, list.Order == ListOrder.Desc, after: null, most + 1, cancellation))
            entries.Add(JsonElement.Parse(item.Json));

        WriteHead($"Known at {pin.KnownAt}", pin.Basis, pin.Edition, list);
        EntryText.WriteByDate(sheet, entries.Take(most));
        sheet.Blank();
        sheet.Add(0, "", Summary(Math.Min(entries.Count, most), entries.Count > most, "Nothing was known that fits: ask without a filter, or for a later --known-at."));
        WritePermalink(Limited(pin.AddTo(list.AddTo(new CanonicalQuery())), limit).After(TimelineEndpoint.Path));
    }

    /// <param name="query">The parameters of <c>GET /api/developments/{id}</c>.</param>
    /// <exception cref="CommandException">The query is refused, or nothing was known of it.</exception>
    public async Task OneAsync(string id, string query, CancellationToken cancellation)
    {
        var reader = new QueryReader(query);
        var request = PinRequest.Read(reader);
        Check(reader);
        var pin = Taken(await pins.ResolveAsync(request, cancellation));
        var view = new DevelopmentView(dataSource);
        var known = Limits.IsSlug(id) ? await view.FindAsync(id, pin.KnownAt, pin.Basis, cancellation) : null;
        if (known is null)
            throw Refused(DevelopmentEndpoints.NotKnown(id, pin));

        var entry = JsonElement.Parse(known.Entry);
        WriteHead($"Known at {pin.KnownAt}", pin.Basis, pin.Edition, list: null);
        EntryText.WriteByDate(sheet, [entry]);
        EntryText.Labelled(sheet, "known", [$"from {ReplayText.Text(entry, "knownFrom")}, revision {entry.GetProperty("revision").GetInt64()} since {ReplayText.Text(entry, "revisedAt")}"]);
        EntryText.Labelled(sheet, "recorded", [ReplayText.Text(entry, "recordedAt")]);
        EntryText.Labelled(sheet, "summary", [ReplayText.Text(entry, "summary")]);
        var events = await view.EventsAsync(id, pin.Basis, cancellation);
        var history = new DevelopmentHistory(id, [.. events.Select(stored => stored.Recorded)]);
        var told = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(told, TimelineJson.Writer))
        {
            json.WriteStartArray();
            HistoryJson.Write(json, events.Where(stored => history.EffectiveAt(stored.Recorded) <= pin.KnownAt), history, pin.KnownAt);
            json.WriteEndArray();
        }
        ChangeText.WriteHistory(sheet, JsonElement.Parse(told.WrittenSpan).EnumerateArray());
        sheet.Blank();
        WritePermalink((pin with { KnownAt = known.KnownFrom, Basis = known.Newest }).AddTo(new CanonicalQuery()).After($"/api/developments/{id}"));
    }

    /// <param name="query">The parameters of <c>GET /api/timeline/diff</c>.</param>
    /// <exception cref="CommandException">The query is refused.</exception>
    public async Task DiffAsync(string query, CancellationToken cancellation)
    {
        var reader = new QueryReader(query);
        var list = ListParameters.Read(reader);
        var limit = reader.OptionalInteger("limit", 1, MostItems);
        var request = DiffRequest.Read(reader);
        Check(reader);
        var pin = Taken(await request.ResolveAsync(pins, cancellation));
        var filters = Taken(await pin.FiltersAsync(list, new TimelineView(dataSource), cancellation));
        var view = new DiffView(dataSource);
        var most = (int)(limit ?? DefaultItems);
        var changed = await view.ReadAsync(pin.From, pin.To, filters, list.Order == ListOrder.Desc, after: null, most + 1, cancellation);
        var hasMore = changed.Count > most;
        if (hasMore)
            changed.RemoveAt(most);
        var because = await DiffBecause.ReadAsync(view, pin, filters, changed, cancellation);

        WriteHead($"Known from {pin.From.KnownAt} to {pin.To.KnownAt}", pin.To.Basis, pin.Edition, list);
        ChangeText.WriteDiff(sheet, changed, because);
        sheet.Blank();
        sheet.Add(0, "", Summary(changed.Count, hasMore, "Nothing changed that fits."));
        WritePermalink(Limited(pin.AddTo(list.AddTo(new CanonicalQuery())), limit).After(DiffEndpoint.Path));
    }

    private void WriteHead(string known, long basis, string edition, ListParameters? list)
    {
        sheet.Add(0, "", new Piece(known, EntryText.Bold));
        sheet.Add(0, "", new Piece($"by log position {basis}, edition {edition}", EntryText.Faint));
        var asked = list is null ? [] : RawQuery.Parse(list.Canonical).Select(pair => $"{pair.Name} {pair.Value}").ToList();
        if (asked.Count > 0)
            sheet.Add(0, "", new Piece($"asked for {string.Join(" · ", asked)}", EntryText.Faint));
    }

    private void WritePermalink(string permalink) => sheet.Unbroken(new Piece(permalink, EntryText.Faint));

    private static string Summary(int shown, bool hasMore, string nothing) => shown == 0 ? nothing
        : !hasMore ? $"{shown} {(shown == 1 ? "development" : "developments")}."
        : shown < MostItems ? $"The first {shown}; there are more: give a greater --limit (up to {MostItems}), or filters."
        : $"The first {shown}; there are more: give filters.";

    private static CanonicalQuery Limited(CanonicalQuery query, long? limit) => query.Add("limit", limit?.ToString(CultureInfo.InvariantCulture));

    private static void Check(QueryReader reader)
    {
        if (reader.Finish() is { } bad)
            throw Refused(bad);
    }

    private static T Taken<T>(Parsed<T> parsed) => parsed.IsRefused ? throw Refused(parsed.Refusal) : parsed.Value;

    /// <summary>In the words of the command line: parameters are options there.</summary>
    private static CommandException Refused(Refusal refusal) => new(refusal is { Code: RefusalCode.BadParameter, Errors: { Count: > 0 } errors }
        ? string.Join('\n', errors.SelectMany(error => error.Value.Select(message => ReplayText.OneLine($"{OptionOf(error.Key)}: {message}."))))
        : ReplayText.OneLine(refusal.Detail));

    private static string OptionOf(string parameter) => parameter is "from" or "to" ? "--diff" : QueryOptions.OptionOf(parameter);
}
