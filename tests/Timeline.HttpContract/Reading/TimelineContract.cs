using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>The shape and the order of <c>GET /api/timeline</c>.</summary>
public abstract class TimelineContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task The_answer_names_its_pin_and_a_permalink()
    {
        await Reported();

        var answer = await Ok("/api/timeline?limit=1000");

        answer.MediaType.ShouldBe("application/json");
        answer.Json.Members().ShouldBe(["knownAt", "basis", "edition", "permalink", "items"]);
        answer.Text("knownAt").ShouldNotBeNull().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$");
        answer.Text("permalink").ShouldNotBeNull().ShouldStartWith("/api/timeline?");
    }

    [Fact]
    public async Task An_empty_log_answers_too()
    {
        await using var log = await AnotherLog();

        var answer = await log.Ok("/api/timeline");

        (answer.Json.Number("basis"), answer.Texts("items[].id").Length).ShouldBe((0, 0));
        (await log.Ok(answer.Text("permalink")!)).Bytes.ShouldBe(answer.Bytes);
        (await log.Ok("/api/timeline?recordedAt=2024-10-25&knownAt=2024-10-25")).Texts("items[].id").ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_are_ordered_by_their_start_then_by_the_bytes_of_their_ids()
    {
        var (actor, s) = (await Actor(), Unique("o"));
        (string Id, string Occurred)[] reports =
        [
            ($"{s}a", "2024-10-02"), ($"{s}b", "../2024-12"), ($"{s}c", "2024-10"), ($"{s}d", "2023/.."), ($"{s}e0", "2024-10-01"), ($"{s}e", "2024-10-01/2024-10-02"),
            ($"{s}e-", "2024-10-01"), ($"{s}ea", "2024-10-01"), ($"{s}f", "0001-01-01"), ($"{s}g", "/2020"), ($"{s}h", "2024-10-02T00:00:00+01:00"), ($"{s}i", "../.."),
        ];
        foreach (var (id, occurred) in reports)
            await Accept(Report(id).By(actor).Occurred(occurred));
        string[] expected = [.. "b g i f d c e e- e0 ea h a".Split(' ').Select(end => s + end)];

        (await Ids($"actor={actor}")).ShouldBe(expected);
        (await Ids($"actor={actor}&order=asc")).ShouldBe(expected);
        (await Ids($"actor={actor}&order=desc")).ShouldBe(expected.Reverse());
    }

    [Fact]
    public async Task A_corrected_date_moves_the_entry()
    {
        var (actor, a, b) = (await Actor(), Unique("a"), Unique("b"));
        await Accept(Report(a).By(actor).Occurred("2024-10-01"), Report(b).By(actor).Occurred("2024-10-02"), Correct(a).Change("occurred", "2024-10-03").Reported("2024-10-25"));

        (await Ids($"actor={actor}&knownAt=2024-10-24")).ShouldBe([a, b]);
        (await Ids($"actor={actor}")).ShouldBe([b, a]);
    }

    [Fact]
    public async Task A_page_has_fifty_entries_unless_another_limit_is_asked_for()
    {
        var actor = await Actor();
        await Task.WhenAll(Enumerable.Range(0, 51).Select(_ => Accept(Report(Unique("many")).By(actor))));

        (await Ok($"/api/timeline?actor={actor}")).Texts("items[].id").Length.ShouldBe(50);
        (await Ok($"/api/timeline?actor={actor}&limit=51")).Texts("items[].id").Length.ShouldBe(51);
        (await Ok($"/api/timeline?actor={actor}&limit=1")).Texts("items[].id").Length.ShouldBe(1);
    }
}
