namespace Timeline.Domain.Edtf;

/// <summary>A number of fixed width some of whose digits may be unspecified: <c>20X4</c>. Its text is digits and <c>X</c> only.</summary>
internal readonly record struct DigitMask(string Digits)
{
    public bool IsSpecified => !Digits.Contains('X');

    public bool IsWhollyUnspecified => Digits.AsSpan().IndexOfAnyExcept('X') < 0;

    /// <summary>How many numbers it can be.</summary>
    public int Count => (int)Math.Pow(10, Digits.Count(digit => digit == 'X'));

    /// <summary>Of the numbers that it can be, in ascending order, the one at <paramref name="index"/>.</summary>
    public int At(int index)
    {
        var (value, place) = (0, 1);
        for (var i = Digits.Length - 1; i >= 0; i--, place *= 10)
        {
            if (Digits[i] != 'X')
            {
                value += (Digits[i] - '0') * place;
                continue;
            }
            value += index % 10 * place;
            index /= 10;
        }
        return value;
    }

    /// <summary>The numbers that it can be and that lie between the two, ascending.</summary>
    public IEnumerable<int> Within(int min, int max)
    {
        for (var i = 0; i < Count; i++)
        {
            var value = At(i);
            if (value >= min && value <= max)
                yield return value;
        }
    }
}
