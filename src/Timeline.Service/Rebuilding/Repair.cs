using Npgsql;
using NpgsqlTypes;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Writes the rows that an operation found to differ anew, in place. A few developments at a time are folded again, as of now, under the ordering lock, so
/// that no event comes in between; only rows that are not as they should be are touched.
/// </summary>
internal sealed class Repair(OperationWork work, ViewSet live)
{
    private const int AtATime = 50;

    /// <summary>Where temporary tables are.</summary>
    private static readonly ViewSet Expected = new(0, 0, 0, "pg_temp", "pg_temp", null);

    private OperationProgress Progress => work.Progress;

    /// <summary>Repairs all that was written down.</summary>
    public async Task RunAsync()
    {
        if (Progress.Phase != OperationPhase.Repairing || Progress.Total is null)
        {
            await work.StepAsync(async connection =>
            {
                Progress.Enter(OperationPhase.Repairing, Progress.Missing + Progress.Surplus + Progress.Different);
                await RepairIndexAsync(connection);
            }, isDurable: true);
        }
        // Both halves note the subject with a mark of which half it is.
        await EachAsync("t", [ComparedTable.Segments.Name, ComparedTable.SegmentActors.Name, "development_log"], RepairTimelineAsync);
        await EachAsync("u", [ComparedTable.Actors.Name, ComparedTable.ActorKeys.Name], RepairActorsAsync);
    }

    private async Task EachAsync(string half, string[] tables, Func<NpgsqlConnection, IReadOnlyList<string>, Task> repair)
    {
        for (var isMore = string.CompareOrdinal(Progress.Resume?[..1] ?? "", half) <= 0; isMore;)
        {
            await work.StepAsync(async connection =>
            {
                // Before the ordering lock, because whoever makes zones may be at it.
                if (half == "t")
                    await new ShadowTables(live.TimelineSchema, live).ForgetZonesAsync(connection, work.Stop);
                await ExecuteAsync(connection, Sql.Text("Log/lock.sql"));
                var after = Progress.Resume is { } resume && resume.StartsWith(half, StringComparison.Ordinal) ? resume[1..] : "";
                var subjects = await SubjectsAsync(connection, tables, after);
                isMore = subjects.Count > 0;
                if (!isMore)
                    return;
                await repair(connection, subjects);
                await ExecuteAsync(connection, Sql.Text("Rebuilding/revise.sql"));
                Progress.Resume = half + subjects[^1];
                Progress.Done = Math.Min(Progress.Total ?? 0, Progress.Repaired);
            }, isDurable: true);
        }
    }

    private async Task RepairIndexAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(connection, Sql.Text("Log/lock.sql"));
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/index_apply.sql").Replace("{built}", work.Operation.Schema, StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync(work.Stop);
        await using var count = new NpgsqlCommand($"select count(*) from {work.Operation.Schema}.index_corrections", connection);
        Progress.Repaired += (long)(await count.ExecuteScalarAsync(work.Stop))!;
        await ExecuteAsync(connection, Sql.Text("Rebuilding/revise.sql"));
    }

    private async Task RepairTimelineAsync(NpgsqlConnection connection, IReadOnlyList<string> developments)
    {
        await ExecuteAsync(connection, $"create temp table segments (like {live.TimelineSchema}.segments) on commit drop; create temp table segment_actors (like {live.TimelineSchema}.segment_actors) on commit drop");
        var head = await LogPages.HeadAsync(connection, work.Stop);
        var version = live.KnownVersion();
        using var rows = new SegmentCopy();
        foreach (var history in await LogPages.HistoriesAsync(connection, "timeline.development_log", version.Events, developments, head, work.Stop))
            rows.Add(version.Timeline.Rows(history));
        await SegmentCopy.SendAsync(connection, Expected, [rows], work.Stop);
        await RepairAsync(connection, ComparedTable.Segments, live.TimelineSchema, developments);
        await using var pairs = new NpgsqlCommand(live.In(Sql.Text("Rebuilding/repair_segment_actors.sql")), connection);
        pairs.Parameters.Add(Sql.TextArray(developments));
        pairs.Parameters.Add(Sql.Value(work.Operation.Id));
        Progress.Repaired += (long)(await pairs.ExecuteScalarAsync(work.Stop))!;
    }

    private async Task RepairActorsAsync(NpgsqlConnection connection, IReadOnlyList<string> actors)
    {
        await ExecuteAsync(connection, $"create temp table actors (like {live.ActorsSchema}.actors) on commit drop; create temp table actor_keys (like {live.ActorsSchema}.actor_keys) on commit drop");
        var head = await LogPages.HeadAsync(connection, work.Stop);
        var writes = await ActorReplay.FoldAsync(connection, live.KnownVersion(), actors, head, work.Stop);
        await using (var batch = new NpgsqlBatch(connection))
        {
            writes.AddOpenedTo(batch, Expected);
            await batch.ExecuteNonQueryAsync(work.Stop);
        }
        await RepairAsync(connection, ComparedTable.Actors, live.ActorsSchema, actors);
        await RepairAsync(connection, ComparedTable.ActorKeys, live.ActorsSchema, actors);
    }

    private async Task RepairAsync(NpgsqlConnection connection, ComparedTable table, string schema, IReadOnlyList<string> subjects)
    {
        var columns = await ShadowTables.ColumnsAsync(connection, schema, table.Name, work.Stop);
        var rest = columns.Except(table.Key).ToList();
        var sql = Sql.Text("Rebuilding/repair_rows.sql")
            .Replace("{live}", $"{schema}.{table.Name}", StringComparison.Ordinal)
            .Replace("{expected}", $"pg_temp.{table.Name}", StringComparison.Ordinal)
            .Replace("{subject}", table.Subject, StringComparison.Ordinal)
            .Replace("{same}", string.Join(" and ", table.Key.Select(column => $"e.{column} = t.{column}")), StringComparison.Ordinal)
            .Replace("{columns}", string.Join(", ", columns), StringComparison.Ordinal)
            .Replace("{key}", string.Join(", ", table.Key), StringComparison.Ordinal)
            .Replace("{assignments}", string.Join(", ", rest.Select(column => $"{column} = excluded.{column}")), StringComparison.Ordinal)
            .Replace("{own}", string.Join(", ", rest.Select(column => $"t.{column}")), StringComparison.Ordinal)
            .Replace("{given}", string.Join(", ", rest.Select(column => $"excluded.{column}")), StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Sql.TextArray(subjects));
        Progress.Repaired += (long)(await command.ExecuteScalarAsync(work.Stop))!;
    }

    private async Task<List<string>> SubjectsAsync(NpgsqlConnection connection, string[] tables, string after)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/repair_subjects.sql"), connection);
        command.Parameters.AddRange(new[] { Sql.Value(work.Operation.Id), Sql.TextArray(tables), Sql.Value(after), new NpgsqlParameter { Value = AtATime, NpgsqlDbType = NpgsqlDbType.Integer } });
        await using var reader = await command.ExecuteReaderAsync(work.Stop);
        var subjects = new List<string>();
        while (await reader.ReadAsync(work.Stop))
            subjects.Add(reader.GetString(0));
        return subjects;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(work.Stop);
    }
}
