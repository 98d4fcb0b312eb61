using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;

namespace Timeline.Domain.Developments;

/// <summary>What a correction's merge patch may do.</summary>
internal static class Corrections
{
    /// <summary>Checks the changes, and gives them with participants by actor id.</summary>
    public static DevelopmentChanges Check(DevelopmentChanges changes, Checks checks)
    {
        NotCleared("occurred", changes.Occurred, checks);
        NotCleared("headline", changes.Headline, checks);
        NotCleared("kind", changes.Kind, checks);
        NotCleared("source", changes.Source, checks);
        if (changes.Source.Value is { } source)
        {
            NotCleared("source.publisher", source.Publisher, checks);
            if (source.PublishedAt.Value is { } published)
                checks.PublishedAt("changes.source", published);
        }
        checks.Occurred("changes.occurred", changes.Occurred.Value);
        checks.Places("changes.places", changes.Places.Value);
        checks.Figures("changes.figures", changes.Figures.Value);
        return changes.Participants.Value is { } participants
            ? changes with { Participants = Patch<IReadOnlyList<Participant>>.Set(checks.Participants("changes.participants", participants)) }
            : changes;
    }

    /// <summary>Whether two entries tell a reader the same, whatever their revision.</summary>
    public static bool SaysTheSame(Entry a, Entry b) =>
        a.Kind == b.Kind && a.Occurred.Text == b.Occurred.Text && a.Headline == b.Headline && a.Summary == b.Summary && a.Attribution == b.Attribution
        && a.Participants.SequenceEqual(b.Participants) && a.Places.SequenceEqual(b.Places) && a.Tags.SequenceEqual(b.Tags, StringComparer.Ordinal)
        && a.Figures.Select(claim => (claim.Figure, claim.Attribution)).SequenceEqual(b.Figures.Select(claim => (claim.Figure, claim.Attribution)))
        && a.Sources.Select(claim => (claim.Source, claim.Attribution)).SequenceEqual(b.Sources.Select(claim => (claim.Source, claim.Attribution)));

    private static void NotCleared<T>(string field, Patch<T> patch, Checks checks)
    {
        if (patch is { IsPresent: true, Value: null })
            checks.Add($"changes.{field}", "can be changed, but not cleared");
    }
}
