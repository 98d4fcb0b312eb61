namespace Timeline.Service.Import;

/// <summary>Where an import's commands come from, in order.</summary>
internal interface ICommandSource
{
    /// <summary>How many bytes of the input were read so far.</summary>
    long Bytes { get; }

    /// <summary>The next commands, as many as are there without waiting; waits for one. Empty at the end of the input only.</summary>
    /// <param name="most">About the most commands; a line that holds several is never parted.</param>
    /// <param name="mostBytes">No line is added to this many bytes or more.</param>
    ValueTask<IReadOnlyList<ImportedCommand>> ReadAsync(int most, int mostBytes, CancellationToken cancellation);
}

/// <summary>A command a line, as JSON.</summary>
internal sealed class NdJsonSource(LineReader lines) : ICommandSource
{
    public long Bytes => lines.Bytes;

    public async ValueTask<IReadOnlyList<ImportedCommand>> ReadAsync(int most, int mostBytes, CancellationToken cancellation) =>
        [.. (await lines.ReadAsync(most, mostBytes, cancellation)).Select(ImportedCommand.Read)];
}
