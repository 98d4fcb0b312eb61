using System.Runtime.InteropServices;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.States;

/// <summary>The claims of one group: how many, and the best of each order.</summary>
internal sealed class GroupTally(ListLengths room)
{
    public long Count { get; set; }

    public TopList Latest { get; } = new(CandidateOrders.Newest, room.Claims);

    public TopList Lowest { get; } = new(CandidateOrders.Lowest, room.Extremes);

    public TopList Highest { get; } = new(CandidateOrders.Highest, room.Extremes);

    public IEnumerable<(TopList List, Candidate Candidate)> PlacesOf(Fact fact, FactFigure figure)
    {
        yield return (Latest, new Candidate(0, figure.ReportedAt, fact.Key));
        if (figure.Low is { } low)
            yield return (Lowest, new Candidate(low, fact.OccurredFrom, fact.Key));
        if (figure.High is { } high)
            yield return (Highest, new Candidate(high, fact.OccurredFrom, fact.Key));
    }
}

/// <summary>
/// What an actor's facts come to: counts, and the best candidates of each order. Counts add up with signs; lists hold what was once true of facts
/// that count, and have to be checked: a fact may have been closed since.
/// </summary>
/// <param name="lengths">Of the lists as they are written, and at least while more candidates are known.</param>
/// <param name="room">How long lists may grow.</param>
internal sealed class Tally(ListLengths lengths, ListLengths room)
{
    public static readonly string Treaty = EntryJson.NameOf(DevelopmentKind.Treaty);

    private readonly Dictionary<string, long> _counterparts = new(StringComparer.Ordinal);

    public Dictionary<string, long> Kinds { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counterparts => _counterparts;

    public Dictionary<GroupKey, GroupTally> Groups { get; } = [];

    public TopList Earliest { get; } = new(CandidateOrders.Earliest, room.First);

    /// <summary>By kind.</summary>
    public Dictionary<string, TopList> Latest { get; } = new(StringComparer.Ordinal);

    public void Count(Fact fact, int sign)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(Kinds, fact.Kind, out _) += sign;
        foreach (var counterpart in fact.Counterparts)
            CollectionsMarshal.GetValueRefOrAddDefault(_counterparts, counterpart, out _) += sign;
        foreach (var figure in fact.Figures)
            GroupOf(figure.Group).Count += sign;
    }

    /// <summary>Makes a fact a candidate.</summary>
    public void Enlist(Fact fact)
    {
        foreach (var (list, candidate) in PlacesOf(fact))
            list.Add(candidate);
    }

    public void Strike(Fact fact)
    {
        foreach (var (list, candidate) in PlacesOf(fact))
            list.Remove(candidate);
    }

    /// <summary>Fills the lists again, where one has become too short.</summary>
    /// <param name="standing">All facts that are candidates.</param>
    public void Refill(IEnumerable<Fact> standing)
    {
        if (!Lists().Any(list => list.List.IsShort(list.Length)))
            return;
        foreach (var (list, _) in Lists())
            list.Clear();
        foreach (var fact in standing)
            Enlist(fact);
    }

    public byte[] ToArray()
    {
        var blob = new BlobWriter();
        Earliest.Write(blob, lengths.First);
        WriteCounts(blob, Kinds);
        WriteCounts(blob, _counterparts);
        blob.Number(Latest.Count);
        foreach (var (kind, list) in Latest)
        {
            blob.Text(kind);
            list.Write(blob, lengths.LatestOf(kind));
        }
        blob.Number(Groups.Count);
        foreach (var (key, group) in Groups)
        {
            blob.Text(key.Measure);
            blob.Text(key.Unit);
            blob.Text(key.Attribution);
            blob.Signed(group.Count);
            group.Latest.Write(blob, lengths.Claims);
            group.Lowest.Write(blob, lengths.Extremes);
            group.Highest.Write(blob, lengths.Extremes);
        }
        return blob.ToArray();
    }

    /// <summary>Adds what was written.</summary>
    /// <param name="dead">Facts known to be closed: they take no room in lists.</param>
    public void Merge(byte[] state, IReadOnlySet<FactKey> dead)
    {
        var blob = new BlobReader(state);
        Earliest.Merge(blob, dead);
        ReadCounts(blob, Kinds);
        ReadCounts(blob, _counterparts);
        for (var left = blob.Number(); left > 0; left--)
            LatestOf(blob.Text()).Merge(blob, dead);
        for (var left = blob.Number(); left > 0; left--)
        {
            var group = GroupOf(new GroupKey(blob.Text(), blob.Text(), blob.Text()));
            group.Count += blob.Signed();
            group.Latest.Merge(blob, dead);
            group.Lowest.Merge(blob, dead);
            group.Highest.Merge(blob, dead);
        }
    }

    /// <summary>In the order of the names, each as what it does not share with the one before it.</summary>
    private static void WriteCounts(BlobWriter blob, Dictionary<string, long> counts)
    {
        blob.Number(counts.Values.Count(count => count != 0));
        var previous = "";
        foreach (var (name, count) in counts.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var shared = name.AsSpan().CommonPrefixLength(previous);
            blob.Number(shared);
            blob.Text(name.AsSpan(shared));
            blob.Signed(count);
            previous = name;
        }
    }

    private static void ReadCounts(BlobReader blob, Dictionary<string, long> counts)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> name = stackalloc char[256];
        for (var left = blob.Number(); left > 0; left--)
        {
            var shared = (int)blob.Number();
            var length = shared + blob.Text(name[shared..]);
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, name[..length], out _) += blob.Signed();
        }
    }

    private GroupTally GroupOf(GroupKey key)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(Groups, key, out _);
        return group ??= new GroupTally(room);
    }

    private TopList LatestOf(string kind)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(Latest, kind, out _);
        return list ??= new TopList(CandidateOrders.Latest, room.LatestOf(kind));
    }

    private IEnumerable<(TopList List, Candidate Candidate)> PlacesOf(Fact fact)
    {
        var occurred = new Candidate(0, fact.OccurredFrom, fact.Key);
        return fact.Figures.SelectMany(figure => GroupOf(figure.Group).PlacesOf(fact, figure)).Append((Earliest, occurred)).Append((LatestOf(fact.Kind), occurred));
    }

    private IEnumerable<(TopList List, int Length)> Lists() => Groups.Values
        .SelectMany(group => new[] { (group.Latest, lengths.Claims), (group.Lowest, lengths.Extremes), (group.Highest, lengths.Extremes) })
        .Concat(Latest.Select(pair => (pair.Value, lengths.LatestOf(pair.Key))))
        .Append((Earliest, lengths.First));
}
