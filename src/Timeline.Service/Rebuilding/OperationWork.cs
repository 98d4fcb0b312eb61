using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;

namespace Timeline.Service.Rebuilding;

/// <summary>Another process has taken the operation over, or ended it: this one has to let go of it.</summary>
internal sealed class OperationLostException() : Exception("The operation was taken over, or ended, by another process.");

/// <summary>The operation is to end as cancelled.</summary>
internal sealed class OperationCancelledException() : Exception("The operation was cancelled.");

/// <summary>
/// Works on one operation: holds its lock, so that nobody else does, and writes in steps, each a transaction together with how far it has come. After a
/// kill at any moment the next one goes on where the last step ended.
/// </summary>
internal sealed class OperationWork : IAsyncDisposable
{
    /// <summary>The first half of the advisory lock's key: 'tlop' in ASCII.</summary>
    private const int LockClass = 1953263472;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlConnection _lock;
    private readonly CancellationTokenSource _stop;
    private readonly Pace _pace;
    private readonly Task _watch;
    private NpgsqlConnection? _connection;
    private volatile bool _isCalledOff;
    private bool _hasEnded;
    private int _others;

    private OperationWork(NpgsqlDataSource dataSource, NpgsqlConnection @lock, Operation operation, Pace pace, CancellationToken cancellation)
    {
        (_dataSource, _lock, Operation, _pace) = (dataSource, @lock, operation, pace);
        Progress = operation.Progress;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _watch = WatchAsync();
    }

    /// <summary>As it was when it was taken up.</summary>
    public Operation Operation { get; }

    public OperationProgress Progress { get; private set; }

    /// <summary>Raised when it is cancelled or lost, or the process stops.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether other sessions were at work when the last step ended.</summary>
    public bool HasOthers => _others > 0;

    public NpgsqlDataSource DataSource => _dataSource;

