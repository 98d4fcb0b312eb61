using System.Data;
using Npgsql;

namespace Timeline.Service.Log;

/// <summary>
/// The committer's own connection. While statements run on it, sessions are ended that sit idle on what they need: the ordering lock, but also a row or a
/// table that only the later statements touch.
/// </summary>
internal sealed class WatchedConnection(NpgsqlDataSource dataSource, LockWatchdog watchdog, ILogger logger) : IDisposable
{
    /// <summary>A connection that was idle for longer may be gone; a group that reads first finds that out before anything is at stake.</summary>
    private const int IdleMilliseconds = 1_000;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _disposed = new();
    private NpgsqlConnection? _connection;
    private Task? _watch;
    private long _waitingSince;
    private long _usedAt;
    private bool _isDisposed;

    /// <summary>As far as is known; a statement may be running.</summary>
    public bool IsOpen => _connection is { State: ConnectionState.Open };

    /// <summary>Open, and nothing runs on it.</summary>
    public bool IsReady => _connection is { FullState: ConnectionState.Open };

    /// <summary>Used a moment ago, so that it is hardly lost.</summary>
    public bool IsFresh => Environment.TickCount64 - _usedAt < IdleMilliseconds;

    /// <summary>The open connection.</summary>
    public NpgsqlConnection Current => _connection!;

    /// <summary>Connects, if it is not ready. What was known by the connection before is not known any more.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        if (IsReady)
            return Current;
        await DropAsync();
        return _connection = await dataSource.OpenConnectionAsync();
    }

    public async Task<T> RunAsync<T>(Func<Task<T>> statements)
    {
        _watch ??= Task.Run(WatchAsync);
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        try
        {
            return await statements();
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
            _usedAt = Environment.TickCount64;
        }
    }

    /// <summary>Lets go of the connection, in whatever state it is.</summary>
    public async Task DropAsync()
    {
        if (_connection is null)
            return;
        var dropped = _connection;
        _connection = null;
        try
        {
            await dropped.CloseAsync();
            await dropped.DisposeAsync();
        }
        catch (NpgsqlException exception)
        {
            logger.LogDebug(exception, "A broken connection did not close");
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _disposed.Cancel();
        _disposed.Dispose();
        _connection?.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchEvery);
        while (await TickAsync(timer))
        {
            if (Volatile.Read(ref _waitingSince) is var since && (since == 0 || Environment.TickCount64 - since < WatchEvery.TotalMilliseconds))
                continue;
            try
            {
                await watchdog.EndIdleHoldersAsync(dataSource, _connection?.ProcessID, _disposed.Token);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException)
            {
                if (!_disposed.IsCancellationRequested)
                    logger.LogWarning(exception, "Could not look for sessions that hold up writers");
            }
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_disposed.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
