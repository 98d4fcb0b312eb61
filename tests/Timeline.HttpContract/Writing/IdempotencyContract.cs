using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>Idempotency-Key</c>: a write that is sent again is not done again.</summary>
public abstract class IdempotencyContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task The_same_key_and_body_give_the_first_answer_again()
    {
        var report = (await ReportOf()).Without("id").Key(Unique("key"));
        var first = (await Send(report)).Should(201);
        await Accept(await ReportOf());

        var again = await Send(report);

        (again.Status, again.Body, again.Header("Location"), again.MediaType).ShouldBe((201, first.Body, first.Header("Location"), first.MediaType));
        (await Ids($"actor={report.Body["actor"]}")).ShouldBe([first.Text("id")!]);
    }

    [Fact]
    public async Task It_holds_for_every_kind_of_write()
    {
        var report = await ReportOf();
        var id = report.Id;
        var written = await Accept(report);
        var calls = new[]
        {
            Register(Unique("a")), Describe((string)report.Body["actor"]!).Set("name", "New"), Correct(id).Change("headline", "New"), Corroborate(id), Dispute(id),
            Retract(id), Reinstate(id), Annul(id, written.Position),
        };
        foreach (var call in calls.Select(call => call.Key(Unique("key"))))
        {
            var first = await Accept(call);
            var again = await Accept(call);
            (again.Answer.Status, again.Answer.Body).ShouldBe((first.Answer.Status, first.Answer.Body));
        }
        (await NewestPosition()).ShouldBe(written.Position + calls.Length);
    }

    [Fact]
    public async Task Twenty_clients_at_once_get_one_answer()
    {
        var report = (await ReportOf()).Without("id").Key(Unique("key"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Send(report)));

        answers.Select(answer => answer.Status).ShouldAllBe(status => status == 201 || status == 409);
        answers.Where(answer => answer.Status == 201).Select(answer => answer.Body).Distinct().Count().ShouldBe(1);
        (await Ids($"actor={report.Body["actor"]}")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var report = (await ReportOf()).Key(Unique("key"));
        await Accept(report);

        await Refuse(report.Copy().Set("id", Unique("other")), 422);
        await Refuse(report.Copy().Headline("Other"), 422);
    }

    [Fact]
    public async Task How_a_body_is_spelled_does_not_matter()
    {
        var (key, report) = (Unique("key"), await ReportOf());
        var first = await Accept(report.Copy().Key(key));
        var spelled = new Call(HttpMethod.Post, "/api/developments").Key(key)
            .Sending("{ " + string.Join(" ,\n ", report.Body.Reverse().Select(field => $"\"{field.Key}\" : {field.Value!.ToJsonString().Replace("e", "\\u0065", StringComparison.Ordinal)}")) + " }");

        (await Accept(spelled)).Answer.Body.ShouldBe(first.Answer.Body);
    }

    [Fact]
    public async Task A_key_is_a_bare_token_or_a_structured_field_string()
    {
        var (key, report) = (Unique("Key_1.a:b/c"), await ReportOf());
        var first = await Accept(report.Copy().Key(key));

        (await Accept(report.Copy().Key($"\"{key}\""))).Answer.Body.ShouldBe(first.Answer.Body);
        (await Accept((await ReportOf()).Key($"\"{Unique("with blanks, and \\\"quotes\\\"")}\""))).Answer.Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("\"not closed")]
    [InlineData("\"one\" \"two\"")]
    [InlineData("two words")]
    [InlineData("\"\"")]
    [InlineData("\"bad \\n escape\"")]
    [InlineData("ключ")]
    public async Task What_is_neither_is_a_400(string key) => await Refuse((await ReportOf()).Key(key), 400, "Idempotency-Key");

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        await Accept((await ReportOf()).Key(Unique("k").PadRight(255, 'x')));
        await Refuse((await ReportOf()).Key(new string('k', 256)), 400, "Idempotency-Key");
    }

    [Fact]
    public async Task A_key_counts_for_one_method_and_path()
    {
        var (key, report, other) = (Unique("key"), await ReportOf(), await Reported());
        await Accept(report.Copy().Key(key));

        await Accept(Corroborate(report.Id).Key(key), Corroborate(other).Key(key), Register(Unique("a")).Key(key));
    }

    [Fact]
    public async Task A_refused_call_leaves_its_key_free()
    {
        var report = (await ReportOf()).Key(Unique("key"));
        var unknown = Unique("later");

        await Refuse(report.Copy().By(unknown), 422, "actor");
        await Refuse(report.Copy().Sending("{"), 400);
        await Accept(Register(unknown), report.Copy().By(unknown));
    }

    [Fact]
    public async Task A_repeat_is_answered_whatever_has_happened_since()
    {
        var report = (await ReportOf()).Key(Unique("key")).ExpectedVersion(1);
        var first = await Accept(report);
        await Accept(Annul(report.Id, first.Position));

        (await Accept(report)).Answer.Body.ShouldBe(first.Answer.Body);
    }

    [Fact]
    public async Task Keys_outlive_a_restart()
    {
        var report = (await ReportOf()).Without("id").Key(Unique("key"));
        var first = await Accept(report);

        await Api.RestartAsync();

        (await Accept(report)).Answer.Body.ShouldBe(first.Answer.Body);
    }
}
