using Npgsql;

namespace Timeline.Service.Database;

/// <summary>What one transaction writes: statements, and after them rows to copy in.</summary>
internal sealed class Writes(NpgsqlBatch batch)
{
    public NpgsqlBatch Batch => batch;

    /// <summary>Each blocks its thread while the server takes its rows. Where there is one, the batch is no transaction of its own any more.</summary>
    public List<Action<NpgsqlConnection>> Copies { get; } = [];

    /// <summary>Copies the rows in, within the transaction that the batch has begun.</summary>
    public Task CopyAsync() => Copies.Count == 0 ? Task.CompletedTask : Task.Run(() => Copies.ForEach(copy => copy(batch.Connection!)));
}
