using System.Globalization;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>Resolves what a request says about its point of view.</summary>
internal sealed class Pins(TimelineView view, LogIdentity log)
{
    // Positions only grow, so whatever was once there stays there: pinned reads need not ask again.
    private long _seenPosition;

    /// <summary>The whole edition that answers are made under now.</summary>
    public string Edition => log.Edition;

    /// <returns>Or: <c>NotFound</c> for a basis ahead of the newest position or another log's edition, <c>Gone</c> for a view version no longer served.</returns>
    public async Task<Parsed<Pin>> ResolveAsync(PinRequest request, CancellationToken cancellation)
    {
        if (request.Edition is { } edition && RefusalOf(edition) is { } refusal)
            return new Parsed<Pin>(refusal);
        if (HasSeen(request))
            return new Parsed<Pin>(new Pin(PinRequest.Last(request.KnownAt!.Value), request.Basis!.Value, log.Edition, IsPinned(request)));

        var basis = request.Basis ?? (request.RecordedAt is { } recordedAt ? await view.PositionAtAsync(PinRequest.Last(recordedAt), cancellation) : null);
        var (newest, newestKnownAt) = await view.HeadAsync(basis, cancellation);
        var taken = Take(request with { Basis = basis }, newest, newestKnownAt);
        return taken.IsRefused ? taken : new Parsed<Pin>(taken.Value with { IsPinned = IsPinned(request) });
    }

    /// <summary>Whether a request's pin may be resolved together with what it asks for, and then be given to <see cref="Take"/>.</summary>
    public bool CanWait(PinRequest request) => request.RecordedAt is null && (request.Edition is not { } edition || RefusalOf(edition) is null);

    /// <summary>Whether a request names a knowledge time and a position that the log is known to have reached.</summary>
    public bool HasSeen(PinRequest request) => request is { KnownAt: not null, Basis: { } basis } && basis <= Volatile.Read(ref _seenPosition);

    /// <summary>The pin of a request, once the head of the log has been looked up.</summary>
    /// <param name="newest">The newest position.</param>
    /// <param name="newestKnownAt">The newest knowledge time at the request's basis.</param>
    /// <returns>Or <c>NotFound</c> for a basis ahead of the newest position.</returns>
    public Parsed<Pin> Take(PinRequest request, long newest, Instant newestKnownAt)
    {
        Volatile.Write(ref _seenPosition, Math.Max(newest, Volatile.Read(ref _seenPosition)));
        if (request.Basis > newest)
            return new Parsed<Pin>(new Refusal(RefusalCode.NotFound, $"The log has not come to position {request.Basis} yet: the newest is {newest}."));
        var knownAt = request.KnownAt is { } asked ? PinRequest.Last(asked) : Instant.Max(newestKnownAt, Instant.FirstDay);
        return new Parsed<Pin>(new Pin(knownAt, request.Basis ?? newest, log.Edition, IsPinned(request)));
    }

    private static bool IsPinned(PinRequest request) => request is { KnownAt: not null, Basis: not null, Edition: not null };

    private Refusal? RefusalOf(string edition)
    {
        var dot = edition.LastIndexOf('.');
        if (dot < 0 || !int.TryParse(edition.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return new Refusal(RefusalCode.BadParameter, "edition: must be a log's id, a dot and a view version, as answers name it.", new Dictionary<string, string[]> { ["edition"] = [$"must look like {log.Edition}"] });
        if (edition[..dot] != log.Id)
            return new Refusal(RefusalCode.NotFound, $"The edition {edition} belongs to another log; this is {log.Edition}.");
        return version == LogIdentity.ViewVersion
            ? null
            : new Refusal(RefusalCode.Gone, $"View version {version} is no longer served; this is {log.Edition}. Ask without edition for the same question's present answer.");
    }
}
