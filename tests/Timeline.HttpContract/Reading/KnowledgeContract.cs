using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>The three clocks together: an answer is the fold of what was recorded by a basis and known by a time.</summary>
public abstract class KnowledgeContract(TimelineApi api) : ContractSuite(api)
{
    /// <summary>Those on which the story goes on, and those before.</summary>
    private static readonly int[] Days = [9, 10, 11, 12, 14, 15, 19, 20, 24, 25, 27, 28, 31];

    [Fact]
    public async Task What_is_recorded_late_but_was_known_early_changes_the_past_from_its_own_position_on_and_not_before()
    {
        var first = await ReportOf();
        await Accept(first);
        var late = Report(Unique("late")).By((string)first.Body["actor"]!).Reported("2024-01-05");
        var written = await Accept(late);
        var query = $"actor={first.Body["actor"]}&knownAt=2024-01-05";

        (await Ids($"{query}&basis={written.Position - 1}")).ShouldBeEmpty();
        (await Ids($"{query}&basis={written.Position}")).ShouldBe([late.Id]);
        (await Ids(query)).ShouldBe([late.Id]);
        (await IsKnown(late.Id, "2024-01-04")).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_shows_before_the_microsecond_at_which_it_was_reported()
    {
        var report = (await ReportOf()).Reported("2024-10-18T10:00:00.000001Z");
        await Accept(report);

        (await IsKnown(report.Id, "2024-10-18T10:00:00Z")).ShouldBeFalse();
        (await IsKnown(report.Id, "2024-10-18T10:00:00.000001Z")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_revision_counts_what_was_recorded_and_known_so_that_it_never_goes_down()
    {
        var events = await History();

        foreach (var basis in events.Events.Select(e => e.Position))
        {
            foreach (var day in Days)
            {
                var at = $"2024-10-{day:00}";
                var known = events.Events.Where(e => e.Position <= basis && string.CompareOrdinal(e.EffectiveAt(basis), at) <= 0).ToList();
                if (known.Count == 0)
                    (await IsKnown(events.Id, at, basis)).ShouldBeFalse($"at {at} by {basis}");
                else
                    (await Entry(events.Id, at, basis)).Number("revision").ShouldBe(known.Count, $"at {at} by {basis}");
            }
        }
    }

    [Fact]
    public async Task Position_and_recording_time_are_those_of_the_newest_event_that_counts()
    {
        var report = await ReportOf();
        await Accept(report);
        var late = await Accept(Correct(report.Id).Change("summary", "S").Reported("2024-10-25"));
        var early = await Accept(Correct(report.Id).Change("headline", "H").Reported("2024-10-20"));

        var (before, after) = (await Entry(report.Id, "2024-10-24"), await Entry(report.Id, "2024-10-25"));

        (before.Number("position"), before.Text("recordedAt"), before.Text("revisedAt")).ShouldBe((early.Position, early.RecordedAt, "2024-10-20T00:00:00Z"));
        (after.Number("position"), after.Text("recordedAt"), after.Text("revisedAt")).ShouldBe((early.Position, early.RecordedAt, "2024-10-25T00:00:00Z"));
        early.Position.ShouldBeGreaterThan(late.Position);
    }

    [Fact]
    public async Task Recording_times_increase_with_the_position()
    {
        var id = await Reported();
        var written = new List<Written>();
        for (var i = 0; i < 30; i++)
            written.Add(await Accept(Corroborate(id)));

        written.Select(w => w.Position).ShouldBeInOrder(SortDirection.Ascending);
        written.Select(w => DateTime.Parse(w.RecordedAt, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder(SortDirection.Ascending);
        written.Select(w => w.RecordedAt).ShouldBeUnique();
    }

    [Fact]
    public async Task A_write_is_visible_to_the_next_read()
    {
        var actor = await Actor();
        for (var i = 1; i <= 25; i++)
        {
            var written = await Accept(Report(Unique("seen")).By(actor));
            var page = (await Ok($"/api/timeline?actor={actor}&limit=100")).Json;
            (page.Number("basis"), page.Texts("items[].id").Length).ShouldBe((written.Position, i));
        }
    }

    [Fact]
    public async Task A_development_answers_the_same_as_the_timeline_does_for_it()
    {
        var events = await History();
        foreach (var basis in events.Events.Select(e => e.Position))
        {
            foreach (var day in Days)
            {
                var pin = $"knownAt=2024-10-{day:00}&basis={basis}";
                var item = (await Ok($"/api/timeline?include=retracted&actor={events.Actor}&{pin}")).Json.Find("items[0]").ToList();
                var alone = await Get($"/api/developments/{events.Id}?{pin}");
                alone.Status.ShouldBe(item.Count == 0 ? 404 : 200);
                foreach (var member in item.SelectMany(entry => entry.EnumerateObject()))
                    alone.Json.GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText(), $"{member.Name} at {pin}");
            }
        }
    }

    /// <summary>One development with follow-ups out of order, a corroboration before its report, and annulments of both.</summary>
    private Task<Story> History() => Api.OnceAsync("history", async () =>
    {
        var report = (await ReportOf()).Reported("2024-10-15");
        var id = report.Id;
        var written = await Accept(
            report,
            Dispute(id).Reported("2024-10-20"),
            Corroborate(id).Reported("2024-10-10").Headline("Early").Occurred("2024-10-09"),
            Correct(id).Change("headline", "New").Reported("2024-10-12"),
            Reinstate(id).Reported("2024-10-25"),
            Retract(id).Reported("2024-10-28"));
        var early = written[2].Position;
        var annulled = await Accept(Annul(id, written[5].Position), Annul(id, early));
        // The report counts as of when the development is known; the rest as of its own time, but never before that.
        string KnownFrom(long basis) => basis >= early && basis < annulled[1].Position ? "2024-10-10" : "2024-10-15";
        Func<long, string> At(string day) => basis => string.CompareOrdinal(day, KnownFrom(basis)) < 0 ? KnownFrom(basis) : day;
        Func<long, string>[] effects = [KnownFrom, At("2024-10-20"), At("2024-10-10"), At("2024-10-12"), At("2024-10-25"), At("2024-10-28"), At("2024-10-28"), At("2024-10-10")];
        return new Story(id, (string)report.Body["actor"]!, [.. written.Concat(annulled).Zip(effects, (w, effect) => (w.Position, effect))]);
    });

    private sealed record Story(string Id, string Actor, IReadOnlyList<(long Position, Func<long, string> EffectiveAt)> Events);
}
