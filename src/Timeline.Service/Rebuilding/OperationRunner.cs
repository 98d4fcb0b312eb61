using System.Globalization;
using Npgsql;
using Timeline.Domain.Knowledge;
using Timeline.Service.Database;
using Timeline.Service.Http;
using Timeline.Service.Views;

namespace Timeline.Service.Rebuilding;

/// <summary>Carries operations out, from where they are to their end.</summary>
internal sealed class OperationRunner(NpgsqlDataSource dataSource, ViewSets sets, ILogger logger)
{
    /// <summary>How many positions may be left for the last round, under the ordering lock.</summary>
    private const long Last = 256;

    /// <summary>Works on an operation until it ends.</summary>
    /// <param name="isAbandoned">What happens to it where <paramref name="cancellation"/> is raised: it is cancelled, or left for another process to take up.</param>
    /// <returns>False where another process works on it, or it has ended.</returns>
    /// <exception cref="NpgsqlException">The database is away; the operation goes on when it is back.</exception>
    public async Task<bool> RunAsync(long id, Pace pace, bool isAbandoned, CancellationToken cancellation)
    {
        await using var work = await OperationWork.TryClaimAsync(dataSource, id, pace, cancellation);
        if (work is null)
            return false;
        try
        {
            await HeedAsync(work);
        }
        catch (OperationLostException lost)
        {
            logger.LogInformation("Operation {Id}: {Reason}", id, lost.Message);
        }
        catch (OperationCancelledException)
        {
            await EndAsync(work, OperationState.Cancelled);
        }
        catch (Exception stopped) when (cancellation.IsCancellationRequested && stopped is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
        {
            if (isAbandoned)
                await EndAsync(work, OperationState.Cancelled);
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception fault) when (!DatabaseAway.Explains(fault) && fault is not OperationCanceledException)
        {
            logger.LogError(fault, "Operation {Id} failed", id);
            await EndAsync(work, OperationState.Failed, fault.Message);
        }
        return true;
    }

    /// <summary>Whatever part of the work it was that has noticed that it was called off, and in whatever way.</summary>
    private async Task HeedAsync(OperationWork work)
    {
        try
        {
            await RunAsync(work);
        }
        catch (Exception stopped) when (work.IsCalledOff(stopped))
        {
            throw await work.WhyAsync();
        }
    }

    private async Task RunAsync(OperationWork work)
    {
        var operation = work.Operation;
        var live = (await sets.RefreshAsync(work.Stop))[0];
        if (sets.Versions.Find(operation.Version) is not { } version)
        {
            await EndAsync(work, OperationState.Failed, $"This binary does not know view version {operation.Version}; it knows {string.Join(", ", sets.Versions.Numbers)}.");
            return;
        }
        if (work.Operation.Run > 1 && work.Progress.Phase != OperationPhase.Repairing && (operation.Kind == OperationKind.Verify || !operation.Options.Selection.IsEverything))
            await BeginAnewAsync(work);
        var built = new ViewSet(0, 0, operation.Version, operation.Schema, operation.Schema, null) { Version = version };
        if (operation.Kind == OperationKind.Verify && live.Number != operation.Version)
            await EndAsync(work, OperationState.Failed, $"The live views are of version {live.Number} now, not {operation.Version}.");
        else if (!operation.Options.Selection.IsEverything)
            await RunPartAsync(work, live, built);
        else if (operation.Kind == OperationKind.Verify)
            await VerifyAsync(work, live, built);
        else
            await RebuildAsync(work, live, built);
    }

    /// <summary>What is only compared is not kept through a crash of the server, so it is not gone on with.</summary>
    private static Task BeginAnewAsync(OperationWork work)
    {
        work.Restore(new OperationProgress());
        return work.StepAsync(async connection =>
        {
            await using var forget = new NpgsqlCommand("delete from timeline.operation_differences where operation = $1", connection) { Parameters = { Sql.Value(work.Operation.Id) } };
            await forget.ExecuteNonQueryAsync(work.Stop);
        });
    }

    private async Task RebuildAsync(OperationWork work, ViewSet live, ViewSet built)
    {
        var isSameVersion = live.Number == built.Number;
        var replay = new WholeReplay(work, live, built);
        await replay.BuildAsync(isKept: true, compares: isSameVersion);
        if (work.Progress.Phase == OperationPhase.CatchingUp)
            await replay.CatchUpAsync(compares: false, Last);
        if (isSameVersion && work.Progress.Phase <= OperationPhase.Comparing)
            await replay.CompareAsync();
        if (work.Progress.Phase != OperationPhase.Switching)
        {
            await work.StepAsync(connection =>
            {
                work.Progress.Enter(OperationPhase.Switching);
                return work.Operation.OnTimeline && isSameVersion && !work.Progress.HasDifferences
                    ? new ShadowTables(work.Operation.Schema, live).CopyZonesAsync(connection, work.Stop)
                    : Task.CompletedTask;
            });
        }
        while (true)
        {
            await replay.CatchUpAsync(compares: isSameVersion, Last);
            if (isSameVersion && work.Progress.HasDifferences && !work.Operation.Options.Accept)
            {
                await EndAsync(work, OperationState.Differs);
                return;
            }
            var found = work.Progress with { };
            try
            {
                await work.StepAsync(connection => SwitchAsync(connection, work, replay, built, isSameVersion), isDurable: true);
                break;
            }
            catch (ViewsDifferException)
            {
                // Nothing was written. Outside of the lock the same round finds it again, and writes it down.
                work.Restore(found);
                replay.Forget();
            }
        }
        await sets.RefreshAsync(CancellationToken.None);
    }

    /// <summary>Under the ordering lock: what is left, and then one row says that the tables are the live ones.</summary>
    private static async Task SwitchAsync(NpgsqlConnection connection, OperationWork work, WholeReplay replay, ViewSet built, bool isSameVersion)
    {
        var operation = work.Operation;
        await ExecuteAsync(connection, Sql.Text("Log/lock.sql"), work.Stop);
        var before = work.Progress with { };
        await replay.FinishAsync(connection, compares: isSameVersion);
        if (isSameVersion && !operation.Options.Accept && (work.Progress.Missing, work.Progress.Surplus, work.Progress.Different) != (before.Missing, before.Surplus, before.Different))
            throw new ViewsDifferException();
        if (operation.OnTimeline)
            await ExecuteAsync(connection, Sql.Text("Rebuilding/index_apply.sql").Replace("{built}", operation.Schema, StringComparison.Ordinal), work.Stop);
        await NoteUnreadableAsync(connection, work);
        var tables = new ShadowTables(operation.Schema, built);
        if (operation.OnTimeline && work.Progress.HasDifferences)
            await tables.ForgetZonesAsync(connection, work.Stop);
        await tables.ReleaseAsync(connection, operation.OnTimeline, operation.OnActors, work.Stop);
        await ExecuteAsync(
            connection, Sql.Text("Rebuilding/switch.sql"), work.Stop,
            new NpgsqlParameter<int> { TypedValue = operation.Version }, Sql.Value(operation.Id),
            Sql.Value(operation.OnTimeline ? operation.Schema : null), Sql.Value(operation.OnActors ? operation.Schema : null), Sql.Value(work.Progress.Position));
        if (isSameVersion && !work.Progress.HasDifferences)
        {
            await ExecuteAsync(connection, Sql.Text("States/state_keep.sql"), work.Stop);
            await ExecuteAsync(connection, Sql.Text("Views/Terms/terms_keep.sql"), work.Stop);
        }
        await work.EndAsync(connection, OperationState.Succeeded);
    }

    /// <summary>What the replay of the whole log could not read is what is set aside, and nothing else any more.</summary>
    private static async Task NoteUnreadableAsync(NpgsqlConnection connection, OperationWork work)
    {
        await ExecuteAsync(
            connection, Sql.Text("Rebuilding/unreadable_forget.sql"), work.Stop, Sql.Value(LogPages.TypesOf(work.Operation)), Sql.Value(work.Progress.Position));
        await ExecuteAsync(connection, Sql.Text("Rebuilding/unreadable_apply.sql"), work.Stop, Sql.Value(work.Operation.Id));
    }

    private async Task VerifyAsync(OperationWork work, ViewSet live, ViewSet built)
    {
        var replay = new WholeReplay(work, live, built);
        await replay.BuildAsync(isKept: false, compares: false);
        if (work.Progress.Phase is OperationPhase.CatchingUp or OperationPhase.Comparing)
            await replay.CompareAsync();
        await work.StepAsync(connection => NoteUnreadableAsync(connection, work));
        await ConcludeAsync(work, live, work.Operation.Options.Repair);
    }

    private async Task RunPartAsync(OperationWork work, ViewSet live, ViewSet built)
    {
        if (live.Number != built.Number)
        {
            await EndAsync(work, OperationState.Failed, $"A part of a view is replayed by the version that is live, {live.Number}; another version takes a rebuild of all.");
            return;
        }
        await new PartReplay(work, live, built).RunAsync();
        await ConcludeAsync(work, live, work.Operation.Kind == OperationKind.Rebuild ? work.Operation.Options.Accept : work.Operation.Options.Repair);
    }

    private async Task ConcludeAsync(OperationWork work, ViewSet live, bool repairs)
    {
        var differences = work.Progress.Missing + work.Progress.Surplus + work.Progress.Different;
        if (differences == 0)
        {
            await EndAsync(work, OperationState.Succeeded);
        }
        else if (!repairs)
        {
            await EndAsync(work, OperationState.Differs);
        }
        else if (differences > Comparison.MostKept)
        {
            await EndAsync(work, OperationState.Differs, string.Create(
                CultureInfo.InvariantCulture, $"{differences} rows differ; at most {Comparison.MostKept} are repaired in place. Rebuild the view instead, with accept=difference."));
        }
        else
        {
            await new Repair(work, live).RunAsync();
            await EndAsync(work, OperationState.Succeeded);
        }
    }

    /// <summary>Removes what was built, and ends the operation.</summary>
    private async Task EndAsync(OperationWork work, OperationState state, string? fault = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        await ShadowTables.DropAsync(connection, work.Operation.Schema, CancellationToken.None);
        await work.EndAsync(state, fault);
        if (state != OperationState.Succeeded)
            logger.LogInformation("Operation {Id} ended: {State}", work.Operation.Id, EntryJson.NameOf(state));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>The last round, under the lock, found a difference: the switch does not take place.</summary>
internal sealed class ViewsDifferException() : Exception("The view that was built differs from the live one.");
