using System.Globalization;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Metrics;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary><c>GET /api/metrics/revisions</c>: how fast developments were told, and how often what was told was corrected or taken back.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/api/metrics/revisions";
    private const int MostGroups = 1000;

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapRead(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, Pins pins, TimelineView timeline, MetricsView view)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        var (by, length) = ReadGrouping(query);
        var limit = query.OptionalInteger("limit", 1, MostGroups);
        var after = query.OptionalInteger("after", 0);
        var request = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return Problems.Of(bad);
        var resolved = await pins.ResolveAsync(request, context.RequestAborted);
        if (resolved.IsRefused)
            return Problems.Of(resolved.Refusal);
        var pin = resolved.Value;
        var filter = await Filters.ResolveAsync(list, timeline, pin.Basis, context.RequestAborted);
        if (filter.IsRefused)
            return Problems.Of(filter.Refusal);

        // The grouping is named even where it is the default, so that a permalink says by itself what it asks.
        string Link(long? from) => pin.AddTo(list.AddTo(new CanonicalQuery()))
            .Add("by", EntryJson.NameOf(by)).Add("period", by == MetricGrouping.Period ? EntryJson.NameOf(length) : null)
            .Add("limit", limit?.ToString(CultureInfo.InvariantCulture)).Add("after", from?.ToString(CultureInfo.InvariantCulture))
            .After(Path);

        var permalink = Link(after);
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin))
            return Results.Empty;
        // Beyond the newest that the log knows of, nothing is observed: a time ahead of it changes nothing here either.
        var newest = (await timeline.HeadAsync(pin.Basis, context.RequestAborted)).NewestKnownAt;
        var observedUntil = Instant.Min(pin.KnownAt, newest);
        var table = new RevisionTable(by, length, observedUntil);
        // What was retracted is a part of the answer; with a status asked for, that decides.
        await foreach (var record in view.RecordsAsync(pin.KnownAt, pin.Basis, filter.Value with { IncludeRetracted = true }, context.RequestAborted))
            table.Add(record);

        var (skip, most) = ((int)Math.Min(after ?? 0, table.Count), (int)(limit ?? MostGroups));
        var next = table.Count > skip + most ? Link(skip + most) : null;
        if (next is not null)
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteString("by", EntryJson.NameOf(by));
            if (by == MetricGrouping.Period)
                json.WriteString("period", EntryJson.NameOf(length));
            if (observedUntil.IsInCalendar)
                json.WriteString("observedUntil", observedUntil.ToString());
            MetricsJson.Write(json, table, skip, most);
            if (next is not null)
                json.WriteString("next", next);
        });
        return Results.Empty;
    }

    private static (MetricGrouping By, PeriodLength Length) ReadGrouping(QueryReader query)
    {
        var by = query.OptionalEnum<MetricGrouping>("by");
        var length = query.OptionalEnum<PeriodLength>("period");
        if (query.Has("period") && (by is not null || !query.Has("by")) && by != MetricGrouping.Period)
            query.Fail("period", "says how long the periods of by=period are: leave it out, or add by=period");
        if (query.Has("order"))
            query.Fail("order", "does not apply here: periods come in the order of time, other groups by size");
        return (by ?? MetricGrouping.Kind, length ?? PeriodLength.Month);
    }
}
