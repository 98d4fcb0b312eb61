namespace Timeline.HttpContract;

/// <summary><c>q</c>: full text as it was at (knownAt, basis).</summary>
public abstract class SearchContract(TimelineApi api) : ContractSuite(api)
{
    [Theory]
    [InlineData("trains", true)]
    [InlineData("TRAINS kursk", true)]
    [InlineData("ｔｒａｉｎｓ", true)]
    [InlineData("train", false)]
    [InlineData("train*", true)]
    [InlineData("\"armoured trains\"", true)]
    [InlineData("\"trains armoured\"", false)]
    [InlineData("\"bridge armoured\"", false)]
    [InlineData("ships OR trains", true)]
    [InlineData("ships trains", false)]
    [InlineData("trains -ships", true)]
    [InlineData("ships -trains", false)]
    [InlineData("-trains", false)]
    [InlineData("-\"armoured trains\"", false)]
    [InlineData("trains kursk sudzha rail", true)]
    [InlineData("trains kursk sudzha ships", false)]
    [InlineData("ships OR trains kursk bridge -boats", true)]
    [InlineData("ships OR boats kursk bridge", false)]
    [InlineData("trains kursk bridge -cars", false)]
    [InlineData("sudzha", true)]
    [InlineData("\"ministry of rail\"", true)]
    [InlineData("朝鮮", true)]
    [InlineData("鮮朝", false)]
    public async Task Words_phrases_prefixes_alternatives_and_exclusions(string q, bool matches)
    {
        var mark = Unique("mark").Replace("-", "", StringComparison.Ordinal);
        var report = (await ReportOf()).Headline($"Armoured trains reach the Kursk bridge {mark}").Set("summary", "Armoured cars, too: 北朝鮮.").At("Sudzha").Set("attribution", "Ministry of Rail").Reported("2024-10-18");
        await Accept(report);

        (await Ids($"q={Uri.EscapeDataString($"{mark} {q}")}")).Contains(report.Id).ShouldBe(matches);
    }

    [Fact]
    public async Task It_searches_the_text_as_it_was_then()
    {
        var (old, now) = (Unique("old").Replace("-", "", StringComparison.Ordinal), Unique("now").Replace("-", "", StringComparison.Ordinal));
        var report = (await ReportOf()).Headline(old).Reported("2024-10-18");
        await Accept(report, Calls.Correct(report.Id).Change("headline", now).Reported("2024-10-25"));

        (await Ids($"q={old}")).ShouldBeEmpty();
        (await Ids($"q={old}&knownAt=2024-10-20")).ShouldBe([report.Id]);
        (await Ids($"q={now}")).ShouldBe([report.Id]);
        (await Ids($"q={now}&knownAt=2024-10-20")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_of_actors_count_as_they_were_at_the_basis()
    {
        var actor = await Actor();
        var (old, now) = (Unique("before").Replace("-", "", StringComparison.Ordinal), Unique("after").Replace("-", "", StringComparison.Ordinal));
        await Accept(Calls.Describe(actor).Set("name", $"Republic {old}"));
        var report = Calls.Report(Unique("named")).By(actor).Reported("2024-10-18");
        var written = await Accept(report);
        var permalink = (await Ok($"/api/timeline?q={old}")).Text("permalink")!;
        await Accept(Calls.Describe(actor).Set("name", $"Republic {now}"));

        (await Ids($"q={now}")).ShouldBe([report.Id]);
        (await Ids($"q={old}")).ShouldBeEmpty();
        (await Ids($"q={old}&basis={written.Position}")).ShouldBe([report.Id]);
        (await Ok(permalink)).Texts("items[].id").ShouldBe([report.Id]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("\"open")]
    [InlineData("OR ships")]
    [InlineData("ships OR")]
    public async Task A_query_without_sense_is_400(string q) => (await Get($"/api/timeline?q={Uri.EscapeDataString(q)}")).ShouldBeProblem(400, "q");
}
