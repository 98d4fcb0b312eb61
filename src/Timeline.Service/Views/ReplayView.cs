using System.Data;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>How an entry of the answer changes at an instant of known time; null where it is not in the answer before, or after.</summary>
/// <param name="Because">The events behind it where it is in the answer before and after, in order; else empty.</param>
internal sealed record ReplayChange(Instant At, string Development, byte[]? Before, byte[]? After, IReadOnlyList<ReplayCause> Because);

/// <summary>An event as the log holds it.</summary>
/// <param name="Data">JSON, UTF-8.</param>
internal sealed record ReplayCause(long Position, Instant RecordedAt, string Type, byte[] Data);

/// <summary>Reads how the timeline's answer changes as known time goes on, at one position.</summary>
internal sealed class ReplayView(ViewSource views)
{
    private const int ParametersBeforeFilter = 4;

    /// <summary>
    /// Every change from <paramref name="after"/> (exclusive) to <paramref name="upTo"/> (inclusive), read row by row as the caller goes on: ordered by time; at one time
    /// first what comes, then what changes, then what goes; then by id.
    /// </summary>
    public async IAsyncEnumerable<ReplayChange> ChangesAsync(
        Instant after, Instant upTo, long basis, TimelineFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = await CommandAsync(after, upTo, basis, filter, Sql.Text("Views/replay_because.sql"), limit: null, cancellation);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new ReplayChange(reader.GetInstant(0), reader.GetString(1), reader.GetBytes(2), reader.GetBytes(3), Causes(reader.GetText(4)));
    }

    /// <summary>When the answer changes next; null where it does not any more.</summary>
    public async Task<Instant?> NextAsync(Instant after, Instant upTo, long basis, TimelineFilter filter, CancellationToken cancellation)
    {
        await using var command = await CommandAsync(after, upTo, basis, filter, because: "null", limit: 1, cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetInstant(0) : null;
    }

    private static List<ReplayCause> Causes(string? json)
    {
        if (json is null)
            return [];
        var causes = new List<ReplayCause>();
        foreach (var stored in JsonElement.Parse(json).EnumerateArray())
        {
            _ = Rfc3339.TryParseInstant(stored.GetProperty("recordedAt").GetString(), out var recordedAt);
            causes.Add(new ReplayCause(
                stored.GetProperty("position").GetInt64(), recordedAt, stored.GetProperty("type").GetString()!, Encoding.UTF8.GetBytes(stored.GetProperty("data").GetRawText())));
        }
        return causes;
    }

    private async Task<NpgsqlCommand> CommandAsync(
        Instant after, Instant upTo, long basis, TimelineFilter filter, string because, long? limit, CancellationToken cancellation)
    {
        var command = await views.CommandAsync(Sql.Text("Views/replay_changes.sql")
            .Replace("{because}", because, StringComparison.Ordinal)
            .Replace("{filter}", FilterSql.Predicate(ParametersBeforeFilter + 1), StringComparison.Ordinal), cancellation);
        command.Parameters.AddRange(new[]
        {
            Sql.Value(after), Sql.Value(upTo), Sql.Value(basis), new NpgsqlParameter { Value = (object?)limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        });
        FilterSql.AddTo(command.Parameters, filter);
        return command;
    }
}
