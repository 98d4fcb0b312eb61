using Timeline.Service.Log;

namespace Timeline.Service.Import;

/// <summary>How a host appends many commands in order.</summary>
internal interface IBatchWriter
{
    /// <summary>Starts to write a batch. The next one may be started when the outer task is done; the inner task is the outcomes.</summary>
    /// <param name="before">The same import's batch before this one, which must not be missing; null where there is none.</param>
    /// <returns>The outcomes in the order of the commands; null for a command that cannot be stored, which is our fault.</returns>
    /// <exception cref="ImportInterruptedException">The database is away: of this batch a beginning may be written. The inner task throws it too.</exception>
    Task<Task<IReadOnlyList<AppendOutcome?>>> StartAsync(IReadOnlyList<Append> batch, Task? before, CancellationToken cancellation);
}
