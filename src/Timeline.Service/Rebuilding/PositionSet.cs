namespace Timeline.Service.Rebuilding;

/// <summary>Some positions of a log: a bit for each that there is.</summary>
internal sealed class PositionSet
{
    private ulong[] _bits = [];

    public bool Contains(long position) => position >> 6 < _bits.Length && (_bits[position >> 6] & (1UL << (int)(position & 63))) != 0;

    public void Add(long position)
    {
        if (position >> 6 >= _bits.Length)
            Array.Resize(ref _bits, (int)Math.Max(_bits.Length * 2L, (position >> 6) + 1));
        _bits[position >> 6] |= 1UL << (int)(position & 63);
    }
}
