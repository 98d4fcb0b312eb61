using Timeline.Domain;
using Timeline.Domain.Time;

namespace Timeline.Service.Log;

/// <summary>Who asks, and in what context: Marten's metadata columns.</summary>
public sealed record Origin(string Principal, string? CorrelationId = null, string? CausationId = null);

/// <summary>
/// An idempotency key. One and the same key and request within a scope are carried out once; the first answer is given again.
/// </summary>
/// <param name="Scope">Principal, method and path; or <see cref="Import"/>, whose keys are kept for ever.</param>
/// <param name="RequestHash">Tells another request under the same key.</param>
public sealed record CommandKey(string Scope, string Key, ReadOnlyMemory<byte> RequestHash)
{
    public const string Import = "import";
}

/// <summary>What the caller wants unchanged since it looked.</summary>
/// <param name="StreamVersion">The stream's version, or null.</param>
/// <param name="NewestPositions">One of these is the newest position that affects the development or actor; null for any.</param>
public sealed record Precondition(long? StreamVersion = null, IReadOnlyList<long>? NewestPositions = null);

/// <summary>One command on its way to the log.</summary>
public sealed record Append(Command Command, Origin Origin, CommandKey? Key = null, Precondition? Precondition = null);

/// <summary>The answer to an accepted command.</summary>
/// <param name="Id">The development, or actor, that it was about.</param>
/// <param name="Version">The event's version in its stream.</param>
/// <param name="Position">The event's position in the log.</param>
public sealed record Appended(string Id, string Stream, long Version, long Position, Instant RecordedAt);

/// <summary>What became of a command: exactly one of an answer, a refusal, or neither, where there was nothing to do.</summary>
/// <param name="IsReplay">The answer is the first one's, given again.</param>
public readonly record struct AppendOutcome(Appended? Answer, Refusal? Refusal, bool IsReplay = false)
{
    public static readonly AppendOutcome NothingToDo;

    public static implicit operator AppendOutcome(Refusal refusal) => new(null, refusal);
}
