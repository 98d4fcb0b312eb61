using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Testing;

namespace Timeline.Service.Tests.Oracles;

/// <summary>Revision metrics, counted one by one from the events and the entries that brute force gives.</summary>
internal static class MetricsOracle
{
    private const int Questions = 50;

    private static readonly string[] Groupings =
        ["", "&by=kind", "&by=publisher", "&by=actor", "&by=period", "&by=period&period=month", "&by=period&period=quarter", "&by=period&period=year", "&by=period&period=week", "&by=period&period=day"];

    public static async Task<int> CheckAsync(OracleLog log, Random random)
    {
        var corrected = 0;
        for (var i = 0; i < Questions; i++)
        {
            var (filter, by) = (RandomFilter.Any(random), Groupings[random.Next(Groupings.Length)]);
            var (knownAt, basis) = (log.AnyTime(random), log.AnyBasis(random));
            var question = $"/api/metrics/revisions?{OracleLog.Pin(knownAt, basis)}{by}{filter.Query}";

            var answer = await log.AskAsync(question);

            var newest = log.NewestKnownAt(basis);
            var developments = log.Events.Where(recorded => recorded.Position <= basis).GroupBy(recorded => recorded.Event.Development)
                .Select(events => Development.Of([.. events], knownAt, basis, knownAt < newest ? knownAt : newest))
                .OfType<Development>()
                .Where(development => filter.Passes(development.Entry, log.ActorsAt(basis)))
                .ToList();
            log.ShouldBeSame(Answered(answer), filter.MeansNobody(log.ActorsAt(basis)) ? null : Expected(developments, by), question);
            corrected += (int?)answer?["all"]!["corrected"]!["count"] > 0 ? 1 : 0;
        }
        return corrected;
    }

    private static string? Answered(JsonObject? answer) => answer is null ? null : string.Join('\n', answer["groups"]!.AsArray().Select(group => group!.ToJsonString()).Prepend(answer["all"]!.ToJsonString()));

    private static string Expected(List<Development> developments, string by)
    {
        var groups = developments.GroupBy(development => KeyOf(development, by)).ToList();
        var ordered = by.Contains("period", StringComparison.Ordinal)
            ? groups.OrderBy(group => group.First().KnownFrom)
            : groups.OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
        return string.Join('\n', ordered.Select(group => "{" + Head(group, by) + Metrics([.. group]) + "}").Prepend("{" + Metrics(developments) + "}"));
    }

    private static string KeyOf(Development development, string by)
    {
        var at = development.KnownFrom.ToDateTime();
        return by switch
        {
            "&by=publisher" => development.Publisher.Trim().ToLowerInvariant(),
            "&by=actor" => (string)development.Entry["actor"]!,
            "&by=period" or "&by=period&period=month" => $"{at:yyyy-MM}",
            "&by=period&period=quarter" => $"{at:yyyy}-Q{(at.Month - 1) / 3 + 1}",
            "&by=period&period=year" => $"{at:yyyy}",
            "&by=period&period=week" => $"{ISOWeek.GetYear(at):0000}-W{ISOWeek.GetWeekOfYear(at):00}",
            "&by=period&period=day" => $"{at:yyyy-MM-dd}",
            _ => (string)development.Entry["kind"]!,
        };
    }

