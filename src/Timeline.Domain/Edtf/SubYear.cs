namespace Timeline.Domain.Edtf;

/// <summary>
/// Seasons and the other groups of months (numbers 21–41), which stand in a month's place. The specification leaves a season's months to location
/// and use; here they are the meteorological ones, and 21–24 are the north's.
/// </summary>
internal readonly record struct SubYear(int FirstMonth, int Months, EdtfPrecision Precision)
{
    public const int First = 21;
    public const int Last = 41;

    /// <summary>The seasons of level 1; the others are of level 2.</summary>
    public const int LastOfLevel1 = 24;

    public static SubYear Of(int number) => number switch
    {
        21 or 25 or 31 => new(3, 3, EdtfPrecision.Season),
        22 or 26 or 32 => new(6, 3, EdtfPrecision.Season),
        23 or 27 or 29 => new(9, 3, EdtfPrecision.Season),
        24 or 28 or 30 => new(12, 3, EdtfPrecision.Season),
        >= 33 and <= 36 => new(((number - 33) * 3) + 1, 3, EdtfPrecision.Quarter),
        >= 37 and <= 39 => new(((number - 37) * 4) + 1, 4, EdtfPrecision.Quadrimester),
        _ => new(((number - 40) * 6) + 1, 6, EdtfPrecision.Semester),
    };
}
