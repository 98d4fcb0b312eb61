using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Domain.Knowledge;

/// <summary>An event of one development with its place in the log: what was recorded, where, and when.</summary>
/// <param name="Position">The position in the log, over all streams.</param>
/// <param name="RecordedAt">Strictly increases with the position.</param>
public sealed record Recorded(long Position, Instant RecordedAt, DevelopmentEvent Event);
