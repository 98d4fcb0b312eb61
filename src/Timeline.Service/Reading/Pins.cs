using System.Globalization;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>
/// Resolves what a request says about its point of view, and binds the request's views to the set of tables that answers it: the live one; for an
/// edition of a version that is served no more, what is kept of it.
/// </summary>
internal sealed class Pins(TimelineView view, LogIdentity log)
{
    private ViewSets Sets => view.Views.Sets;

    /// <summary>The edition of the present answers.</summary>
    public async ValueTask<string> EditionAsync(CancellationToken cancellation) => log.EditionOf((await Sets.CurrentAsync(cancellation)).Number);

    /// <summary>
    /// The edition that a request is answered under: the one that it names, else the present one. Null where that is not served, as <see cref="ResolveAsync"/>
    /// tells: whether a cursor belongs to it is nobody's question then.
    /// </summary>
    public async ValueTask<string?> EditionAsync(string? asked, CancellationToken cancellation)
    {
        if (asked is null)
            return await EditionAsync(cancellation);
        var read = await ReadAsync(asked, cancellation);
        return !read.IsRefused && await Sets.FindAsync(read.Value, cancellation) is not null ? asked : null;
    }

    /// <returns>
    /// Or: <c>NotFound</c> for a basis ahead of the newest position or another log's edition, <c>Gone</c> for a view version no longer served,
    /// <c>Unavailable</c> where the views are of a version that this binary does not know.
    /// </returns>
    public async Task<Parsed<Pin>> ResolveAsync(PinRequest request, CancellationToken cancellation)
    {
        var version = default(int?);
        if (request.Edition is { } edition)
        {
            var read = await ReadAsync(edition, cancellation);
            if (read.IsRefused)
                return new Parsed<Pin>(read.Refusal);
            version = read.Value;
        }
        var set = await Sets.CurrentAsync(cancellation);
        if ((version ?? set.Number) == set.Number && HasSeen(request, set))
            return PinTo(set, request, new LogHead(request.Basis!.Value, default, set.Id));

        var basis = request.Basis ?? (request.RecordedAt is { } recordedAt ? await view.PositionAtAsync(PinRequest.Last(recordedAt), cancellation) : null);
        var head = await view.HeadAsync(basis, cancellation);
        if (head.ViewSet != set.Id)
            set = (await Sets.RefreshAsync(cancellation))[0];
        Sets.Note(set, head.Position);
        if (version is { } asked && asked != set.Number && !(basis > head.Position))
        {
            if (await Sets.FindAsync(asked, cancellation) is not { } kept || (basis ?? head.Position) > kept.LastPosition)
                return new Parsed<Pin>(Gone(asked, set));
            set = kept;
        }
        var pin = PinTo(set, request with { Basis = basis }, head);
        return pin.IsRefused ? pin : new Parsed<Pin>(pin.Value with { IsPinned = IsPinned(request) });
    }

    /// <summary>
    /// Whether a request's pin may be resolved together with what it asks for, and then be given to <see cref="TakeAsync"/>; if so, binds the views to the
    /// tables that are known to be live.
    /// </summary>
    public async ValueTask<bool> CanWaitAsync(PinRequest request, CancellationToken cancellation)
    {
        var set = await Sets.CurrentAsync(cancellation);
        if (request.RecordedAt is not null || set.Version is null || (request.Edition is { } edition && edition != log.EditionOf(set.Number)))
            return false;
        view.Views.Bind(set);
        return true;
    }

    /// <summary>Whether a request names a knowledge time and a position that the log is known to have reached while the tables were live.</summary>
    public async ValueTask<bool> HasSeenAsync(PinRequest request, CancellationToken cancellation) => HasSeen(request, await view.Views.SetAsync(cancellation));

    /// <summary>The pin of a request, once the head of the log has been looked up, together with what the request asks for.</summary>
    /// <param name="head">The newest knowledge time is that at the request's basis.</param>
    /// <returns>Or <c>NotFound</c> for a basis ahead of the newest position. Null where other tables are live than what was read: it has to be read again.</returns>
    public async ValueTask<Parsed<Pin>?> TakeAsync(PinRequest request, LogHead head, CancellationToken cancellation)
    {
        var set = await view.Views.SetAsync(cancellation);
        if (!HasSeen(request, set))
        {
            if (head.ViewSet != set.Id)
            {
                await Sets.RefreshAsync(cancellation);
                return null;
            }
            Sets.Note(set, head.Position);
        }
        return PinTo(set, request, head);
    }

    private static bool IsPinned(PinRequest request) => request is { KnownAt: not null, Basis: not null, Edition: not null };

    private bool HasSeen(PinRequest request, ViewSet set) => request is { KnownAt: not null, Basis: { } basis } && Sets.HasSeen(set, basis);

    private Parsed<Pin> PinTo(ViewSet set, PinRequest request, LogHead head)
    {
        if (request.Basis > head.Position)
            return new Parsed<Pin>(new Refusal(RefusalCode.NotFound, $"The log has not come to position {request.Basis} yet: the newest is {head.Position}."));
        if (set.Version is null)
            return new Parsed<Pin>(new Refusal(RefusalCode.Unavailable, new UnknownViewVersionException(set.Number).Message));
        view.Views.Bind(set);
        var knownAt = request.KnownAt is { } time ? PinRequest.Last(time) : Instant.Max(head.NewestKnownAt, Instant.FirstDay);
        return new Parsed<Pin>(new Pin(knownAt, request.Basis ?? head.Position, log.EditionOf(set.Number), IsPinned(request)));
    }

    private async ValueTask<Parsed<int>> ReadAsync(string edition, CancellationToken cancellation)
    {
        var dot = edition.LastIndexOf('.');
        var present = await EditionAsync(cancellation);
        if (dot < 0 || !int.TryParse(edition.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return new(new Refusal(RefusalCode.BadParameter, "edition: must be a log's id, a dot and a view version, as answers name it.", new Dictionary<string, string[]> { ["edition"] = [$"must look like {present}"] }));
        return edition[..dot] == log.Id
            ? new(version)
            : new(new Refusal(RefusalCode.NotFound, $"The edition {edition} belongs to another log; this is {present}."));
    }

    private Refusal Gone(int version, ViewSet live) => new(
        RefusalCode.Gone, $"View version {version} is no longer served; this is {log.EditionOf(live.Number)}. Ask without edition for the same question's present answer.");
}
