using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Testing;

/// <summary>
/// The oracle: what was known of a development at (knowledge time, log position), straight from the rules and from nothing else.
/// It goes over all events for every question, on purpose: no state is carried from one question to the next.
/// </summary>
public static class BruteForce
{
    /// <summary>The entry as the service would answer it, or null where nothing was known.</summary>
    /// <param name="events">Events of one development, in any order.</param>
    /// <param name="knownAt">Inclusive.</param>
    /// <param name="basis">A log position, inclusive.</param>
    public static JsonObject? EntryAt(IReadOnlyList<Recorded> events, Instant knownAt, long basis)
    {
        var log = events.Where(recorded => recorded.Position <= basis).OrderBy(recorded => recorded.Position).ToList();
        var annulled = log.Select(recorded => recorded.Event).OfType<DevelopmentEventAnnulled>().Select(annulment => annulment.Position).ToHashSet();
        var standing = log.Where(recorded => !annulled.Contains(recorded.Position))
            .Select(recorded => recorded.Event)
            .OfType<DatedEvent>()
            .ToList();
        if (standing.OfType<DevelopmentReported>().SingleOrDefault() is not { } report)
            return null;
        var knownFrom = standing.Where(e => e is DevelopmentReported or DevelopmentCorroborated).Min(e => e.ReportedAt);
        if (knownAt < knownFrom)
            return null;

        // OrderBy is stable: equal times stay in the order of their positions.
        var effects = standing.Where(e => e.ReportedAt <= knownAt).OrderBy(e => e.ReportedAt).ToList();
        var description = Description.Of(report, effects);
        var status = Standing.Of(effects, description.Publishers);
        var counted = log.Where(recorded => EffectiveAt(recorded, log, knownFrom) <= knownAt).ToList();
        return Json.Object(
            ("id", report.Development),
            ("actor", report.Actor),
            ("participants", Json.Array(description.Participants.Select(Json.Of))),
            ("kind", Json.Camel(description.Kind)),
            ("occurred", Json.Occurred(description.Occurred)),
            ("headline", description.Headline),
            ("summary", description.Summary),
            ("places", Json.Array(description.Places.Select(Json.Of))),
            ("attribution", description.Attribution),
            ("figures", Json.Array(description.Figures)),
            ("tags", Json.Array(description.Tags.Select(tag => JsonValue.Create(tag)))),
            ("status", status.Name),
            ("disputes", Json.Array(status.Disputes)),
            ("retraction", status.Retraction),
            ("knownFrom", knownFrom.ToString()),
            ("revision", counted.Count),
            ("revisedAt", Latest([.. counted.Select(recorded => EffectiveAt(recorded, log, knownFrom)), .. effects.OfType<DevelopmentReported>().Select(e => e.ReportedAt)]).ToString()),
            ("sources", Json.Array(description.Sources)),
            ("recordedAt", counted[^1].RecordedAt.ToString()),
            ("position", counted[^1].Position));
    }

    /// <summary>The entries of all developments whose events are given, by id (bytes).</summary>
    public static IReadOnlyList<JsonObject> EntriesAt(IEnumerable<Recorded> events, Instant knownAt, long basis) =>
    [
        .. events.GroupBy(recorded => recorded.Event.Development)
            .OrderBy(development => development.Key, StringComparer.Ordinal)
            .Select(development => EntryAt([.. development], knownAt, basis))
            .OfType<JsonObject>(),
    ];

    /// <summary>The knowledge times at which something may change: all that the events name, and the microseconds beside them.</summary>
    public static IReadOnlyList<Instant> Times(IEnumerable<Recorded> events) =>
    [
        .. events.Select(recorded => recorded.Event)
            .OfType<DatedEvent>()
            .SelectMany(e => new[] { -1, 0, 1 }.Select(step => e.ReportedAt.PlusMicroseconds(step)))
            .Distinct()
            .Order(),
    ];

    /// <summary>An entry's bytes as the service would write them.</summary>
    public static string Text(JsonObject entry) => entry.ToJsonString(Json.Options);

    private static Instant EffectiveAt(Recorded recorded, IReadOnlyList<Recorded> log, Instant knownFrom) => recorded.Event switch
    {
        DevelopmentReported => knownFrom,
        DatedEvent dated => dated.ReportedAt,
        DevelopmentEventAnnulled annulment => EffectiveAt(log.Single(target => target.Position == annulment.Position), log, knownFrom),
        _ => throw new ArgumentOutOfRangeException(nameof(recorded), recorded.Event, "unknown event"),
    };

    private static Instant Latest(IReadOnlyList<Instant> times) => times.Max();

