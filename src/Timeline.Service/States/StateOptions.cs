using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>How many candidates lists hold: what is shown, and some more, because some of them may have been closed since.</summary>
internal sealed record ListLengths(int First, int Latest, int Treaties, int Claims, int Extremes)
{
    /// <summary>Of one kind.</summary>
    public int LatestOf(string kind) => kind == Tally.Treaty ? Treaties : Latest;

    /// <summary>While runs are made, lists are longer: what leaves them need not be looked for again at once.</summary>
    public ListLengths Doubled => new(2 * First, 2 * Latest, 2 * Treaties, 2 * Claims, 2 * Extremes);
}

/// <summary>How actors' states are summarised.</summary>
internal sealed record StateOptions
{
    /// <summary>Whether the background worker runs. Answers are the same without it, only slower. <c>Timeline:SummariseActors</c>.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>From how many changes on an actor is summarised: fewer are read faster as they are.</summary>
    public int LeastChanges { get; init; } = 512;

    /// <summary>Changes in a run of level 0.</summary>
    public int RunLength { get; init; } = 256;

    /// <summary>Runs of one level that make one of the next.</summary>
    public int FanOut { get; init; } = 8;

    /// <summary>The highest level: 8³ × 256 = 131,072 changes, which fit in memory while they are put together.</summary>
    public int Levels { get; init; } = 3;

    /// <summary>Bytes of points in a chunk at the least; where what they begin with is larger, as many as that.</summary>
    public int ChunkBytes { get; init; } = 16 * 1024;

    public ListLengths Lists { get; init; } = new(First: 8, Latest: 8, Treaties: 128, Claims: 32, Extremes: 6);

    /// <summary>Events that are looked at in one transaction.</summary>
    public int BatchSize { get; init; } = 2_000;

    /// <summary>How many events past the watermark are read with an answer, beside as many as the actor has in runs; beyond that all is read as it is.</summary>
    public int LongestTail { get; init; } = 2_000;

    /// <summary>How often the log is looked at.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What runs are told apart by: those of another shape are of no use. Begins with the version of their bytes.</summary>
    public string Shape => $"1:{RunLength}:{FanOut}:{Levels}";

    /// <summary>What runs of one set's segments are told apart by: a switch to another set, and a repair of its rows, make all others void.</summary>
    public string ShapeOf(ViewSet set) => $"{Shape}:{set.Id}.{set.Revision}";

    /// <summary>The runs that hold the first so many runs of level 0: as few as possible, the highest levels first.</summary>
    public IEnumerable<(int Level, int Number)> Cover(int runs)
    {
        var from = 0;
        for (var level = Levels; level >= 0; level--)
        {
            var length = LengthOf(level);
            for (; from + length <= runs; from += length)
                yield return (level, from / length);
        }
    }

    /// <summary>How many runs of level 0 are in a run.</summary>
    public int LengthOf(int level) => level == 0 ? 1 : FanOut * LengthOf(level - 1);

    public static StateOptions Read(IConfiguration configuration)
    {
        var defaults = new StateOptions();
        return new StateOptions { IsOn = configuration.GetValue("Timeline:SummariseActors", defaults.IsOn) };
    }
}
