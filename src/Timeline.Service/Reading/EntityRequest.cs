using Timeline.Service.Http;

namespace Timeline.Service.Reading;

/// <summary>A request for one thing: nothing but a pin, which may be negotiated.</summary>
internal static class EntityRequest
{
    public static async Task<Parsed<(Pin Pin, bool IsNegotiated)>> AskAsync(HttpContext context, Pins pins)
    {
        var query = new QueryReader(context.Request);
        var request = PinRequest.Read(query);
        if (query.Finish() is { } bad)
            return new(bad);
        var negotiated = Memento.Negotiate(context, request);
        if (negotiated.Refusal is { } badDate)
            return new(badDate);
        var resolved = await pins.ResolveAsync(negotiated.Value.Request, context.RequestAborted);
        return resolved.IsRefused ? new(resolved.Refusal) : new((resolved.Value, negotiated.Value.IsNegotiated));
    }
}
