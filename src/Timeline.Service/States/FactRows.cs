using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.States;

/// <summary>A segment that an actor stands in, with the positions over which it holds.</summary>
internal sealed record FactRow(Fact Fact, long RecordedTo)
{
    public long RecordedFrom => Fact.Key.RecordedFrom;

    /// <summary>The last position, up to one, at which it was opened or closed.</summary>
    public long NewestBy(long position) => RecordedTo <= position ? RecordedTo : RecordedFrom;
}

/// <summary>The segments of an actor that were opened or closed from one position to another.</summary>
internal static class FactRows
{
    /// <param name="set">Whose segments.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="upTo">Inclusive.</param>
    /// <param name="watermark">Up to where it is known which changes are the actor's.</param>
    public static NpgsqlBatchCommand Command(ViewSet set, int generation, string actor, long after, long upTo, long watermark) => new(set.In(Sql.Text("States/state_facts.sql")))
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = generation },
            Sql.Value(actor),
            Sql.Value(after),
            Sql.Value(upTo),
            Sql.Value(Math.Clamp(watermark, after, upTo)),
        },
    };

    public static async Task<IReadOnlyList<FactRow>> ReadAsync(NpgsqlDataReader reader, string actor, CancellationToken cancellation)
    {
        var rows = new List<FactRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(new FactRow(Fact(reader, actor), reader.GetInt64(4)));
        return rows;
    }

    /// <summary>As a run: what was opened from one position to another and still stood then, and what was opened before and closed there.</summary>
    public static RunFacts AsRun(IReadOnlyList<FactRow> rows, long after, long upTo) => new(
        [.. rows.Where(row => row.RecordedFrom > after && row.RecordedFrom <= upTo && row.RecordedTo > upTo).Select(row => row.Fact)],
        [.. rows.Where(row => row.RecordedFrom <= after && row.RecordedTo > after && row.RecordedTo <= upTo).Select(row => row.Fact)]);

    private static Fact Fact(NpgsqlDataReader reader, string actor) => new()
    {
        Key = new FactKey(reader.GetString(0), reader.GetInstant(1), reader.GetInt64(3)),
        KnownTo = reader.GetInstant(2),
        OccurredFrom = reader.GetInstant(5),
        Kind = reader.GetString(6),
        IsRetracted = reader.GetBoolean(7),
        Counterparts = [.. reader.GetFieldValue<string[]>(8).Where(other => other != actor)],
        Figures = FactFigure.Of(reader.IsDBNull(9) ? null : reader.GetFieldValue<byte[]>(9)),
    };
}
