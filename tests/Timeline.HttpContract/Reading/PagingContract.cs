using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Paging by <c>next</c> and <c>after</c>: pinned to where the first page was, whatever happens meanwhile.</summary>
public abstract class PagingContract(TimelineApi api) : ContractSuite(api)
{
    [Theory]
    [InlineData(1, "asc")]
    [InlineData(3, "asc")]
    [InlineData(3, "desc")]
    [InlineData(24, "desc")]
    [InlineData(25, "asc")]
    public async Task Pages_joined_are_the_list_also_over_ties(int limit, string order)
    {
        var actor = await Ties();
        var whole = await Ids($"actor={actor}&order={order}");
        whole.Length.ShouldBe(24);

        (await Walk($"/api/timeline?actor={actor}&order={order}&limit={limit}")).SelectMany(page => page).ShouldBe(whole);
    }

    [Fact]
    public async Task The_next_page_is_linked_in_body_and_header_pinned_and_with_the_same_filters()
    {
        var answer = await Ok($"/api/timeline?actor={await Ties()}&limit=2&tag=even");

        var next = answer.Text("next").ShouldNotBeNull();

        answer.Link("next").ShouldBe(next);
        foreach (var parameter in new[] { "tag=even", "limit=2", "after=", $"basis={answer.Text("basis")}", $"edition={answer.Text("edition")}", "knownAt=" })
            next.ShouldContain(parameter);
        var second = await Ok(next);
        second.CacheControl.Extensions.Select(extension => extension.Name).ShouldContain("immutable");
        (second.Text("basis"), second.Text("knownAt"), second.Text("edition"), second.Text("permalink")).ShouldBe((answer.Text("basis"), answer.Text("knownAt"), answer.Text("edition"), next));
    }

    [Fact]
    public async Task The_last_page_has_no_next_even_where_it_is_full()
    {
        var answer = await Ok($"/api/timeline?actor={await Ties()}&limit=24");

        (answer.Json.Has("next"), answer.Link("next")).ShouldBe((false, null));
    }

    [Fact]
    public async Task A_walk_misses_and_repeats_nothing_while_others_write()
    {
        var actor = await Actor();
        for (var i = 0; i < 20; i++)
            await Accept(Report(Unique("walked")).By(actor).Occurred($"2024-10-{(i % 4) + 10}"));
        var (before, basis) = (await Ids($"actor={actor}"), await NewestPosition());

        using var end = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var count = 0;
            for (; !end.IsCancellationRequested; count++)
                await Accept(Report(Unique("meanwhile")).By(actor).Occurred($"2024-10-{(count % 4) + 10}"), Correct(before[count % 20]).Change("occurred", $"2024-11-{(count % 25) + 1:00}").Reported("2024-10-18"));
            return count;
        });
        var walked = new List<string>();
        await foreach (var page in Pages($"/api/timeline?actor={actor}&limit=3&basis={basis}"))
        {
            walked.AddRange(page.Texts("items[].id"));
            await Task.Delay(5);
        }
        await end.CancelAsync();

        (await writing).ShouldBeGreaterThan(0);
        walked.ShouldBe(before);
    }

    [Fact]
    public async Task A_walk_stays_where_its_first_page_was()
    {
        var actor = await Actor();
        await Accept(Report(Unique("a")).By(actor), Report(Unique("b")).By(actor), Report(Unique("c")).By(actor));
        var whole = await Ids($"actor={actor}");
        var first = await Ok($"/api/timeline?actor={actor}&limit=1");

        await Accept(Report(Unique("z")).By(actor).Reported("2025-01-01"), Retract(whole[1]), Correct(whole[2]).Change("headline", "New"));

        var rest = await Ok(first.Text("next")!.Replace("limit=1", "limit=10", StringComparison.Ordinal));
        rest.Texts("items[].id").ShouldBe(whole[1..]);
        rest.Text("items[1].headline").ShouldBe($"Headline of {whole[2]}");
    }

    [Fact]
    public async Task A_cursor_is_a_function_of_pin_filters_and_last_item_alone()
    {
        var query = $"actor={await Ties()}&basis={await NewestPosition()}&knownAt=2024-10-25";

        var (two, one) = (await Ok($"/api/timeline?{query}&limit=2"), await Ok($"/api/timeline?{query}&limit=1"));
        var second = await Ok(one.Text("next")!);

        Cursor(second).ShouldBe(Cursor(two));
    }

    [Fact]
    public async Task Under_other_filters_or_another_pin_a_cursor_is_refused()
    {
        var actor = await Ties();
        var answer = await Ok($"/api/timeline?actor={actor}&limit=2&tag=even");
        var cursor = Cursor(answer);

        foreach (var query in new[] { $"actor={actor}", $"actor={actor}&tag=odd", $"actor={actor}&tag=even&order=desc", $"actor={actor}&tag=even&basis=1", $"actor={actor}&tag=even&knownAt=2024-10-01", $"actor={actor}&tag=even&recordedAt=2024-10-01", "tag=even", "" })
            (await Get($"/api/timeline?{query}&limit=2&after={cursor}")).ShouldBeProblem(400, "after");
        (await Ok($"/api/timeline?actor={actor}&limit=2&tag=even&after={cursor}")).Texts("items[].id").ShouldBe((await Ok(answer.Text("next")!)).Texts("items[].id"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00")]
    [InlineData("_____________________________________________________________________________________________")]
    public async Task What_is_no_cursor_is_refused(string cursor) => (await Get($"/api/timeline?after={cursor}")).ShouldBeProblem(400, "after");

    [Fact]
    public async Task A_cursor_that_was_tampered_with_never_breaks_anything()
    {
        var actor = await Ties();
        var cursor = Cursor(await Ok($"/api/timeline?actor={actor}&limit=2"));
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var letters = cursor.ToCharArray();
            letters[random.Next(letters.Length)] = "ABCxyz019-_"[random.Next(11)];
            (await Get($"/api/timeline?actor={actor}&limit=2&after={new string(letters)}")).Status.ShouldBeOneOf(200, 400, 404);
        }
    }

    private static string Cursor(Answer answer) => answer.Text("next").ShouldNotBeNull().Split('?', '&').Single(parameter => parameter.StartsWith("after=", StringComparison.Ordinal))["after=".Length..];

    private async Task<List<string[]>> Walk(string url)
    {
        var pages = new List<string[]>();
        await foreach (var page in Pages(url))
            pages.Add(page.Texts("items[].id"));
        return pages;
    }

    private async IAsyncEnumerable<Answer> Pages(string? url)
    {
        while (url is not null)
        {
            var page = await Ok(url);
            yield return page;
            url = page.Text("next");
        }
    }

    /// <summary>24 reports on three days.</summary>
    private Task<string> Ties() => Api.OnceAsync("ties", async () =>
    {
        var actor = await Actor();
        for (var i = 0; i < 24; i++)
            await Accept(Report(Unique("tie")).By(actor).Occurred(i % 8 == 0 ? "../2024" : $"2024-10-{(i % 3) + 10}").Tags(i % 2 == 0 ? "even" : "odd"));
        return actor;
    });
}