    private static string Head(IGrouping<string, Development> group, string by)
    {
        var key = $"\"key\":\"{group.Key}\",";
        if (by == "&by=publisher")
            return key + $"\"name\":\"{group.OrderBy(each => each.KnownFrom).ThenBy(each => each.Publisher.Trim(), StringComparer.Ordinal).First().Publisher.Trim()}\",";
        if (!by.Contains("period", StringComparison.Ordinal))
            return key;
        var day = group.First().KnownFrom.ToDateTime().Date;
        var (from, to) = by.Split("period=")[^1] switch
        {
            "day" => (day, day.AddDays(1)),
            "week" => (day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7))),
            "quarter" => (new DateTime(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1), new DateTime(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1).AddMonths(3)),
            "year" => (new DateTime(day.Year, 1, 1), new DateTime(day.Year + 1, 1, 1)),
            _ => (new DateTime(day.Year, day.Month, 1), new DateTime(day.Year, day.Month, 1).AddMonths(1)),
        };
        return key + $"\"from\":\"{from:yyyy-MM-dd}T00:00:00Z\",\"to\":\"{to:yyyy-MM-dd}T00:00:00Z\",";
    }

    private static string Metrics(List<Development> all)
    {
        string Share(string name, Func<Development, bool> has) =>
            $"\"{name}\":{{\"count\":{all.Count(has)}{(all.Count == 0 ? "" : $",\"rate\":{Rounded(all.Count(has), all.Count)}")}}}";

        var lags = all.Where(each => each.LagKind == "measured").Select(each => each.Lag);
        return $"\"developments\":{all.Count},"
            + $"\"reportLag\":{{{Spread(lags)},\"open\":{all.Count(each => each.LagKind == "open")},\"imprecise\":{all.Count(each => each.LagKind == "imprecise")},\"ahead\":{all.Count(each => each.LagKind == "ahead")}}},"
            + $"\"recordingLag\":{{{Spread(all.Select(each => each.RecordingLag))}}},"
            + Share("corrected", each => each.Corrected is not null) + ","
            + Share("corroborated", each => RandomFilter.Texts(each.Entry, "sources", "publisher").Select(publisher => publisher.Trim().ToLowerInvariant()).Distinct().Count() >= 2) + ","
            + Share("disputed", each => each.Effective.Exists(e => e is DevelopmentDisputed)) + ","
            + Share("retracted", each => each.Effective.Exists(e => e is DevelopmentRetracted)) + ","
            + Share("standsRetracted", each => (string)each.Entry["status"]! == "retracted") + ","
            + $"\"firstCorrection\":{{{Spread(all.Select(each => each.Corrected).OfType<long>())}}},"
            + $"\"survival\":[{string.Join(',', new[] { 1, 7, 30, 90, 365 }.Select(days => Survival(all, days)))}]";
    }

    /// <summary>The product over every time at which a first version ended, as a fraction of whole numbers.</summary>
    private static string Survival(List<Development> all, int days)
    {
        var horizon = days * Instant.MicrosecondsPerDay;
        var (above, below) = (BigInteger.One, BigInteger.One);
        foreach (var time in all.Where(each => each.HasEnded && each.Lasted <= horizon).Select(each => each.Lasted).Distinct())
        {
            var atRisk = all.Count(each => each.Lasted >= time);
            above *= atRisk - all.Count(each => each.HasEnded && each.Lasted == time);
            below *= atRisk;
        }
        var followed = all.Count(each => each.Lasted >= horizon);
        var isKnown = followed > 0 || (above == 0 && all.Count > 0);
        return $"{{\"days\":{days},\"atRisk\":{followed},\"events\":{all.Count(each => each.HasEnded && each.Lasted <= horizon)}{(isKnown ? $",\"estimate\":{Rounded(above, below)}" : "")}}}";
    }

    /// <summary>The smallest of them that so many percent do not exceed.</summary>
    private static string Spread(IEnumerable<long> durations)
    {
        var all = durations.ToList();
        var percentiles = new[] { 10, 50, 90 }.Select(percent => all.Count == 0
            ? ""
            : $",\"p{percent}Seconds\":{Decimal(all.Order().First(value => all.Count(other => other <= value) * 100 >= percent * all.Count), 6)}");
        return $"\"measured\":{all.Count}{string.Concat(percentiles)}";
    }

    /// <summary>A fraction with four decimals, halves up.</summary>
    private static string Rounded(BigInteger above, BigInteger below) => Decimal((long)(((above * 20_000) + below) / (below * 2)), 4);

    /// <summary>A whole number of the smallest decimals, written without zeros at the end.</summary>
    private static string Decimal(long number, int decimals)
    {
        var digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var text = $"{digits[..^decimals]}.{digits[^decimals..]}".TrimEnd('0').TrimEnd('.');
        return number < 0 ? "-" + text : text;
    }

    /// <summary>What one development contributes.</summary>
    private sealed record Development(JsonObject Entry, List<DatedEvent> Effective, Instant KnownFrom, string Publisher, string LagKind, long Lag, long RecordingLag, long? Corrected, bool HasEnded, long Lasted)
    {
        public static Development? Of(List<Recorded> events, Instant knownAt, long basis, Instant observedUntil)
        {
            if (BruteForce.EntryAt(events, knownAt, basis) is not { } entry)
                return null;
            var annulled = events.Select(recorded => recorded.Event).OfType<DevelopmentEventAnnulled>().Select(e => e.Position).ToHashSet();
            var standing = events.Where(recorded => recorded.Event is DatedEvent && !annulled.Contains(recorded.Position)).ToList();
            var effective = standing.Select(recorded => (DatedEvent)recorded.Event).Where(e => e.ReportedAt <= knownAt).ToList();
            // Stable: the report, which comes first in the log, comes first among equals.
            var first = effective.Where(e => e is DevelopmentReported or DevelopmentCorroborated).OrderBy(e => e.ReportedAt).First();
            var knownFrom = first.ReportedAt;
            var (kind, lag) = LagOf(entry["occurred"]!.AsObject(), knownFrom, first.ReportedOn is not null);
            var ends = effective.Where(e => e is DevelopmentCorrected or DevelopmentRetracted).Select(Since).ToList();
            return new Development(
                entry, effective, knownFrom, first is DevelopmentReported ? (string)entry["sources"]![0]!["publisher"]! : first.Source.Publisher, kind, lag,
                standing.Single(recorded => recorded.Event is DevelopmentReported).RecordedAt.Microseconds - knownFrom.Microseconds,
                effective.OfType<DevelopmentCorrected>().Select(e => (long?)Since(e)).Min(),
                ends.Count > 0, ends.Count > 0 ? ends.Min() : observedUntil.Microseconds - knownFrom.Microseconds);

            long Since(DatedEvent e) => e.ReportedAt < knownFrom ? 0 : e.ReportedAt.Microseconds - knownFrom.Microseconds;
        }

        private static (string Kind, long Lag) LagOf(JsonObject occurred, Instant knownFrom, bool isDay)
        {
            if ((string?)occurred["from"] is not { } from)
                return ("open", 0);
            if ((string)occurred["precision"]! is not ("day" or "second" or "subsecond") || ((string)occurred["edtf"]!).StartsWith('['))
                return ("imprecise", 0);
            Rfc3339.TryParseInstant(from, out var start).ShouldBe(TimeParse.Ok);
            var isSameDay = isDay && start.Day == knownFrom.Day;
            return start <= knownFrom ? ("measured", knownFrom.Microseconds - start.Microseconds) : isSameDay ? ("measured", 0) : ("ahead", 0);
        }
    }
}
