namespace Timeline.Domain.Edtf;

/// <summary>The qualifiers <c>?</c> (uncertain), <c>~</c> (approximate) and <c>%</c> (both), at most one before and one after a component.</summary>
internal struct Qualifiers
{
    private bool uncertain;
    private bool approximate;
    private int level;

    /// <summary>Before a component it is that component's alone: level 2.</summary>
    public void TakeBefore(ref ReadOnlySpan<char> rest)
    {
        if (Take(ref rest))
            level = 2;
    }

    /// <summary>After a component it is that of all up to there: level 1 at the end of the date, else level 2.</summary>
    public void TakeAfter(ref ReadOnlySpan<char> rest)
    {
        if (Take(ref rest))
            level = Math.Max(level, rest.IsEmpty ? 1 : 2);
    }

    public readonly Extent Qualify(Extent extent) => extent with { Uncertain = uncertain, Approximate = approximate, Level = Math.Max(extent.Level, level) };

    private bool Take(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] is not ('?' or '~' or '%'))
            return false;
        uncertain |= rest[0] is '?' or '%';
        approximate |= rest[0] is '~' or '%';
        rest = rest[1..];
        return true;
    }
}
