using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>
/// Holds <c>timeline.development_log</c>, which says what development an event is of, against the log while that is read in order. It is one for all view
/// versions, so it is not built anew: where it is wrong, a correction is noted, the replay goes by that, and a switch or a repair puts it right.
/// </summary>
internal sealed class IndexCheck(Instant newestKnownAt)
{
    private readonly List<(long Position, string? Development, Instant NewestKnownAt, string Kind, string Subject, string[] Columns)> _found = [];

    /// <summary>The newest effective time of the development events so far.</summary>
    public Instant NewestKnownAt { get; private set; } = newestKnownAt;

    /// <summary>How many rows of the index the events so far have.</summary>
    public long Rows { get; private set; }

    public void Add(FoldedPage page)
    {
        foreach (var (logged, read) in page.All)
        {
            if (logged.Development is not null)
                Rows++;
            if (read.Development is not null)
                Check(logged, read.Development, read.ReportedAt);
            // What cannot be read now may be in there from when it could.
            else if (logged.Development is not null && (read.IsRead || !page.Unreadable.Exists(set => set.Position == logged.Position)))
                _found.Add((logged.Position, null, default, "surplus", logged.Development, []));
        }
    }

    /// <summary>A row whose event is not there.</summary>
    public void AddSurplus(long position, string development) => _found.Add((position, null, default, "surplus", development, []));

    /// <summary>Writes down what was found since the last time.</summary>
    public async Task SaveAsync(NpgsqlConnection connection, Operation operation, OperationProgress progress, CancellationToken cancellation)
    {
        if (_found.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        var corrections = new NpgsqlBatchCommand(Sql.Text("Rebuilding/index_corrections.sql").Replace("{built}", operation.Schema, StringComparison.Ordinal));
        corrections.Parameters.AddRange(new[]
        {
            Sql.Longs(_found.Select(row => row.Position)), Sql.TextArray(_found.Select(row => row.Development)), Sql.Instants(_found.Select(row => row.NewestKnownAt)),
        });
        batch.BatchCommands.Add(corrections);
        batch.Add(
            "Rebuilding/index_differences.sql",
            Sql.Value(operation.Id),
            Sql.Longs(_found.Select(row => row.Position)),
            Sql.TextArray(_found.Select(row => row.Kind)),
            Sql.TextArray(_found.Select(row => row.Subject)),
            Sql.TextArray(_found.Select(row => Sql.ArrayLiteral(row.Columns))),
            new NpgsqlParameter { Value = Comparison.MostKept, NpgsqlDbType = NpgsqlDbType.Bigint });
        await batch.ExecuteNonQueryAsync(cancellation);
        progress.Missing += _found.Count(row => row.Kind == "missing");
        progress.Surplus += _found.Count(row => row.Kind == "surplus");
        progress.Different += _found.Count(row => row.Kind == "different");
        _found.Clear();
    }

    private void Check(LoggedEvent logged, string development, Instant? reportedAt)
    {
        if (reportedAt is { } at)
            NewestKnownAt = Instant.Max(NewestKnownAt, at);
        if (logged.Development is null)
        {
            _found.Add((logged.Position, development, NewestKnownAt, "missing", development, []));
            return;
        }
        var columns = new List<string>();
        if (logged.Development != development)
            columns.Add("development");
        if (logged.NewestKnownAt != NewestKnownAt)
            columns.Add("newest_known_at");
        if (columns.Count > 0)
            _found.Add((logged.Position, development, NewestKnownAt, "different", development, [.. columns]));
    }
}