    /// <returns>Null where another process works on it, or it has ended.</returns>
    public static async Task<OperationWork?> TryClaimAsync(NpgsqlDataSource dataSource, long id, Pace pace, CancellationToken cancellation)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellation);
        try
        {
            await using var attempt = new NpgsqlCommand($"select pg_try_advisory_lock({LockClass}, {id})", connection);
            if (await attempt.ExecuteScalarAsync(cancellation) is true)
            {
                await using var claim = new NpgsqlCommand(Operations.Statement("Rebuilding/operation_claim.sql"), connection);
                claim.Parameters.Add(Sql.Value(id));
                if (await Operations.ReadAsync(claim, cancellation) is [var operation])
                    return new OperationWork(dataSource, connection, operation, pace, cancellation);
                await UnlockAsync(connection, id);
            }
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await DropAsync(connection);
            throw;
        }
    }

    /// <summary>Names a session that works for this operation too, so that it is not taken for another's.</summary>
    public void AddOwn(int process) => _pace.AddOwn(process);

    /// <summary>Does a part in a transaction of its own, and notes the progress in it.</summary>
    /// <param name="isDurable">Whether its commit waits for the disk; a lost step is done again.</param>
    /// <param name="rests">Whether it leaves the machine to others for a while afterwards, if there are any.</param>
    /// <exception cref="OperationLostException">Nothing was written.</exception>
    /// <exception cref="OperationCancelledException">Nothing was written.</exception>
    public async Task StepAsync(Func<NpgsqlConnection, Task> work, bool isDurable = false, bool rests = true)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            _connection ??= await _dataSource.OpenConnectionAsync(Stop);
            await using var transaction = await _connection.BeginTransactionAsync(Stop);
            await using (var settings = new NpgsqlCommand(Sql.Text("Rebuilding/begin_step.sql"), _connection))
            {
                settings.Parameters.Add(Sql.Value(isDurable ? "on" : "off"));
                settings.Parameters.Add(Sql.Value(_others == 0 ? "1" : "0"));
                await settings.ExecuteNonQueryAsync(Stop);
            }
            await work(_connection);
            _others = _hasEnded ? 0 : await SaveAsync(_connection);
            await transaction.CommitAsync(Stop);
        }
        catch
        {
            await DropConnectionAsync();
            throw;
        }
        if (rests)
            await _pace.RestAsync(Stopwatch.GetElapsedTime(began), _others, Stop);
    }

    /// <summary>Whether an exception is how a part of the work has ended because of <see cref="Stop"/>.</summary>
    public bool IsCalledOff(Exception exception) =>
        _isCalledOff && exception is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>Why it was called off.</summary>
    public async Task<Exception> WhyAsync() =>
        await new Operations(_dataSource).FindAsync(Operation.Id, CancellationToken.None) is { State: OperationState.Running, IsCancelled: true } same && same.Run == Operation.Run
            ? new OperationCancelledException()
            : new OperationLostException();

    /// <summary>Ends the operation.</summary>
    public async Task EndAsync(OperationState state, string? fault = null)
    {
        await using var command = _dataSource.CreateCommand(Sql.Text("Rebuilding/operation_end.sql"));
        AddEnd(command, state, fault);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Ends the operation in a transaction of the caller's.</summary>
    public async Task EndAsync(NpgsqlConnection connection, OperationState state)
    {
        await SaveAsync(connection);
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/operation_end.sql"), connection);
        AddEnd(command, state, null);
        await command.ExecuteNonQueryAsync(Stop);
        _hasEnded = true;
    }

    /// <summary>Goes back to what was noted last, after a step that was undone.</summary>
    public void Restore(OperationProgress progress) => Progress = progress;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DropConnectionAsync();
        try
        {
            await UnlockAsync(_lock, Operation.Id);
            await _lock.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            await DropAsync(_lock);
        }
        _stop.Dispose();
    }

    /// <returns>How many other sessions are at work.</returns>
    private async Task<int> SaveAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/operation_save.sql"), connection);
        command.Parameters.AddRange(new[]
        {
            Sql.Value(Operation.Id), new NpgsqlParameter<int> { TypedValue = Operation.Run }, Sql.Value(EntryJson.NameOf(Progress.Phase)), Sql.Value(Progress.Position),
            Sql.Value(Progress.Resume), Sql.Value(Progress.Done),
            new NpgsqlParameter { Value = (object?)Progress.Total ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            Sql.Value(Progress.Events), Sql.Value(Progress.Folds), Sql.Value(Progress.Rows), Sql.Value(Progress.Unreadable),
            Sql.Value(Progress.Missing), Sql.Value(Progress.Surplus), Sql.Value(Progress.Different), Sql.Value(Progress.Repaired),
            new NpgsqlParameter<int[]> { TypedValue = [.. _pace.Own, connection.ProcessID, _lock.ProcessID] },
        });
        await using var reader = await command.ExecuteReaderAsync(Stop);
        if (!await reader.ReadAsync(Stop))
            throw new OperationLostException();
        return reader.GetBoolean(0) ? throw new OperationCancelledException() : (int)reader.GetInt64(1);
    }

    private void AddEnd(NpgsqlCommand command, OperationState state, string? fault) => command.Parameters.AddRange(new[]
    {
        Sql.Value(Operation.Id), new NpgsqlParameter<int> { TypedValue = Operation.Run }, Sql.Value(EntryJson.NameOf(state)), Sql.Value(fault),
        Sql.Value(EntryJson.NameOf(state == OperationState.Succeeded ? OperationPhase.Done : Progress.Phase)),
    });

    /// <summary>A long statement does not look by itself.</summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(Stop))
            {
                await using var command = new NpgsqlCommand(Sql.Text("Rebuilding/operation_watch.sql"), _lock);
                command.Parameters.Add(Sql.Value(Operation.Id));
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Operation.Run });
                if (await command.ExecuteScalarAsync(Stop) is not true)
                    continue;
                _isCalledOff = true;
                await _stop.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the work.
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // With the session goes the lock: another process may be at it already.
            await _stop.CancelAsync();
        }
    }

    private static async Task UnlockAsync(NpgsqlConnection connection, long id)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_unlock({LockClass}, {id})", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is not { } dropped)
            return;
        _connection = null;
        try
        {
            await dropped.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // It was broken already.
        }
    }

    /// <summary>Ends the session too, so that its lock does not stay with a pooled connection.</summary>
    private static async Task DropAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var unlock = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
                await unlock.ExecuteNonQueryAsync(CancellationToken.None);
            }
            await connection.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The session is gone, and the lock with it.
        }
    }
}
