using System.Globalization;
using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary><c>GET /api/measures/{measure}</c>: who claimed what number, over known time.</summary>
internal static class MeasureEndpoint
{
    public static void MapMeasures(this IEndpointRouteBuilder routes) => routes.MapRead("/api/measures/{measure}", HandleAsync);

    private static async Task<IResult> HandleAsync(string measure, HttpContext context, Pins pins, TimelineView timeline, MeasureView view)
    {
        var query = new QueryReader(context.Request);
        var list = ListParameters.Read(query);
        var attributions = query.Texts("attribution", 1, Limits.Attribution);
        var limit = query.OptionalInteger("limit", 1, 1000);
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

        string Link(long? from) => pin.AddTo(list.AddTo(new CanonicalQuery()))
            .AddAll("attribution", attributions.Distinct())
            .Add("limit", limit?.ToString(CultureInfo.InvariantCulture)).Add("after", from?.ToString(CultureInfo.InvariantCulture))
            .After($"/api/measures/{Uri.EscapeDataString(measure)}");

        var permalink = Link(after);
        if (Answer.IsKnownTo(context, Answer.TagOf(permalink), pin))
            return Results.Empty;
        var claims = await view.ClaimsAsync(measure, pin.KnownAt, pin.Basis, filter.Value.ShowsRetracted, context.RequestAborted);
        var developments = list.HasFilters ? await DevelopmentsAsync(timeline, pin, filter.Value, context.RequestAborted) : null;
        var shown = claims.Where(claim => (developments?.Contains(claim.Development) ?? true) && IsBy(claim, attributions)).ToList();
        if (list.Order == ListOrder.Desc)
            shown.Reverse();
        var (skip, most) = ((int)Math.Min(after ?? 0, shown.Count), (int)(limit ?? 1000));
        var next = shown.Count > skip + most ? Link(skip + most) : null;
        if (next is not null)
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        await Answer.WriteAsync(context, pin, permalink, json =>
        {
            json.WriteString("measure", measure);
            json.WriteNumber("count", shown.Count);
            json.WriteStartArray("items");
            foreach (var claim in shown.Skip(skip).Take(most))
                MeasureJson.WriteClaim(json, claim.Development, claim.Figure, claim.SupersededAt, withMeasure: false);
            json.WriteEndArray();
            if (next is not null)
                json.WriteString("next", next);
        });
        return Results.Empty;
    }

    private static bool IsBy(MeasureClaim claim, IReadOnlyList<string> attributions) =>
        attributions.Count == 0 || attributions.Contains(claim.Figure.GetProperty("attribution").GetString());

    /// <summary>The developments that the filters let through at the pin.</summary>
    private static async Task<HashSet<string>> DevelopmentsAsync(TimelineView timeline, Pin pin, TimelineFilter filter, CancellationToken cancellation)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in timeline.ReadAsync(pin.KnownAt, pin.Basis, filter, isDescending: false, after: null, limit: null, cancellation))
            ids.Add(item.Development);
        return ids;
    }
}
