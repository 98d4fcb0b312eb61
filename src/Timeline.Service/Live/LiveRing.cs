namespace Timeline.Service.Live;

/// <summary>The newest steps of the log, shared by all readers; the oldest fall out where it holds too many or too much. Safe for many threads.</summary>
internal sealed class LiveRing(int mostSteps, long mostBytes)
{
    private readonly LiveStep[] _steps = new LiveStep[mostSteps];
    private readonly Lock _lock = new();
    private int _first;
    private int _count;
    private long _bytes;
    private long _start = long.MaxValue;

    /// <summary>Holds every step after this position; <see cref="long.MaxValue"/> while nothing is followed.</summary>
    public long Start => Read(() => _start);

    public int Count => Read(() => _count);

    /// <summary>About how many bytes the steps hold.</summary>
    public long Bytes => Read(() => _bytes);

    /// <summary>Begins anew, after a position.</summary>
    public void Restart(long start)
    {
        lock (_lock)
        {
            Array.Clear(_steps);
            (_first, _count, _bytes, _start) = (0, 0, 0, start);
        }
    }

    /// <summary>Adds steps that follow those that are here.</summary>
    public void Add(IReadOnlyList<LiveStep> steps)
    {
        lock (_lock)
        {
            foreach (var step in steps)
            {
                if (_count == _steps.Length)
                    DropOldest();
                _steps[Slot(_count++)] = step;
                _bytes += step.Size;
                while (_bytes > mostBytes)
                    DropOldest();
            }
        }
    }

    /// <summary>The first steps after a position, as <see cref="LiveView.StepsAsync"/>; null where they are not here any more, or not yet.</summary>
    public IReadOnlyList<LiveStep>? TakeAfter(long position, int mostTaken)
    {
        lock (_lock)
        {
            if (position < _start)
                return null;
            var taken = new List<LiveStep>();
            var bytes = 0;
            for (var i = FirstAfter(position); i < _count && bytes < mostTaken; i++)
            {
                taken.Add(_steps[Slot(i)]);
                bytes += taken[^1].Size;
            }
            return taken;
        }
    }

    private int FirstAfter(long position)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[Slot(middle)].Position > position)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    private void DropOldest()
    {
        var oldest = _steps[_first];
        _steps[_first] = null!;
        _first = Slot(1);
        _count--;
        _bytes -= oldest.Size;
        _start = oldest.Position;
    }

    private int Slot(int index) => (_first + index) % _steps.Length;

    private T Read<T>(Func<T> value)
    {
        lock (_lock)
            return value();
    }
}
