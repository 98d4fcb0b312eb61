using Timeline.Domain.Time;

namespace Timeline.Service.States;

/// <summary>Points in order of time, as bytes.</summary>
internal static class PointCodec
{
    [Flags]
    private enum Flags : byte
    {
        End = 1,
        Death = 2,
        Retracted = 4,
        Ends = 8,
    }

    [Flags]
    private enum Numbers : byte
    {
        Low = 1,
        High = 2,
        Same = 4,
    }

    /// <param name="previous">The point before's time; null for the first.</param>
    public static void Write(BlobWriter blob, Instant? previous, Point point)
    {
        var fact = point.Fact;
        var ends = fact.KnownTo != Instant.MaxValue;
        blob.Byte((byte)((point.IsEnd ? Flags.End : 0) | (point.IsDeath ? Flags.Death : 0) | (fact.IsRetracted ? Flags.Retracted : 0) | (ends ? Flags.Ends : 0)));
        blob.Signed(point.At.Microseconds - (previous?.Microseconds ?? 0));
        if (ends)
            blob.Number(fact.KnownTo.Microseconds - fact.Key.KnownFrom.Microseconds);
        blob.Text(fact.Key.Development);
        blob.Number(fact.Key.RecordedFrom);
        blob.Signed(fact.Key.KnownFrom.Microseconds - fact.OccurredFrom.Microseconds);
        blob.Word(fact.Kind);
        blob.Number(fact.Counterparts.Length);
        foreach (var counterpart in fact.Counterparts)
            blob.Word(counterpart);
        blob.Number(fact.Figures.Length);
        foreach (var figure in fact.Figures)
            Write(blob, fact.Key.KnownFrom, figure);
    }

    /// <summary>The points up to a time, inclusive.</summary>
    public static IEnumerable<Point> Read(byte[] bytes, Instant upTo)
    {
        var blob = new BlobReader(bytes);
        var at = new Instant(0);
        while (!blob.IsAtEnd)
        {
            var flags = (Flags)blob.Byte();
            at = at.PlusMicroseconds(blob.Signed());
            if (at > upTo)
                yield break;
            yield return new Point(at, flags.HasFlag(Flags.End), flags.HasFlag(Flags.Death), ReadFact(blob, flags, at));
        }
    }

    private static Fact ReadFact(BlobReader blob, Flags flags, Instant at)
    {
        var length = flags.HasFlag(Flags.Ends) ? blob.Number() : 0;
        var knownFrom = flags.HasFlag(Flags.End) ? at.PlusMicroseconds(-length) : at;
        return new Fact
        {
            Key = new FactKey(blob.Text(), knownFrom, blob.Number()),
            KnownTo = flags.HasFlag(Flags.Ends) ? knownFrom.PlusMicroseconds(length) : Instant.MaxValue,
            IsRetracted = flags.HasFlag(Flags.Retracted),
            OccurredFrom = knownFrom.PlusMicroseconds(-blob.Signed()),
            Kind = blob.Word(),
            Counterparts = ReadCounterparts(blob),
            Figures = ReadFigures(blob, knownFrom),
        };
    }

    private static string[] ReadCounterparts(BlobReader blob)
    {
        var counterparts = new string[blob.Number()];
        for (var i = 0; i < counterparts.Length; i++)
            counterparts[i] = blob.Word();
        return counterparts;
    }

    private static FactFigure[] ReadFigures(BlobReader blob, Instant knownFrom)
    {
        var figures = new FactFigure[blob.Number()];
        for (var i = 0; i < figures.Length; i++)
        {
            var group = new GroupKey(blob.Word(), blob.Word(), blob.Word());
            var reportedAt = knownFrom.PlusMicroseconds(-blob.Signed());
            var numbers = (Numbers)blob.Byte();
            decimal? low = numbers.HasFlag(Numbers.Low) ? blob.Decimal() : null;
            var high = numbers.HasFlag(Numbers.Same) ? low : numbers.HasFlag(Numbers.High) ? blob.Decimal() : null;
            figures[i] = new FactFigure(group, low, high, reportedAt);
        }
        return figures;
    }

    private static void Write(BlobWriter blob, Instant knownFrom, FactFigure figure)
    {
        blob.Word(figure.Group.Measure);
        blob.Word(figure.Group.Unit);
        blob.Word(figure.Group.Attribution);
        blob.Signed(knownFrom.Microseconds - figure.ReportedAt.Microseconds);
        var isSame = figure is { Low: { } one, High: { } other } && one == other && one.Scale == other.Scale;
        blob.Byte((byte)((figure.Low is null ? 0 : Numbers.Low) | (figure.High is null ? 0 : Numbers.High) | (isSame ? Numbers.Same : 0)));
        if (figure.Low is { } low)
            blob.Decimal(low);
        if (figure.High is { } high && !isSame)
            blob.Decimal(high);
    }
}
