using System.Runtime.InteropServices;
using System.Text.Json;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>What an actor's runs and the events after them come to at one (knownAt, basis).</summary>
/// <param name="NewestPosition">The newest position that affects the actor.</param>
/// <param name="NewestKnownAt">The newest knowledge time that does, before all time where there is none; null where what was read does not tell.</param>
internal sealed record Summary(string Actor, Instant KnownAt, long Basis, Tally Tally, long NewestPosition, Instant? NewestKnownAt)
{
    /// <param name="chunks">Of each run that ends by the basis, the part that reaches the knowledge time; none where the run begins later.</param>
    /// <param name="tail">What was opened or closed after the runs.</param>
    /// <param name="runsTo">Where the runs end, inclusive.</param>
    public static Summary Of(string actor, IReadOnlyList<Chunk> chunks, IReadOnlyList<FactRow> tail, long runsTo, Instant knownAt, long basis, StateOptions options)
    {
        var (births, deaths) = FactRows.AsRun(tail, runsTo, basis);
        var points = chunks.SelectMany(chunk => PointCodec.Read(chunk.Points, knownAt))
            .Concat(births.SelectMany(fact => Point.Of(fact, isDeath: false)))
            .Concat(deaths.SelectMany(fact => Point.Of(fact, isDeath: true)))
            .Where(point => point.At <= knownAt)
            .ToList();
        var dead = points.Where(point => point is { IsDeath: true, IsEnd: false }).Select(point => point.Fact.Key).ToHashSet();

        // Lists are as long here as they are written: those of runs are merged into them.
        var tally = new Tally(options.Lists, options.Lists);
        foreach (var chunk in chunks)
        {
            if (chunk.State is not null)
                tally.Merge(chunk.State, dead);
        }
        foreach (var point in points)
        {
            if (point.Fact.IsRetracted)
                continue;
            tally.Count(point.Fact, point.Sign);
            if (point is { IsDeath: false, IsEnd: false } && point.Fact.KnownTo > knownAt && !dead.Contains(point.Fact.Key))
                tally.Enlist(point.Fact);
        }
        var position = tail.Aggregate(runsTo, (newest, row) => Math.Max(newest, row.NewestBy(basis)));
        return new Summary(actor, knownAt, basis, tally, position, NewestKnown(chunks, points));
    }

    /// <summary>
    /// The state. Where a list has become too short, because too much of it was closed since, <paramref name="view"/> looks for what belongs there.
    /// </summary>
    public async Task<ActorState> StateAsync(ViewSource views, ViewSet set, ActorView view, CancellationToken cancellation)
    {
        var kinds = Tally.Kinds.Where(kind => kind.Value > 0).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        if (kinds.Count == 0)
            return new ActorState([], [], null, null, [], []);
        var groups = Tally.Groups.Where(group => group.Value.Count > 0).ToList();
        var check = new CandidateCheck(views, set, KnownAt, Basis);
        check.Want(Tally.Earliest, 1);
        foreach (var (kind, _) in kinds)
            check.Want(Tally.Latest[kind], Wanted(kind));
        foreach (var (_, group) in groups)
        {
            check.Want(group.Latest, ClaimGroup.Shown);
            check.Want(group.Lowest, 1);
            check.Want(group.Highest, 1);
        }
        await check.RunAsync(cancellation);

        var first = await EntriesAsync(Tally.Earliest, null, isDescending: false, 1);
        var latest = new List<IReadOnlyList<byte[]>>();
        foreach (var (kind, _) in kinds)
            latest.Add(await EntriesAsync(Tally.Latest[kind], kind, isDescending: true, Wanted(kind)));
        return new ActorState(
            [.. kinds.Select((kind, i) => new KindCount(kind.Key, kind.Value, latest[i][0]))],
            Counterparts(),
            first[0],
            kinds.Exists(kind => check.IsShort(Tally.Latest[kind.Key])) ? (await view.EntriesAsync(Actor, KnownAt, Basis, null, isDescending: true, 1, cancellation))[0] : Last(),
            kinds.FindIndex(kind => kind.Key == Tally.Treaty) is >= 0 and var treaties ? latest[treaties] : [],
            groups.Exists(group => check.IsShort(group.Value.Latest) || check.IsShort(group.Value.Lowest) || check.IsShort(group.Value.Highest))
                ? await view.ClaimsAsync(Actor, KnownAt, Basis, cancellation)
                : ActorState.InOrder(groups.Select(group => ClaimsOf(group.Key, group.Value, check))));

        async Task<IReadOnlyList<byte[]>> EntriesAsync(TopList list, string? kind, bool isDescending, int count) => check.IsShort(list)
            ? await view.EntriesAsync(Actor, KnownAt, Basis, kind, isDescending, count, cancellation)
            : [.. check.Found(list).Select(found => found.Entry)];

        byte[] Last() => kinds.Select(kind => check.Found(Tally.Latest[kind.Key])[0]).MinBy(found => found.Candidate, Comparer<Candidate>.Create(CandidateOrders.Latest)).Entry;
    }

    private static int Wanted(string kind) => kind == Tally.Treaty ? ActorState.Shown : 1;

    private static ClaimGroup ClaimsOf(GroupKey key, GroupTally tally, CandidateCheck check)
    {
        var group = new ClaimGroup(key.Measure, key.Unit, key.Attribution)
        {
            Count = tally.Count,
            Min = check.Found(tally.Lowest) is [var lowest, ..] ? lowest.Candidate.Value : null,
            Max = check.Found(tally.Highest) is [var highest, ..] ? highest.Candidate.Value : null,
        };
        foreach (var (candidate, bytes) in check.Found(tally.Latest).DistinctBy(found => found.Candidate.Fact))
        {
            foreach (var figure in JsonElement.Parse(bytes).GetProperty("figures").EnumerateArray().Where(figure => FactFigure.Of(figure).Group == key))
                group.Tell(candidate.Fact.Development, figure);
        }
        return group;
    }

    private IReadOnlyList<(string Actor, long Count)> Counterparts() =>
    [
        .. Tally.Counterparts.Where(pair => pair.Value > 0)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(ActorState.Shown).Select(pair => (pair.Key, pair.Value)),
    ];

    /// <summary>The newest boundary of a segment that stands: births at a time outnumber deaths there. Told only as far back as all chunks reach.</summary>
    private static Instant? NewestKnown(IReadOnlyList<Chunk> chunks, IReadOnlyList<Point> points)
    {
        var reach = chunks.Where(chunk => chunk.Part > 0).Select(chunk => chunk.KnownFrom).DefaultIfEmpty(Instant.MinValue).Max();
        var standing = new Dictionary<Instant, int>();
        foreach (var point in points)
        {
            if (point.At >= reach)
                CollectionsMarshal.GetValueRefOrAddDefault(standing, point.At, out _) += point.IsDeath ? -1 : 1;
        }
        foreach (var chunk in chunks)
        {
            if (chunk.KnownFrom >= reach)
                CollectionsMarshal.GetValueRefOrAddDefault(standing, chunk.KnownFrom, out _) += chunk.Carried;
        }
        var newest = standing.Where(pair => pair.Value > 0).Select(pair => pair.Key).DefaultIfEmpty(Instant.MinValue).Max();
        return newest > Instant.MinValue || reach == Instant.MinValue ? newest : null;
    }
}
