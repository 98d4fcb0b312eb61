using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;

namespace Timeline.Service.Log;

/// <summary>
/// What becomes of a command, judged on a state: an event to append, or an outcome without one. Whoever appends the event gives it its place.
/// </summary>
/// <param name="Event">Null where there is none.</param>
/// <param name="Id">The development, or actor, that the event is about.</param>
/// <param name="Stream">The stream that it goes to.</param>
internal readonly record struct Verdict(object? Event, string Id, string Stream, AppendOutcome Outcome)
{
    private Verdict(AppendOutcome outcome)
        : this(null, "", "", outcome)
    {
    }

    /// <summary>All is as the command wants it: accepted without an event, so that its key is used now.</summary>
    public bool IsNothing => Event is null && Outcome == AppendOutcome.NothingToDo;

    public static Verdict Of(GroupState state, Append append)
    {
        if (append.Key is { } key && state.Keys.TryGetValue((key.Scope, key.Key), out var used))
        {
            return new(used.RequestHash.Span.SequenceEqual(key.RequestHash.Span)
                ? new AppendOutcome(used.Answer, null, IsReplay: true)
                : new Refusal(RefusalCode.Invalid, $"The idempotency key '{key.Key}' was used for another request: take a new key."));
        }
        if (append.Precondition is { } precondition && Check(state, append.Command, precondition) is { } stale)
            return new(stale);
        return append.Command switch
        {
            ActorCommand command => OfActor(state, command),
            DevelopmentCommand command => OfDevelopment(state, command),
            _ => throw new ArgumentOutOfRangeException(nameof(append), append.Command, "neither about an actor nor about a development"),
        };
    }

    private static Verdict OfActor(GroupState state, ActorCommand command)
    {
        var before = state.FindActor(command.Actor);
        // An alias stands for its actor, except where a new actor's id is asked for.
        var subject = command is DescribeActor || before?.Id == command.Actor ? before : null;
        var decision = ActorDecider.Decide(command, subject, idOrAlias => state.FindActor(idOrAlias)?.Id);
        if (decision.Refusal is { } refusal)
            return new(refusal);
        return decision.Event is { } @event ? new(@event, @event.Actor, @event.Actor, default) : new(AppendOutcome.NothingToDo);
    }

    private static Verdict OfDevelopment(GroupState state, DevelopmentCommand command)
    {
        if (state.Unreadable.TryGetValue(command.Development, out var position))
        {
            return new(new Refusal(
                RefusalCode.Unavailable, $"'{command.Development}' holds an event that this version cannot read, at position {position}: it takes nothing more until that is repaired."));
        }
        var before = state.FindDevelopment(command.Development);
        var context = new DecisionContext(state.Head.Now, idOrAlias => state.FindActor(idOrAlias)?.Id, id => state.FindDevelopment(id)?.Report is not null);
        var decision = DevelopmentDecider.Decide(command, before, context);
        if (decision is not { Event: { } @event })
            return new(decision.Refusal!);
        var stream = (@event as DevelopmentReported)?.Actor ?? before!.Report!.Actor;
        return new(@event, command.Development, stream, default);
    }

    private static Refusal? Check(GroupState state, Command command, Precondition precondition)
    {
        var development = command is DevelopmentCommand { Development: var id } ? state.FindDevelopment(id) : null;
        var stream = command switch
        {
            ActorCommand c => state.FindActor(c.Actor)?.Id ?? c.Actor,
            ReportDevelopment c => state.FindActor(c.Actor)?.Id ?? c.Actor,
            _ => (development?.Events[0].Event as DevelopmentReported)?.Actor ?? "",
        };
        var version = state.Versions.GetValueOrDefault(stream);
        if (precondition.StreamVersion is { } expected && expected != version)
            return new Refusal(RefusalCode.Stale, $"The stream is at version {version}, not at {expected}: look at it again.");
        var newest = command is DevelopmentCommand
            ? development?.Events[^1].Position
            : state.NewestOfActor.GetValueOrDefault(stream);
        return precondition.NewestPositions is { } positions && !positions.Contains(newest ?? 0)
            ? new Refusal(RefusalCode.Stale, "It has changed since the ETag that If-Match names: read it again.")
            : null;
    }
}
