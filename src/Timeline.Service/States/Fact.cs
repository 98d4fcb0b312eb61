using System.Text.Json;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>What names a segment.</summary>
internal readonly record struct FactKey(string Development, Instant KnownFrom, long RecordedFrom);

/// <summary>What claims are grouped by.</summary>
internal readonly record struct GroupKey(string Measure, string Unit, string Attribution);

/// <summary>A figure, as far as its group's totals and order need it.</summary>
/// <param name="Low">What counts for the least: the value, or else the least, or else the most that it is given as.</param>
/// <param name="High">What counts for the most.</param>
internal readonly record struct FactFigure(GroupKey Group, decimal? Low, decimal? High, Instant ReportedAt)
{
    public static FactFigure[] Of(byte[]? entry) =>
        entry is null ? [] : [.. JsonElement.Parse(entry).GetProperty("figures").EnumerateArray().Select(Of)];

    public static FactFigure Of(JsonElement figure) => new(
        new GroupKey(figure.GetProperty("measure").GetString()!, figure.GetProperty("unit").GetString()!, figure.GetProperty("attribution").GetString()!),
        Number(figure, "value") ?? Number(figure, "min") ?? Number(figure, "max"),
        Number(figure, "value") ?? Number(figure, "max") ?? Number(figure, "min"),
        MeasureView.Reported(figure));

    private static decimal? Number(JsonElement figure, string name) => figure.TryGetProperty(name, out var number) ? number.GetDecimal() : null;
}

/// <summary>What an actor's state needs to know of a segment that the actor stands in.</summary>
internal sealed class Fact
{
    public required FactKey Key { get; init; }

    /// <summary>Exclusive; <see cref="Instant.MaxValue"/> where it never ends.</summary>
    public required Instant KnownTo { get; init; }
    public required Instant OccurredFrom { get; init; }
    public required string Kind { get; init; }

    /// <summary>A retracted one is not shown; its boundaries still are times at which something changed.</summary>
    public required bool IsRetracted { get; init; }

    /// <summary>The other actors.</summary>
    public required string[] Counterparts { get; init; }
    public required FactFigure[] Figures { get; init; }
}

/// <summary>
/// A boundary of a segment in knowledge time: from there on it counts, or no longer. What a run closes of runs before it are its deaths: the same
/// points with the opposite sign.
/// </summary>
internal readonly record struct Point(Instant At, bool IsEnd, bool IsDeath, Fact Fact)
{
    /// <summary>What it does to a count of facts.</summary>
    public int Sign => IsEnd == IsDeath ? 1 : -1;

    public static IEnumerable<Point> Of(Fact fact, bool isDeath)
    {
        yield return new Point(fact.Key.KnownFrom, false, isDeath, fact);
        if (fact.KnownTo != Instant.MaxValue)
            yield return new Point(fact.KnownTo, true, isDeath, fact);
    }
}
