using System.Globalization;
using System.Text.Json.Nodes;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Testing;

namespace Timeline.Service.Tests.Oracles;

/// <summary>
/// A development's history, event by event. What an event alone changed is the difference between two entries by brute force: of the events that were
/// said before it, without it and with it.
/// </summary>
internal static class HistoryOracle
{
    private static readonly string[] Bookkeeping = ["revision", "revisedAt", "recordedAt", "position"];

    public static async Task<int> CheckAsync(OracleLog log, Random random)
    {
        var told = 0;
        foreach (var development in log.Events.GroupBy(recorded => recorded.Event.Development))
        {
            var newest = development.Last().Position;
            foreach (var (knownAt, basis) in new[] { (log.NewestKnownAt(newest), newest), (log.AnyTime(random), newest), (log.AnyTime(random), log.AnyBasis(random)) })
            {
                var question = $"/api/developments/{development.Key}/history?{OracleLog.Pin(knownAt, basis)}";
                var events = (await log.AskAsync(question))?["events"]!.AsArray();
                log.ShouldBeSame(events is null ? null : Text(events.Select(Comparable)), Expected([.. development.Where(recorded => recorded.Position <= basis)], knownAt), question);
                told += events?.Count(e => e!["changes"] is not null) ?? 0;
            }
        }
        return told;
    }

    private static string Text(IEnumerable<JsonNode> events) => string.Join('\n', events.Select(e => BruteForce.Text(e.AsObject())));

    /// <summary>Without the version of the stream, of which the events of a development say nothing; changes in an order of their own.</summary>
    private static JsonObject Comparable(JsonNode? told)
    {
        var copy = told!.DeepClone().AsObject();
        copy.Remove("version");
        if (copy["changes"] is JsonArray changes)
            copy["changes"] = new JsonArray([.. changes.OrderBy(change => (string)change!["field"]!, StringComparer.Ordinal).Select(change => change!.DeepClone())]);
        return copy;
    }

    /// <summary>Null where nothing is effective yet.</summary>
    private static string? Expected(List<Recorded> log, Instant knownAt)
    {
        var annulments = log.Where(recorded => recorded.Event is DevelopmentEventAnnulled).ToList();
        var standing = log.Where(recorded => recorded.Event is DatedEvent && !annulments.Exists(by => Target(by) == recorded.Position)).ToList();
        var report = standing.Find(recorded => recorded.Event is DevelopmentReported);
        var tellings = standing.Where(recorded => recorded.Event is DevelopmentReported or DevelopmentCorroborated).OrderBy(At).ThenBy(recorded => recorded.Position).ToList();
        var shown = log.Where(recorded => EffectiveAt(recorded) <= knownAt).ToList();
        if (shown.Count == 0)
            return null;
        var changes = report is null ? [] : Changes(standing, report, tellings[0], knownAt);
        return Text(shown.Select(recorded => Told(recorded, EffectiveAt(recorded), knownAt, changes.GetValueOrDefault(recorded.Position), annulments.Find(by => Target(by) == recorded.Position))));

        Instant EffectiveAt(Recorded recorded) => recorded.Event switch
        {
            DevelopmentEventAnnulled => EffectiveAt(log.Single(target => target.Position == Target(recorded))),
            DevelopmentReported when ReferenceEquals(recorded, report) => At(tellings[0]),
            _ => At(recorded),
        };
    }

    /// <summary>What each event changed, in the order in which they were said; the first one began it all.</summary>
    private static Dictionary<long, JsonArray> Changes(List<Recorded> standing, Recorded report, Recorded first, Instant knownAt)
    {
        var changes = new Dictionary<long, JsonArray>();
        var said = new List<Recorded> { first };
        foreach (var next in standing.Where(recorded => recorded != first && At(recorded) <= knownAt).OrderBy(At).ThenBy(recorded => recorded.Position))
        {
            var before = EntryOf(said);
            said.Add(next);
            if (At(first) <= knownAt && Difference(before, EntryOf(said)) is { Count: > 0 } difference)
                changes[next.Position] = difference;
        }
        return changes;

        // The report counts from the beginning, and says nothing before its own time.
        JsonObject EntryOf(List<Recorded> events) => BruteForce.EntryAt([.. events.Append(report).Distinct()], events.Max(At), long.MaxValue)!;
    }

    private static JsonArray Difference(JsonObject before, JsonObject after) => new(
    [
        .. before.Concat(after).Select(member => member.Key).Distinct().Except(Bookkeeping).Order(StringComparer.Ordinal)
            .Where(field => before[field]?.ToJsonString() != after[field]?.ToJsonString())
            .Select(field => Object(("field", field), ("before", before[field]), ("after", after[field]))),
    ]);

    private static JsonObject Told(Recorded recorded, Instant effectiveAt, Instant knownAt, JsonArray? changes, Recorded? annulledBy)
    {
        var e = recorded.Event;
        var dated = e as DatedEvent;
        var isPublic = dated is null || dated.ReportedAt <= knownAt;
        var words = !isPublic ? [] : new (string, JsonNode?)[]
        {
            ("source", dated is null ? null : SourceOf(dated.Source)),
            ("attribution", (e as DevelopmentReported)?.Attribution ?? (e as DevelopmentCorroborated)?.Attribution),
            ("by", (e as DevelopmentDisputed)?.By),
            ("annuls", e is DevelopmentEventAnnulled ? Target(recorded) : null),
            ("reason", e switch
            {
                DevelopmentCorrected said => said.Reason,
                DevelopmentDisputed said => said.Reason,
                DevelopmentRetracted said => said.Reason,
                DevelopmentReinstated said => said.Reason,
                DevelopmentEventAnnulled said => said.Reason,
                _ => null,
            }),
            ("duplicateOf", (e as DevelopmentRetracted)?.DuplicateOf),
        };
        return Object(
        [
            ("position", recorded.Position),
            ("type", EventTypes.Of(e).Alias),
            ("reportedAt", isPublic ? dated?.ReportedAt.ToString() : null),
            ("reportedOn", isPublic ? dated?.ReportedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null),
            ("effectiveAt", effectiveAt.ToString()),
            ("recordedAt", recorded.RecordedAt.ToString()),
            ("recordedBy", "oracle"),
            .. words,
            ("changes", changes),
            ("annulledBy", annulledBy is null ? null : Object(
                ("position", annulledBy.Position), ("recordedAt", annulledBy.RecordedAt.ToString()), ("reason", ((DevelopmentEventAnnulled)annulledBy.Event).Reason))),
        ]);
    }

    private static JsonObject SourceOf(Source source) => Object(
        ("publisher", source.Publisher), ("title", source.Title), ("url", source.Url), ("archivedUrl", source.ArchivedUrl), ("publishedAt", source.PublishedAt));

    private static JsonObject Object(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value?.DeepClone())));

    private static Instant At(Recorded recorded) => ((DatedEvent)recorded.Event).ReportedAt;

    private static long Target(Recorded annulment) => ((DevelopmentEventAnnulled)annulment.Event).Position;
}
