using Npgsql;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>The head of the log as the holder of the ordering lock sees it.</summary>
/// <param name="Number">The last number that the sequence gave.</param>
/// <param name="NewestKnownAt">The newest effective time among all development events.</param>
/// <param name="Now">The database's clock.</param>
internal sealed record GroupHead(long Position, Instant RecordedAt, long Number, Instant NewestKnownAt, Instant Now)
{
    public static GroupHead Read(NpgsqlDataReader reader) =>
        new(reader.GetInt64(0), reader.GetInstant(1), reader.GetInt64(2), reader.GetInstant(3), reader.GetInstant(4));
}
