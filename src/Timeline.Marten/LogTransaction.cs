using Marten;
using Marten.Events.Archiving;
using Marten.Exceptions;
using Npgsql;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Log;
using Timeline.Service.Views;

namespace Timeline.Marten;

/// <summary>The database went away before anything of a command was at stake: another attempt is harmless.</summary>
public sealed class LogIsAwayException(Exception inner) : Exception("The database did not answer.", inner);

/// <summary>The views' tables are other ones now, or hold repaired rows: another attempt goes by those.</summary>
public sealed class ViewsHaveMovedException(Exception inner) : Exception("Another process has switched the views.", inner);

/// <summary>
/// A Marten session's transaction on the log: it holds the ordering lock before anything is read, so that what is decided, numbered and stamped in
/// it comes after all that is committed, whoever wrote it.
/// </summary>
public sealed class LogTransaction
{
    private const int PatienceSeconds = 15;

    private readonly NpgsqlDataSource _dataSource;
    private readonly ViewSets _views;

    internal LogTransaction(NpgsqlDataSource dataSource, ViewSets views)
    {
        (_dataSource, _views) = (dataSource, views);
    }

    /// <summary>Begins the session's transaction, and reads what a command is decided on.</summary>
    /// <exception cref="LogIsAwayException">The connection was lost.</exception>
    /// <exception cref="ViewsHaveMovedException">By now this process knows the new tables.</exception>
    internal async Task<GroupState> BeginAsync(IDocumentSession session, Append append, CancellationToken cancellation)
    {
        try
        {
            await session.BeginTransactionAsync(cancellation);
            var (state, places) = await LoadAsync(session.Connection, append, cancellation);
            foreach (var development in places.GroupBy(place => place.Development))
                await FoldAsync(session, state, development.Key, [.. development.Select(place => place.Position)], cancellation);
            return state;
        }
        catch (PostgresException exception) when (ExpectedViews.IsBroken(exception))
        {
            await _views.RefreshAsync(cancellation);
            throw new ViewsHaveMovedException(exception);
        }
        catch (NpgsqlException exception) when (exception.InnerException is IOException || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown)
        {
            // What broke this connection may well have broken those that wait in the pool.
            _dataSource.Clear();
            throw new LogIsAwayException(exception);
        }
    }

    private async Task<(GroupState State, IReadOnlyList<Place> Places)> LoadAsync(NpgsqlConnection connection, Append append, CancellationToken cancellation)
    {
        var set = await _views.CurrentAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection) { Timeout = PatienceSeconds };
        batch.Add("Log/lock.sql");
        ExpectedViews.AddTo(batch, set);
        GroupState.AddQueries(batch, set, References.Actors(append.Command), []);
        GroupState.AddConditions(batch, set, [append]);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EmbeddedText.Of("development_places.sql")) { Parameters = { Sql.TextArray(References.Developments(append.Command)) } });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        // The first two result sets are the lock's own, and the check's.
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        var state = await GroupState.ReadAsync(reader, set, [append], cancellation);
        await reader.NextResultAsync(cancellation);
        var places = new List<Place>();
        while (await reader.ReadAsync(cancellation))
        {
            places.Add(new Place(reader.GetString(0), reader.GetInt64(1)));
            state.Versions[reader.GetString(2)] = reader.GetInt64(3);
        }
        await reader.DisposeAsync();
        if (state.Head.Number < state.Head.Position)
            await SettleAsync(connection, state.Head.Position, cancellation);
        return (state, places);
    }

    /// <summary>The default host numbers by itself; Marten asks the sequence.</summary>
    private static async Task SettleAsync(NpgsqlConnection connection, long position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EmbeddedText.Of("settle_sequence.sql"), connection) { Parameters = { Sql.Value(position) } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// A development's events by Marten: not its whole stream, which is an actor's and may hold a million others, but those that the index of the log
    /// tells.
    /// </summary>
    private static async Task FoldAsync(IDocumentSession session, GroupState state, string development, long[] positions, CancellationToken cancellation)
    {
        try
        {
            var events = await session.Events.QueryAllRawEvents()
                .Where(e => e.MaybeArchived() && e.Sequence.IsOneOf(positions))
                .OrderBy(e => e.Sequence)
                .ToListAsync(cancellation);
            state.Put(new DevelopmentHistory(development, [.. events.Select(e => new Recorded(e.Sequence, Instant.FromDateTime(e.Timestamp.UtcDateTime), (DevelopmentEvent)e.Data))]));
        }
        catch (EventDeserializationFailureException unreadable)
        {
            state.Unreadable[development] = unreadable.Sequence;
        }
    }

    private sealed record Place(string Development, long Position);
}
