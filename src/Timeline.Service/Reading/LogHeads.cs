using Npgsql;
using Timeline.Service.Database;
using Timeline.Service.Views;

namespace Timeline.Service.Reading;

/// <summary>
/// What every unpinned answer is a function of, besides its request: as long as it is the same, so is the answer.
/// </summary>
/// <param name="Position">The newest of the log.</param>
/// <param name="Viewed">The newest position of a development's event that the views hold: behind where another program appends.</param>
/// <param name="ViewSet">Which set of the views' tables is live.</param>
/// <param name="Revision">Rises when its rows are repaired.</param>
internal readonly record struct LogState(long Position, long Viewed, int ViewSet, int Revision);

/// <summary>
/// Looks up the state of the log for everybody who asks at the same time: one look-up is on its way at most, and who comes meanwhile shares the next one,
/// which begins after they came. So each sees all that was acknowledged before it asked.
/// </summary>
internal sealed class LogHeads(NpgsqlDataSource dataSource, ViewSets sets)
{
    private readonly Lock _lock = new();
    private bool _isLooking;
    private TaskCompletionSource<LogState>? _next;

    /// <summary>The state of the log at some moment after the call.</summary>
    public Task<LogState> LookAsync()
    {
        TaskCompletionSource<LogState> look;
        lock (_lock)
        {
            if (_isLooking)
                return (_next ??= NewLook()).Task;
            _isLooking = true;
            look = NewLook();
        }
        _ = ServeAsync(look);
        return look.Task;
    }

    // Those who wait go on elsewhere: the next look-up must not wait for their answers to be written.
    private static TaskCompletionSource<LogState> NewLook() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ServeAsync(TaskCompletionSource<LogState> first)
    {
        for (var look = first; look is not null;)
        {
            try
            {
                look.SetResult(await ReadAsync());
            }
            catch (Exception exception)
            {
                // For those who asked; the next look-up is tried all the same.
                look.SetException(exception);
                _ = look.Task.Exception;
            }
            lock (_lock)
            {
                (look, _next) = (_next!, null);
                _isLooking = look is not null;
            }
        }
    }

    private async Task<LogState> ReadAsync()
    {
        LogState state;
        await using (var command = dataSource.CreateCommand(Sql.Text("Reading/log_state.sql")))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            state = new LogState(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3));
        }
        var known = await sets.CurrentAsync(CancellationToken.None);
        if ((known.Id, known.Revision) != (state.ViewSet, state.Revision))
            await sets.RefreshAsync(CancellationToken.None);
        return state;
    }
}
