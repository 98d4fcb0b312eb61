using System.Text.Json.Serialization;

namespace Timeline.Service.Rebuilding;

/// <summary>What an operation does.</summary>
internal enum OperationKind
{
    /// <summary>Builds a view beside the live one and switches to it; of a part of the view, writes anew what differs.</summary>
    Rebuild,

    /// <summary>Compares the live view with what the log gives.</summary>
    Verify,
}

/// <summary>How an operation stands.</summary>
internal enum OperationState
{
    Running,

    /// <summary>Done all that it was asked to.</summary>
    Succeeded,

    /// <summary>Done, but the live view is not what the log gives, and was left as it is.</summary>
    Differs,
    Cancelled,

    /// <summary>Ended by a fault; what it had built is gone, the live view is as it was.</summary>
    Failed,
}

/// <summary>What an operation is at. Each phase but the first goes on where it was after an interruption.</summary>
internal enum OperationPhase
{
    Waiting,

    /// <summary>Goes through the log and writes what one event alone gives.</summary>
    Reading,

    /// <summary>Folds the developments of several events.</summary>
    Folding,
    Indexing,

    /// <summary>Replays what was written meanwhile.</summary>
    CatchingUp,
    Comparing,
    Switching,
    Repairing,
    Done,
}

/// <summary>The views by their public names.</summary>
internal static class Projections
{
    public const string Timeline = "timeline";
    public const string Actors = "actors";

    /// <summary>Both, in one switch.</summary>
    public const string All = "all";

    public static readonly string[] Names = [Timeline, Actors];

    public static bool IsName(string name) => name is Timeline or Actors or All;
}

/// <summary>What of a view is replayed: all of it, unless something is named.</summary>
/// <param name="Actor">Id of an actor, with the developments that it is the subject of by the log, or takes part in by the view.</param>
/// <param name="From">Developments and actors with an event from this position on, inclusive.</param>
/// <param name="To">… up to this position, inclusive.</param>
internal sealed record Selection(string? Actor = null, string? Development = null, long? From = null, long? To = null)
{
    [JsonIgnore]
    public bool IsEverything => this is { Actor: null, Development: null, From: null, To: null };
}

/// <summary>What is asked of an operation beyond its kind and view.</summary>
/// <param name="Accept">Go on where the result differs from the live view though its version is the same.</param>
/// <param name="Repair">Write the rows of the live view that differ anew, in place.</param>
internal sealed record OperationOptions(Selection Selection, bool Accept = false, bool Repair = false);

/// <summary>An operation to be started.</summary>
/// <param name="Version">The view version to build; null for the live one.</param>
internal sealed record OperationRequest(OperationKind Kind, string Projection, OperationOptions Options, string RequestedBy, int? Version = null);

/// <summary>How far an operation is, and what it has found; kept in its row.</summary>
internal sealed record OperationProgress
{
    public OperationPhase Phase { get; set; }

    /// <summary>The log up to here, inclusive, is in what was built.</summary>
    public long Position { get; set; }

    /// <summary>Where the phase goes on, in its own words.</summary>
    public string? Resume { get; set; }

    /// <summary>Of the phase: positions, developments, blocks or steps.</summary>
    public long Done { get; set; }
    public long? Total { get; set; }

    /// <summary>How many events were read and folded.</summary>
    public long Events { get; set; }

    /// <summary>How many developments and actors were folded.</summary>
    public long Folds { get; set; }

    /// <summary>How many rows were written beside the live ones.</summary>
    public long Rows { get; set; }
    public long Unreadable { get; set; }

    /// <summary>Rows that the log gives and the live view lacks.</summary>
    public long Missing { get; set; }

    /// <summary>Rows of the live view that the log does not give.</summary>
    public long Surplus { get; set; }
    public long Different { get; set; }

    /// <summary>Rows that were written or removed in place.</summary>
    public long Repaired { get; set; }

    public bool HasDifferences => Missing + Surplus + Different > 0;

    /// <summary>Begins a phase.</summary>
    public void Enter(OperationPhase phase, long? total = null) => (Phase, Resume, Done, Total) = (phase, null, 0, total);
}

/// <summary>An operation as its row tells it.</summary>
internal sealed record Operation
{
    public required long Id { get; init; }
    public required OperationKind Kind { get; init; }
    public required string Projection { get; init; }
    public required int Version { get; init; }
    public required OperationOptions Options { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTime RequestedAt { get; init; }
    public required OperationState State { get; init; }
    public required int Run { get; init; }
    public required bool IsCancelled { get; init; }
    public required OperationProgress Progress { get; init; }
    public string? Fault { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? PhaseAt { get; init; }
    public required DateTime ChangedAt { get; init; }
    public DateTime? EndedAt { get; init; }

    /// <summary>Where it is to be asked about.</summary>
    public string Location => $"/api/operations/{Id}";
    public bool OnTimeline => Projection != Projections.Actors;
    public bool OnActors => Projection != Projections.Timeline;

    /// <summary>The schema of what it builds.</summary>
    public string Schema => $"timeline_set_{Id}";
}
