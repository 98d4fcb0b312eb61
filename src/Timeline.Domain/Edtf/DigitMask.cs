namespace Timeline.Domain.Edtf;

/// <summary>A number of fixed width some of whose digits may be unspecified: <c>20X4</c>. Its text is digits and <c>X</c> only.</summary>
internal readonly record struct DigitMask(string Digits)
{
    public bool IsSpecified => !Digits.Contains('X');

    public bool IsWhollyUnspecified => Digits.AsSpan().IndexOfAnyExcept('X') < 0;

    /// <summary>How many numbers it can be.</summary>
    public int Count
    {
        get
        {
            var count = 1;
            foreach (var digit in Digits)
                count *= digit == 'X' ? 10 : 1;
            return count;
        }
    }

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

    /// <summary>Whether it can be this number, which is no wider.</summary>
    public bool Fits(int value)
    {
        for (var i = Digits.Length - 1; i >= 0; i--, value /= 10)
        {
            if (Digits[i] != 'X' && Digits[i] - '0' != value % 10)
                return false;
        }
        return true;
    }

    /// <summary>The first or the last number from 1 to <paramref name="max"/> that it can be; null if there is none.</summary>
    public int? Outermost(bool first, int max)
    {
        var count = Count;
        for (var i = 0; i < count; i++)
        {
            var value = At(first ? i : count - 1 - i);
            if (value >= 1 && value <= max)
                return value;
        }
        return null;
    }
}
