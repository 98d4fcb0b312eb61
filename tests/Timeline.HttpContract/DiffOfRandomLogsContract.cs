namespace Timeline.HttpContract;

/// <summary>On random logs, between any two points, under every filter: the diff leads from the one answer to the other exactly.</summary>
public abstract class DiffOfRandomLogsContract(TimelineApi api) : ContractSuite(api)
{
    private const int Seed = 20241023;

    [Fact]
    public async Task Applying_a_diff_to_the_first_answer_gives_the_second()
    {
        var log = await RandomLog.WriteAsync(Api.Client, Seed, 260);
        var random = new Random(Seed);
        var (learned, revised, withdrawn, ofActors) = (0, 0, 0, 0);
        for (var i = 0; i < 20; i++)
        {
            foreach (var filter in RandomLog.Filters)
            {
                var (from, to) = (Point(), Point());
                var entries = await Answered(filter, from);
                var path = $"/api/timeline/diff?from={from.KnownAt}&fromBasis={from.Basis}&to={to.KnownAt}&toBasis={to.Basis}&limit={(i % 2 == 0 ? 3 : 1000)}&{filter}";
                for (var next = path; next is not null;)
                {
                    var answer = await Get(next);
                    if (answer.Status == 404)
                        break;
                    var diff = answer.Should(200).Json;
                    entries.Apply(diff);
                    learned += diff.Find("learned[]").Count();
                    revised += diff.Find("revised[]").Count();
                    withdrawn += diff.Find("withdrawn[]").Count();
                    foreach (var causes in diff.Find("revised[].because").Concat(diff.GetProperty("because").EnumerateObject().Select(member => member.Value)))
                    {
                        var positions = causes.Texts("[].position").Select(long.Parse).ToArray();
                        positions.ShouldNotBeEmpty(next);
                        positions.ShouldBe([.. positions.Order()], next);
                        ofActors += causes.Texts("[].type").Count(type => type.StartsWith("actor_", StringComparison.Ordinal));
                    }
                    next = answer.Text("next");
                }
                entries.Sorted().ShouldBe((await Answered(filter, to)).Sorted(), path);
            }
        }
        foreach (var count in new[] { learned, revised, withdrawn, ofActors })
            count.ShouldBeGreaterThan(20);

        (string KnownAt, long Basis) Point() =>
            (RandomLog.Times[random.Next(RandomLog.Times.Length)], log.Positions[random.Next(log.Positions.Count)]);
    }

    /// <summary>An actor that is not there yet has no entries.</summary>
    private async Task<Dictionary<string, string>> Answered(string filter, (string KnownAt, long Basis) at)
    {
        var answer = await Get($"/api/timeline?knownAt={at.KnownAt}&basis={at.Basis}&limit=1000&{filter}");
        return answer.Status == 404 ? [] : DiffAnswers.Entries(answer.Should(200).Json);
    }
}