    /// <summary>What it says: descriptions first, corrections over them, claims side by side.</summary>
    private sealed record Description(
        IReadOnlyList<Participant> Participants,
        DevelopmentKind Kind,
        IReadOnlyList<string> Tags,
        string Occurred,
        string Headline,
        string? Summary,
        IReadOnlyList<Place> Places,
        string Attribution,
        IReadOnlyList<JsonObject> Figures,
        IReadOnlyList<JsonObject> Sources,
        IReadOnlyList<string> Publishers)
    {
        public static Description Of(DevelopmentReported report, IReadOnlyList<DatedEvent> effects)
        {
            var corrections = effects.OfType<DevelopmentCorrected>().ToList();
            var corroborations = effects.OfType<DevelopmentCorroborated>().ToList();
            var isReported = effects.Contains(report);
            var early = isReported ? null : corroborations.Last();

            T? Corrected<T>(T? below, Func<DevelopmentChanges, Patch<T>> field) => corrections.Select(correction => field(correction.Changes))
                .Aggregate(below, (value, patch) => patch.IsPresent ? patch.Value : value);

            var reportSource = Patched(report.Source, corrections);
            var describer = early?.Source ?? reportSource;
            var attribution = Corrected(isReported ? report.Attribution : early!.Attribution, changes => changes.Attribution) ?? describer.Publisher;

            var figures = new List<JsonObject>();
            var figuresFrom = corrections.LastOrDefault(correction => correction.Changes.Figures.IsPresent);
            if (figuresFrom is not null)
                figures.AddRange((figuresFrom.Changes.Figures.Value ?? []).Select(figure => Json.Figure(figure, attribution, figuresFrom)));
            else if (isReported)
                figures.AddRange((report.Figures ?? []).Select(figure => Json.Figure(figure, attribution, report)));
            foreach (var said in corroborations)
                figures.AddRange((said.Figures ?? []).Select(figure => Json.Figure(figure, said.Attribution ?? said.Source.Publisher, said)));

            // A corrected source is public when both it and the report are.
            var sourceFrom = effects.LastOrDefault(e => e is DevelopmentReported or DevelopmentCorrected { Changes.Source.IsPresent: true });
            var sources = new List<JsonObject>();
            if (isReported)
                sources.Add(Json.SourceClaim(reportSource, attribution, sourceFrom!));
            sources.AddRange(corroborations.Select(said => Json.SourceClaim(said.Source, said.Attribution ?? said.Source.Publisher, said)));

            return new Description(
                Corrected(report.Participants, changes => changes.Participants) ?? [],
                Corrected((DevelopmentKind?)report.Kind, changes => changes.Kind)!.Value,
                Corrected(report.Tags, changes => changes.Tags) ?? [],
                Corrected(early is null ? report.Occurred : early.Occurred, changes => changes.Occurred)!,
                Corrected(early is null ? report.Headline : early.Headline, changes => changes.Headline)!,
                Corrected(early is null ? report.Summary : early.Summary, changes => changes.Summary),
                Corrected(early is null ? report.Places : early.Places, changes => changes.Places) ?? [],
                attribution,
                figures,
                sources,
                [.. sources.Select(source => (string)source["publisher"]!)]);
        }

        private static Source Patched(Source source, IReadOnlyList<DevelopmentCorrected> corrections)
        {
            foreach (var patch in corrections.Select(correction => correction.Changes.Source.Value).OfType<SourcePatch>())
            {
                source = new Source(
                    patch.Publisher.IsPresent ? patch.Publisher.Value! : source.Publisher,
                    patch.Title.IsPresent ? patch.Title.Value : source.Title,
                    patch.Url.IsPresent ? patch.Url.Value : source.Url,
                    patch.ArchivedUrl.IsPresent ? patch.ArchivedUrl.Value : source.ArchivedUrl,
                    patch.PublishedAt.IsPresent ? patch.PublishedAt.Value : source.PublishedAt);
            }
            return source;
        }
    }

    /// <summary>How it stands.</summary>
    private sealed record Standing(string Name, IReadOnlyList<JsonObject> Disputes, JsonObject? Retraction)
    {
        public static Standing Of(IReadOnlyList<DatedEvent> effects, IReadOnlyList<string> publishers)
        {
            var sinceReinstated = effects.Reverse().TakeWhile(e => e is not DevelopmentReinstated).Reverse().ToList();
            var disputes = sinceReinstated.OfType<DevelopmentDisputed>().ToList();
            var retraction = sinceReinstated.OfType<DevelopmentRetracted>().LastOrDefault();
            var distinct = publishers.Select(publisher => publisher.Trim().ToLowerInvariant()).Distinct().Count();
            var name = retraction is not null ? "retracted" : disputes.Count > 0 ? "disputed" : distinct >= 2 ? "corroborated" : "reported";
            return new Standing(name, [.. disputes.Select(Json.Dispute)], retraction is null ? null : Json.Retraction(retraction));
        }
    }
}
