namespace Timeline.Service.Live;

/// <summary>Reads steps in pages of about so many bytes: how many rows that is, the page before tells.</summary>
internal sealed class LivePages(Func<long, int, int, CancellationToken, Task<IReadOnlyList<LiveStep>>> read, int mostBytes)
{
    private const int MostRows = 256;
    private int _rows = 8;

    public async Task<IReadOnlyList<LiveStep>> AfterAsync(long position, CancellationToken cancellation)
    {
        var steps = await read(position, _rows, mostBytes, cancellation);
        if (steps.Count > 0)
            _rows = (int)Math.Clamp(mostBytes * (long)steps.Count / steps.Sum(step => (long)step.Size), 1, MostRows);
        return steps;
    }
}
