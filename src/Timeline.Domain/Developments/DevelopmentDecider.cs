using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Domain.Developments;

/// <summary>What a decision about a development may look at besides its history.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="FindActor">Which actor's id an id or alias belongs to at the newest position, or null.</param>
/// <param name="DevelopmentExists">Whether an id names a development that was ever reported.</param>
public sealed record DecisionContext(Instant Now, Func<string, string?> FindActor, Func<string, bool> DevelopmentExists);

/// <summary>
/// The rules of developments: (command, history → an event or a refusal). Legality is judged against the state at the follow-up's own
/// <c>reportedAt</c> and the newest position.
/// </summary>
public static class DevelopmentDecider
{
    public static Decision<DevelopmentEvent> Decide(DevelopmentCommand command, DevelopmentHistory? history, DecisionContext context) =>
        command is ReportDevelopment report ? Report(report, history, context)
        : history is null or { Events.Count: 0 } ? new Refusal(RefusalCode.NotFound, $"There is no development '{command.Development}'.")
        : history.Report is null ? new Refusal(RefusalCode.NotFound, $"The development '{command.Development}' was removed: its report was annulled. Its id stays taken; report it anew under another id.")
        : history.FollowUps >= Limits.FollowUps ? new Refusal(RefusalCode.Invalid, $"A development takes at most {Limits.FollowUps:N0} follow-ups.")
        : command switch
        {
            AnnulEvent annul => Annul(annul, history),
            DatedFollowUp followUp => Follow(followUp, history, context),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command about a development"),
        };

    private static Decision<DevelopmentEvent> Report(ReportDevelopment c, DevelopmentHistory? history, DecisionContext context)
    {
        if (!Limits.IsSlug(c.Development))
            return Refusal.Of("id", $"must be {Limits.SlugRule}");
        if (history is { Events.Count: > 0 })
            return new Refusal(RefusalCode.Taken, $"The id '{c.Development}' is taken: correct that development at /api/developments/{c.Development}/corrections, or choose another id.");
        var checks = new Checks(context.FindActor);
        var actor = checks.Actor("actor", c.Actor);
        var participants = checks.Participants("participants", c.Participants);
        checks.Occurred("occurred", c.Occurred);
        checks.Places("places", c.Places);
        checks.Figures("figures", c.Figures);
        checks.Source("source", c.Source);
        var (at, on, refusal) = Reporting.Resolve(c.Reported, c.Source, knownFrom: null, context.Now);
        if ((checks.Refusal ?? refusal) is { } broken)
            return broken;
        return new DevelopmentReported(
            c.Development, actor, c.Kind, c.Occurred, c.Headline, c.Attribution, c.Source, at, on, c.Summary, participants, c.Places, c.Figures, c.Tags);
    }

    private static Decision<DevelopmentEvent> Annul(AnnulEvent c, DevelopmentHistory history)
    {
        var target = history.At(c.Position);
        return target is null ? Refusal.Of("position", $"no event of '{c.Development}' is at position {c.Position}: see /api/developments/{c.Development}/history")
            : target.Event is DevelopmentEventAnnulled ? Refusal.Of("position", "is an annulment, and an annulment is not annulled: enter the event anew")
            : history.IsAnnulled(target) ? Refusal.Of("position", "is annulled already")
            : new DevelopmentEventAnnulled(c.Development, c.Position, c.Reason);
    }

    private static Decision<DevelopmentEvent> Follow(DatedFollowUp c, DevelopmentHistory history, DecisionContext context)
    {
        var checks = new Checks(context.FindActor);
        checks.Source("source", c.Source);
        var corrected = Check(c, checks, context);
        var (at, on, refusal) = Reporting.Resolve(c.Reported, c.Source, history.KnownFrom, context.Now);
        if ((checks.Refusal ?? refusal) is { } broken)
            return broken;
        if (c is CorroborateDevelopment corroboration)
            return Corroborate(corroboration, at, on, history);
        if (Fold.EntryAt(history, at) is not { } entry)
            return Refusal.Of("reportedAt", $"lies before the development was known ({history.KnownFrom}); only a corroboration may come earlier");
        return Illegal(c, entry) is { } illegal ? illegal : c switch
        {
            CorrectDevelopment e => Correct(e with { Changes = corrected! }, at, on, history, entry),
            DisputeDevelopment e => new DevelopmentDisputed(e.Development, e.By, e.Reason, e.Source, at, on),
            RetractDevelopment e => new DevelopmentRetracted(e.Development, e.Reason, e.Source, at, on, e.DuplicateOf),
            ReinstateDevelopment e => new DevelopmentReinstated(e.Development, e.Reason, e.Source, at, on),
            _ => throw new ArgumentOutOfRangeException(nameof(c), c, "not a follow-up"),
        };
    }

    /// <summary>What the values alone break; gives a correction's changes with actors by id.</summary>
    private static DevelopmentChanges? Check(DatedFollowUp c, Checks checks, DecisionContext context)
    {
        switch (c)
        {
            case CorroborateDevelopment e:
                checks.Occurred("occurred", e.Occurred);
                checks.Places("places", e.Places);
                checks.Figures("figures", e.Figures);
                return null;
            case RetractDevelopment { DuplicateOf: { } original } e:
                if (original == e.Development)
                    checks.Add("duplicateOf", "a development is no duplicate of itself");
                else if (!context.DevelopmentExists(original))
                    checks.Add("duplicateOf", $"there is no development '{original}'");
                return null;
            case CorrectDevelopment e:
                return Corrections.Check(e.Changes, checks);
            default:
                return null;
        }
    }

    private static Refusal? Illegal(DatedFollowUp c, Entry entry) => (c, entry.Status) switch
    {
        (ReinstateDevelopment, DevelopmentStatus.Retracted or DevelopmentStatus.Disputed) => null,
        (ReinstateDevelopment, _) => new Refusal(RefusalCode.Invalid, "There is nothing to reinstate: at that time it was neither retracted nor disputed."),
        (_, DevelopmentStatus.Retracted) => new Refusal(RefusalCode.Invalid, "It was retracted at that time: reinstate it first (a corroboration is possible)."),
        _ => null,
    };

    private static Decision<DevelopmentEvent> Corroborate(CorroborateDevelopment c, Instant at, DateOnly? on, DevelopmentHistory history)
    {
        if (at < history.Report!.ReportedAt && (c.Headline is null || c.Occurred is null))
        {
            var missing = new[] { c.Headline is null ? "headline" : null, c.Occurred is null ? "occurred" : null }.OfType<string>();
            return new Refusal(
                RefusalCode.Invalid,
                "It was published before the report, so it describes the development until then: give headline and occurred as it told them.",
                missing.ToDictionary(field => field, _ => new[] { $"is needed, because reportedAt lies before the report's ({history.Report.ReportedAt})" }));
        }
        return new DevelopmentCorroborated(c.Development, c.Attribution, c.Source, at, on, c.Figures, c.Headline, c.Occurred, c.Summary, c.Places);
    }

    private static Decision<DevelopmentEvent> Correct(CorrectDevelopment c, Instant at, DateOnly? on, DevelopmentHistory history, Entry before)
    {
        var corrected = new DevelopmentCorrected(c.Development, c.Changes, c.Reason, c.Source, at, on);
        var after = Fold.EntryAt(history.Append(new Recorded(long.MaxValue, Instant.MaxValue, corrected)), at)!;
        return Corrections.SaysTheSame(before, after)
            ? new Refusal(RefusalCode.Invalid, "This correction changes nothing: at that time the development was described like this already.")
            : corrected;
    }
}
