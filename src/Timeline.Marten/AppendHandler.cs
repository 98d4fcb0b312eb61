using Marten;
using Timeline.Domain.Actors;
using Timeline.Domain.Time;
using Timeline.Service.Log;
using Wolverine.Attributes;

namespace Timeline.Marten;

/// <summary>Carries a command out: lock → state → the domain's decision → Marten's append. Wolverine saves the session afterwards, or retries.</summary>
public static class AppendHandler
{
    [Transactional]
    public static async Task<Decided> Handle(Append append, IDocumentSession session, LogTransaction transaction, CancellationToken cancellation)
    {
        var state = await transaction.BeginAsync(session, append, cancellation);
        var verdict = Verdict.Of(state, append);
        if (verdict.Event is null)
        {
            if (verdict.IsNothing && append.Key is { } key)
                session.QueueOperation(new UseKey(key, () => null));
            return new Decided(() => verdict.Outcome);
        }

        // As the caller says, not as the message that brought the command would.
        (session.CorrelationId, session.CausationId, session.LastModifiedBy) = (append.Origin.CorrelationId, append.Origin.CausationId, append.Origin.Principal);
        var (recordedAt, @event) = (RecordedAt(state.Head), session.Events.BuildEvent(verdict.Event));
        @event.Timestamp = new DateTimeOffset(recordedAt.ToDateTime(), TimeSpan.Zero);
        if (state.Versions.TryGetValue(verdict.Stream, out var version))
            session.Events.Append(verdict.Stream, version + 1, @event);
        else
            session.Events.StartStream<Actor>(verdict.Stream, @event);
        Appended Answer() => new(verdict.Id, verdict.Stream, @event.Version, @event.Sequence, recordedAt);
        if (append.Key is { } used)
        {
            @event.SetHeader("idempotencyKey", used.Key);
            @event.SetHeader("idempotencyScope", used.Scope);
            session.QueueOperation(new UseKey(used, Answer));
        }
        return new Decided(() => new AppendOutcome(Answer(), null));
    }

    /// <summary>Above the newest, also when the clock has stepped back.</summary>
    private static Instant RecordedAt(GroupHead head) =>
        head.RecordedAt == Instant.MinValue ? head.Now : Instant.Max(head.Now, head.RecordedAt.PlusMicroseconds(1));
}

/// <summary>A command's outcome, once its session is saved: Marten gives versions and positions while it saves.</summary>
public sealed class Decided(Func<AppendOutcome> outcome)
{
    public AppendOutcome Outcome => outcome();
}
