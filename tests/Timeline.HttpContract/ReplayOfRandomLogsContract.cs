namespace Timeline.HttpContract;

/// <summary>On random logs, under every filter: folding the frames from one answer gives the answer at every frame, and at the end.</summary>
public abstract class ReplayOfRandomLogsContract(TimelineApi api) : ContractSuite(api)
{
    private const int Seed = 20241024;

    [Fact]
    public async Task Folding_the_frames_gives_every_answer_on_the_way()
    {
        var log = await Log();
        var random = new Random(Seed);
        var (learned, revised, withdrawn) = (0, 0, 0);
        for (var i = 0; i < 8; i++)
        {
            foreach (var filter in RandomLog.Filters)
            {
                var basis = log.Positions[random.Next(log.Positions.Count)];
                var from = random.Next(RandomLog.Times.Length);
                var to = random.Next(from, RandomLog.Times.Length);
                if (await Answered(filter, basis, RandomLog.Times[from]) is not { } entries)
                    continue;
                var query = $"{filter}&basis={basis}&from={RandomLog.Times[from]}&to={RandomLog.Times[to]}";
                var times = new List<string>();
                foreach (var frame in await Frames(query))
                {
                    var changes = frame.Json;
                    entries.Apply(changes);
                    entries.Sorted().ShouldBe((await Answered(filter, basis, frame.Id))!.Sorted(), $"{query} at {frame.Id}");
                    times.Add(frame.Id);
                    foreach (var causes in changes.Find("revised[].because"))
                        causes.Texts("[].position").ShouldNotBeEmpty($"{query} at {frame.Id}");
                    learned += changes.Find("learned[]").Count();
                    revised += changes.Find("revised[]").Count();
                    withdrawn += changes.Find("withdrawn[]").Count();
                    changes.Find("learned[]").Concat(changes.Find("revised[]")).Concat(changes.Find("withdrawn[]")).ShouldNotBeEmpty();
                }
                times.ShouldBe(times.Distinct().Order(StringComparer.Ordinal));
                entries.Sorted().ShouldBe((await Answered(filter, basis, RandomLog.Times[to]))!.Sorted(), query);
            }
        }
        foreach (var count in new[] { learned, revised, withdrawn })
            count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Going_on_after_any_frame_repeats_nothing_and_leaves_nothing_out()
    {
        var query = $"basis={(await Log()).Positions[^1]}";
        var all = await Frames(query);
        all.Count.ShouldBeGreaterThan(5);
        for (var i = 0; i < all.Count; i++)
            (await Frames(query, all[i].Id)).ShouldBe(all.Skip(i + 1));
    }

    private Task<RandomLog> Log() => Api.OnceAsync("log", () => RandomLog.WriteAsync(Api.Client, Seed, 260));

    private async Task<List<ReplayEvent>> Frames(string query, string? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/timeline/replay?{query}");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        using var response = await Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await response.FramesAsync();
    }

    private async Task<Dictionary<string, string>?> Answered(string filter, long basis, string knownAt)
    {
        var answer = await Get($"/api/timeline?{filter}&basis={basis}&knownAt={knownAt}&limit=1000");
        return answer.Status == 404 ? null : DiffAnswers.Entries(answer.Should(200).Json);
    }
}
