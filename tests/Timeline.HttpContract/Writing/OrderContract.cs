using System.Collections.Concurrent;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Appends are totally ordered, and readers see them in that order.</summary>
public abstract class OrderContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task Races_on_a_stream_are_settled_inside()
    {
        var actor = await Actor();

        var written = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Accept(Report(Unique("raced")).By(actor))));

        written.Select(w => w.Version).Order().ShouldBe(Enumerable.Range(2, 60).Select(version => (long)version));
        var byPosition = written.OrderBy(w => w.Position).ToList();
        byPosition.Select(w => w.Position).ShouldBeUnique();
        byPosition.Select(w => w.Version).ShouldBeInOrder();
        byPosition.Select(w => Time(w)).ShouldBeInOrder();
        written.Select(w => w.RecordedAt).ShouldBeUnique();
    }

    [Fact]
    public async Task Of_many_who_want_one_id_one_gets_it()
    {
        var report = await ReportOf();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Send(report.Copy().Headline($"{i}"))));

        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(409, 11).Prepend(201));
    }

    [Fact]
    public async Task Of_many_who_retract_at_once_one_does()
    {
        var id = await Reported();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Send(Retract(id))));

        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(422, 11).Prepend(201));
        (await Entry(id)).Number("revision").ShouldBe(2);
    }

    [Fact]
    public async Task Follow_ups_that_arrive_together_are_folded_as_if_they_had_come_one_by_one()
    {
        var id = await Reported();
        var days = Enumerable.Range(0, 60).Select(i => 18 + (i * 7 % 12)).ToArray();

        var written = await Task.WhenAll(days.Select((day, i) => Accept(i % 2 == 0
            ? Dispute(id).Set("reason", $"{i}").Reported($"2024-10-{day}")
            : Corroborate(id).From($"{i}").Reported($"2024-10-{day}"))));

        var events = written.Select((w, i) => (w.Position, Day: days[i], Index: i)).OrderBy(e => e.Day).ThenBy(e => e.Position).ToList();
        foreach (var basis in written.Select(w => w.Position).Order().Where((_, i) => i % 6 == 0 || i == 59))
        {
            foreach (var day in new[] { 18, 21, 24, 29 })
            {
                var known = events.Where(e => e.Position <= basis && e.Day <= day).ToList();
                var entry = await Entry(id, $"2024-10-{day}", basis);
                entry.Number("revision").ShouldBe(known.Count + 1);
                entry.Texts("disputes[].reason").ShouldBe(known.Where(e => e.Index % 2 == 0).Select(e => $"{e.Index}"));
                entry.Texts("sources[].publisher").ShouldBe(known.Where(e => e.Index % 2 == 1).Select(e => $"{e.Index}").Prepend("Agency"));
            }
        }
    }

    [Fact]
    public async Task Who_has_seen_a_position_never_later_sees_something_new_at_or_below_it()
    {
        var actors = new[] { await Actor(), await Actor(), await Actor(), await Actor() };
        var filter = string.Join('&', actors.Select(actor => $"actor={actor}"));
        using var end = new CancellationTokenSource();
        var answers = new ConcurrentQueue<Answer>();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                answers.Enqueue(await Ok($"/api/timeline?{filter}&limit=1000"));
        })).ToList();

        await Task.WhenAll(actors.Select(actor => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
                await Accept(Report(Unique("ordered")).By(actor));
        })));
        await end.CancelAsync();
        await Task.WhenAll(readers);

        var final = (await Ok($"/api/timeline?{filter}&limit=1000")).Json.Find("items[].position").Select(position => position.GetInt64()).ToHashSet();
        final.Count.ShouldBe(160);
        foreach (var answer in answers)
        {
            var basis = answer.Json.Number("basis");
            answer.Json.Find("items[].position").Select(position => position.GetInt64()).Order().ShouldBe(final.Where(position => position <= basis).Order());
        }
        foreach (var answer in answers.Where((_, i) => i % 10 == 0))
            (await Ok(answer.Text("permalink")!)).Bytes.ShouldBe(answer.Bytes);
    }

    private static DateTime Time(Written written) => DateTime.Parse(written.RecordedAt, System.Globalization.CultureInfo.InvariantCulture);
}
