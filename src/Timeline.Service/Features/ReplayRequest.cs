using System.Globalization;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>A replay as the request gives it. A day means up to its last microsecond.</summary>
/// <param name="Speed">Days of known time a second; 0 for as fast as it goes.</param>
internal sealed record ReplayRequest(ListParameters List, DayOrInstant? From, PinRequest To, decimal Speed)
{
    private const decimal Fastest = 1_000_000;

    public static ReplayRequest Read(QueryReader query)
    {
        var list = ListParameters.Read(query);
        if (query.Has("order"))
            query.Fail("order", "does not apply here: a replay goes forward in known time");
        var (from, to) = (query.OptionalDayOrInstant("from"), query.OptionalDayOrInstant("to"));
        if (from is { } start && to is { } end && PinRequest.Last(end) < PinRequest.Last(start))
            query.Fail("to", "must not be before from");
        var (basis, recordedAt) = (query.OptionalInteger("basis", min: 0), query.OptionalDayOrInstant("recordedAt"));
        if (basis is not null && recordedAt is not null)
            query.Fail("recordedAt", "says the same as basis: give one of them");
        var edition = query.OptionalText("edition", 1, 100);
        return new ReplayRequest(list, from, new PinRequest(to, basis, recordedAt, edition), query.OptionalDecimal("speed", 0, Fastest) ?? 0);
    }

    /// <summary>Fixes the basis; then <c>to</c> is the newest knowledge time at it by default, and <c>from</c> just before the answer shows anything.</summary>
    /// <param name="basis">To take where the request names none, or null.</param>
    public async Task<Parsed<Replay>> ResolveAsync(Pins pins, TimelineView timeline, ChangeTimes times, long? basis, CancellationToken cancellation)
    {
        var request = To.Basis is null && basis is not null ? To with { Basis = basis, RecordedAt = null } : To;
        var resolved = await pins.ResolveAsync(request, cancellation);
        if (resolved.IsRefused)
            return new(resolved.Refusal);
        var to = resolved.Value;
        var filter = await Filters.ResolveAsync(List, timeline, to.Basis, cancellation);
        if (filter.IsRefused)
            return new(filter.Refusal);
        var from = From is { } start
            ? PinRequest.Last(start)
            : Instant.Min(to.KnownAt, await times.FirstAsync(to.Basis, filter.Value, cancellation) is { } first ? Instant.Max(first.PlusMicroseconds(-1), Instant.FirstDay) : to.KnownAt);
        return new(new Replay(from, Instant.Max(from, to.KnownAt), to.Basis, to.Edition, filter.Value));
    }

    public string Permalink(Replay replay) => List.AddTo(new CanonicalQuery())
        .Add("from", replay.From.ToString())
        .Add("to", replay.To.ToString())
        .Add("basis", replay.Basis.ToString(CultureInfo.InvariantCulture))
        .Add("edition", replay.Edition)
        .Add("speed", Speed == 0 ? null : Speed.ToString(CultureInfo.InvariantCulture))
        .After(ReplayEndpoint.Path);
}

/// <summary>What is played: how one answer changes from a knowledge time (exclusive) to another (inclusive) at one basis.</summary>
internal sealed record Replay(Instant From, Instant To, long Basis, string Edition, TimelineFilter Filter);

/// <summary>
/// An event id of a replay: the known time of a frame; with <c>@basis</c> where the request names no basis, because a browser reconnects with the
/// same address, and would be given a newer one. <c>end</c> is the id of the last event.
/// </summary>
internal readonly record struct ReplayId(Instant At, long? Basis)
{
    public const string End = "end";

    public override string ToString() => Basis is { } basis ? string.Create(CultureInfo.InvariantCulture, $"{At}@{basis}") : $"{At}";

    public static bool TryParse(string text, out ReplayId id)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var basis = 0L;
        id = default;
        if (Rfc3339.TryParseInstant(at < 0 ? text : text[..at], out var instant) != TimeParse.Ok
            || (at >= 0 && !long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out basis)))
        {
            return false;
        }
        id = new ReplayId(instant, at < 0 ? null : basis);
        return true;
    }
}
