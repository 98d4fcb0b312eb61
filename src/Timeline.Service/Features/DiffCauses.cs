using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>Which events of a development make its entry another one at another point: never none where the fold differs.</summary>
internal static class DiffCauses
{
    /// <param name="history">Up to the greater basis, at least.</param>
    public static IEnumerable<Recorded> Between(DevelopmentHistory history, DiffPoint from, DiffPoint to)
    {
        var (earlier, later) = from.Basis <= to.Basis ? (from, to) : (to, from);
        var old = history.UpTo(earlier.Basis);
        var @new = earlier.Basis == later.Basis ? old : history.UpTo(later.Basis);
        foreach (var recorded in @new.Events)
        {
            var isCause = recorded.Position > earlier.Basis
                ? Counts(recorded, @new, later.KnownAt) || TakesBackWhatCounted(recorded)
                : Crosses(recorded, old) || Crosses(recorded, @new);
            if (isCause)
                yield return recorded;
        }

        bool TakesBackWhatCounted(Recorded recorded) => recorded.Event is DevelopmentEventAnnulled annulment
            && old.At(annulment.Position) is { } target && Counts(target, old, earlier.KnownAt);

        // Logged by both points, it takes effect between their times; a report does so twice, when its description takes over too.
        bool Crosses(Recorded recorded, DevelopmentHistory by) =>
            Counts(recorded, by, from.KnownAt) != Counts(recorded, by, to.KnownAt)
            || (recorded.Event is DevelopmentReported report && (report.ReportedAt <= from.KnownAt) != (report.ReportedAt <= to.KnownAt));
    }

    private static bool Counts(Recorded recorded, DevelopmentHistory history, Instant knownAt) =>
        Instant.Max(history.EffectiveAt(recorded), history.KnownFrom ?? Instant.MinValue) <= knownAt;
}
