using Npgsql;
using Timeline.Service.Database;

namespace Timeline.Service.Log;

/// <summary>
/// What a group that was decided from memory sends: the check of the memory, its statements, and the rows to copy in, all encoded. Made before its turn
/// comes, so that the server does not wait for it.
/// </summary>
internal sealed class GroupBatch : IDisposable
{
    private readonly NpgsqlBatch _batch = new();
    private readonly Writes _writes;

    public GroupBatch(Group group)
    {
        var (state, expectation) = (group.State, group.State.Expectation!);
        _batch.Add(
            "Log/begin_group.sql",
            Sql.Value(expectation.Position),
            Sql.Value(group.First.Position),
            Sql.Value(group.Head.Position),
            Sql.Value(group.First.RecordedAt),
            Sql.TextArray(expectation.Developments),
            Sql.TextArray(expectation.Keys.Select(key => key.Scope)),
            Sql.TextArray(expectation.Keys.Select(key => key.Key)),
            Sql.Value((long)state.Views.Id),
            Sql.Value((long)state.Views.Revision));
        _writes = new Writes(_batch);
        group.AddTo(_writes);
        if (!Copies)
            return;
        _batch.BatchCommands.Insert(0, new NpgsqlBatchCommand(Sql.Text("Log/begin.sql")));
        _batch.Add("Log/copy_follows.sql");
    }

    /// <summary>Whether rows are to be copied in after the statements, and the transaction to be ended then; else the statements are one by themselves.</summary>
    public bool Copies => _writes.Copies.Count > 0;

    /// <summary>Sends the statements; the first result is the check's.</summary>
    public Task<NpgsqlDataReader> ExecuteAsync(NpgsqlConnection connection, int timeoutSeconds)
    {
        (_batch.Connection, _batch.Timeout) = (connection, timeoutSeconds);
        return _batch.ExecuteReaderAsync();
    }

    public Task CopyAsync(NpgsqlConnection connection) => _writes.CopyAsync(connection);

    public void Dispose() => _writes.Dispose();
}
