using System.Data.Common;
using NpgsqlTypes;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Weasel.Core;
using Weasel.Storage;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Timeline.Marten;

/// <summary>Keeps an idempotency key with its answer, in the transaction of what it answers.</summary>
/// <param name="answer">Asked for when Marten has given the event its place; null where there was nothing to do.</param>
internal sealed class UseKey(CommandKey key, Func<Appended?> answer) : IStorageOperation, NoDataReturnedCall
{
    public Type DocumentType => typeof(CommandKey);

    public OperationRole Role() => OperationRole.Other;

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        var given = answer();
        var parameters = builder.AppendWithParameters(Sql.Text(KeyRows.File).Replace("{rows}", "values (?, ?, ?, ?, ?)", StringComparison.Ordinal), '?');
        Set(0, key.Scope, NpgsqlDbType.Text);
        Set(1, key.Key, NpgsqlDbType.Text);
        Set(2, key.RequestHash.ToArray(), NpgsqlDbType.Bytea);
        Set(3, given?.Position, NpgsqlDbType.Bigint);
        Set(4, KeyRows.Json(given), NpgsqlDbType.Text);

        void Set(int index, object? value, NpgsqlDbType type) => (parameters[index].Value, parameters[index].NpgsqlDbType) = (value ?? DBNull.Value, type);
    }
}
