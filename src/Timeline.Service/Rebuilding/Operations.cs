using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;
using Timeline.Service.Http;

namespace Timeline.Service.Rebuilding;

/// <summary>The operations that the database knows of, whoever works on them.</summary>
internal sealed class Operations(NpgsqlDataSource dataSource)
{
    /// <summary>Starts one, to be worked on by whoever claims it first.</summary>
    /// <returns>It; or the one that runs on the same view, which has to end first.</returns>
    public async Task<(Operation Operation, bool IsNew)> StartAsync(OperationRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var command = Command("Rebuilding/operation_start.sql");
                command.Parameters.Add(Sql.Value(EntryJson.NameOf(request.Kind)));
                command.Parameters.Add(Sql.Value(request.Projection));
                command.Parameters.Add(new NpgsqlParameter { Value = (object?)request.Version ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
                command.Parameters.Add(Sql.Value(JsonSerializer.Serialize(request.Options, OperationJsonContext.Default.OperationOptions)));
                command.Parameters.Add(Sql.Value(request.RequestedBy));
                return ((await ReadAsync(command, cancellation))[0], true);
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                var running = await RunningAsync(request.Projection, cancellation);
                if (running.Count > 0)
                    return (running[0], false);
                // It has ended just now.
            }
        }
    }

    public async Task<Operation?> FindAsync(long id, CancellationToken cancellation)
    {
        await using var command = Command("Rebuilding/operation_find.sql");
        command.Parameters.Add(Sql.Value(id));
        return await ReadAsync(command, cancellation) is [var operation] ? operation : null;
    }

    /// <summary>Those that have not ended, oldest first.</summary>
    /// <param name="projection">On this view; <see cref="Projections.All"/> for any.</param>
    public async Task<IReadOnlyList<Operation>> RunningAsync(string projection, CancellationToken cancellation)
    {
        await using var command = Command("Rebuilding/operations_running.sql");
        command.Parameters.Add(Sql.Value(projection));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>The newest of each view.</summary>
    public async Task<IReadOnlyList<Operation>> NewestAsync(CancellationToken cancellation)
    {
        await using var command = Command("Rebuilding/operations_newest.sql");
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Asks that one is ended; it says so itself when it has.</summary>
    public async Task CancelAsync(long id, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Rebuilding/operation_cancel.sql"));
        command.Parameters.Add(Sql.Value(id));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What an operation found, in the order in which it did.</summary>
    /// <param name="after">Begin after this number.</param>
    public async Task<IReadOnlyList<RowDifference>> DifferencesAsync(long id, long after, long limit, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Rebuilding/differences.sql"));
        command.Parameters.AddRange(new[] { Sql.Value(id), Sql.Value(after), Sql.Value(limit) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var differences = new List<RowDifference>();
        while (await reader.ReadAsync(cancellation))
        {
            differences.Add(new RowDifference(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<long[]>(6)));
        }
        return differences;
    }

    /// <summary>Clears away what ended long ago.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Sql.Text("Rebuilding/operations_forget.sql"));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A statement whose rows are operations.</summary>
    public static string Statement(string file)
    {
        var columns = Sql.Text("Rebuilding/operation_columns.sql");
        return Sql.Text(file).Replace("{columns}", columns[(columns.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
    }

    public static async Task<IReadOnlyList<Operation>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var operations = new List<Operation>();
        while (await reader.ReadAsync(cancellation))
            operations.Add(Read(reader));
        return operations;
    }

    private static Operation Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Kind = Named<OperationKind>(row.GetString(1)),
        Projection = row.GetString(2),
        Version = row.GetInt32(3),
        Options = JsonSerializer.Deserialize(row.GetString(4), OperationJsonContext.Default.OperationOptions)!,
        RequestedBy = row.GetString(5),
        RequestedAt = row.GetDateTime(6),
        State = Named<OperationState>(row.GetString(7)),
        Run = row.GetInt32(9),
        IsCancelled = row.GetBoolean(10),
        Progress = new OperationProgress
        {
            Phase = Named<OperationPhase>(row.GetString(8)),
            Position = row.GetInt64(11),
            Resume = row.GetText(12),
            Done = row.GetInt64(13),
            Total = row.GetOptionalLong(14),
            Events = row.GetInt64(15),
            Folds = row.GetInt64(16),
            Rows = row.GetInt64(17),
            Unreadable = row.GetInt64(18),
            Missing = row.GetInt64(19),
            Surplus = row.GetInt64(20),
            Different = row.GetInt64(21),
            Repaired = row.GetInt64(22),
        },
        Fault = row.GetText(23),
        StartedAt = row.GetFieldValue<DateTime?>(24),
        PhaseAt = row.GetFieldValue<DateTime?>(25),
        ChangedAt = row.GetDateTime(26),
        EndedAt = row.GetFieldValue<DateTime?>(27),
    };

    private static T Named<T>(string name) where T : struct, Enum =>
        EnumNames<T>.Read(name, out var value) is { } fault ? throw new InvalidOperationException($"An operation's {typeof(T).Name} {fault}") : value;

    private NpgsqlCommand Command(string file) => dataSource.CreateCommand(Statement(file));
}

/// <summary>A row of the live view that is not as the log gives it.</summary>
/// <param name="Kind"><c>missing</c>, <c>surplus</c> or <c>different</c>.</param>
/// <param name="Subject">The development or actor.</param>
/// <param name="Key">The row's key as a JSON object.</param>
/// <param name="Columns">Those that differ.</param>
/// <param name="Positions">The events that make the row, or would.</param>
internal sealed record RowDifference(
    long Number, string Table, string Kind, string Subject, string Key, IReadOnlyList<string> Columns, IReadOnlyList<long> Positions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationOptions))]
internal sealed partial class OperationJsonContext : JsonSerializerContext;
