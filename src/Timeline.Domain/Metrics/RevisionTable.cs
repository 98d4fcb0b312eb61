using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Metrics;

/// <summary>What developments are told apart by.</summary>
public enum MetricGrouping
{
    Kind,

    /// <summary>The publisher of the source that told of it first, without case and outer blanks.</summary>
    Publisher,

    /// <summary>The actor that it is about, not its participants.</summary>
    Actor,

    /// <summary>The period that known-from falls into.</summary>
    Period,
}

/// <summary>The metrics of one group.</summary>
/// <param name="Key">What its developments have in common.</param>
/// <param name="Name">A publisher as it was spelled first, in known time; else null.</param>
/// <param name="Period">The period; null where developments are told apart by something else.</param>
public sealed record MetricGroup(string Key, string? Name, Period? Period, RevisionMetrics Metrics);

/// <summary>Adds up records by group and all in all. A group exists with its first development.</summary>
/// <param name="length">The length of periods; of no account unless developments are told apart by them.</param>
/// <param name="observedUntil"><see cref="RevisionTally"/>.</param>
public sealed class RevisionTable(MetricGrouping grouping, PeriodLength length, Instant observedUntil)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly RevisionTally _all = new(observedUntil);

    public void Add(RevisionRecord record)
    {
        _all.Add(record);
        var period = grouping == MetricGrouping.Period ? Period.Of(record.KnownFrom, length) : null;
        var key = KeyOf(record, period);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new Group(period, new RevisionTally(observedUntil)));
        group.Tally.Add(record);
        if (grouping == MetricGrouping.Publisher)
            group.Name(record.Publisher.Trim(), record.KnownFrom);
    }

    public RevisionMetrics All() => _all.ToMetrics();

    public int Count => _groups.Count;

    /// <summary>Periods in the order of time; other groups by size, the largest first, then by key (UTF-16 code units).</summary>
    public IEnumerable<MetricGroup> Groups(int skip, int take) => _groups
        .OrderBy(pair => pair.Value.Period?.From ?? Instant.MinValue)
        .ThenByDescending(pair => pair.Value.Period is null ? pair.Value.Tally.Developments : 0)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Skip(skip).Take(take)
        .Select(pair => new MetricGroup(pair.Key, pair.Value.Spelling, pair.Value.Period, pair.Value.Tally.ToMetrics()));

    private string KeyOf(RevisionRecord record, Period? period) => grouping switch
    {
        MetricGrouping.Kind => EntryJson.NameOf(record.Kind),
        MetricGrouping.Publisher => Entry.PublisherKey(record.Publisher),
        MetricGrouping.Actor => record.Actor,
        _ => period!.Name,
    };

    private sealed class Group(Period? period, RevisionTally tally)
    {
        private Instant _since = Instant.MaxValue;

        public Period? Period => period;

        public RevisionTally Tally => tally;

        public string? Spelling { get; private set; }

        public void Name(string spelling, Instant knownFrom)
        {
            if (knownFrom < _since || (knownFrom == _since && string.CompareOrdinal(spelling, Spelling) < 0))
                (_since, Spelling) = (knownFrom, spelling);
        }
    }
}
