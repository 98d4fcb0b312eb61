using Npgsql;
using Timeline.Domain;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>How one view stands.</summary>
/// <param name="Position">The log up to here, inclusive, is in it.</param>
/// <param name="Lag">How many events of its types come after that: appended by a program that does not write our views.</param>
/// <param name="Since">When its tables became the live ones.</param>
/// <param name="UnreadableEvents">Events of its types that cannot be read, and are set aside.</param>
internal sealed record ProjectionStatus(string Name, int Version, long Position, long Lag, DateTime Since, long UnreadableEvents);

/// <summary>A view version whose answers are served.</summary>
/// <param name="UpTo">The last basis for which they are; null for the live one.</param>
internal sealed record ServedVersion(int Version, long? UpTo);

/// <summary>Tells how the views stand.</summary>
internal sealed class ProjectionStatuses(NpgsqlDataSource dataSource, ViewSets sets)
{
    public async Task<IReadOnlyList<ProjectionStatus>> ReadAsync(CancellationToken cancellation)
    {
        var live = (await sets.RefreshAsync(cancellation))[0];
        await using var command = dataSource.CreateCommand(live.In(Sql.Text("Rebuilding/projections.sql")));
        command.Parameters.Add(Sql.TextArray(EventTypes.All.Select(type => type.Alias)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (version, since, head) = (reader.GetInt32(0), reader.GetDateTime(1), reader.GetInt64(2));
        return
        [
            new(Projections.Timeline, version, reader.GetOptionalLong(4) - 1 ?? head, reader.GetInt64(3), since, reader.GetInt64(7)),
            new(Projections.Actors, version, reader.GetOptionalLong(6) - 1 ?? head, reader.GetInt64(5), since, reader.GetInt64(8)),
        ];
    }

    /// <summary>The live version first.</summary>
    public async Task<IReadOnlyList<ServedVersion>> VersionsAsync(CancellationToken cancellation)
    {
        var there = await sets.RefreshAsync(cancellation);
        return [.. there.Where(set => set.Version is not null).DistinctBy(set => set.Number).Select(set => new ServedVersion(set.Number, set.LastPosition))];
    }

    /// <summary>How many events are set aside.</summary>
    public static async Task<long> UnreadableAsync(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Rebuilding/unreadable_events.sql"));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
