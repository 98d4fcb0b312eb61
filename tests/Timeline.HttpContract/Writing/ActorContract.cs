using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>POST /api/actors</c> and <c>PATCH /api/actors/{id}</c>.</summary>
public abstract class ActorContract(TimelineApi api) : ContractSuite(api)
{
    [Fact]
    public async Task An_actor_is_created_and_the_answer_says_where_it_stands_in_the_log()
    {
        var id = Unique("dprk");

        var answer = (await Send(Register(id).Set("name", "North Korea").Set("aliases", new[] { Unique("조선") }))).Should(201);

        answer.Header("Location").ShouldBe($"/api/actors/{id}");
        answer.Json.Members().ShouldBe(["id", "stream", "version", "position", "recordedAt"]);
        (answer.Text("id"), answer.Text("stream"), answer.Text("version")).ShouldBe((id, id, "1"));
        (await Ok($"/api/actors/{id}")).Text("name").ShouldBe("North Korea");
    }

    [Theory]
    [InlineData("state")]
    [InlineData("organization")]
    [InlineData("person")]
    [InlineData("force")]
    [InlineData("other")]
    public async Task An_actor_is_of_one_of_five_kinds(string kind)
    {
        var id = Unique("k");
        await Accept(Register(id).Set("kind", kind));

        (await Ok($"/api/actors/{id}")).Text("kind").ShouldBe(kind);
    }

    [Fact]
    public async Task Without_an_id_one_is_made_from_the_name()
    {
        var name = Unique("Österreich & Söhne");
        var written = await Accept(Register("x").Without("id").Set("name", name));

        written.Id.ShouldMatch("^[a-z0-9][a-z0-9-]{0,126}$");
        written.Answer.Header("Location").ShouldBe($"/api/actors/{written.Id}");
        (await Accept(Register("x").Without("id").Set("name", "북한"))).Id.ShouldMatch("^[a-z0-9][a-z0-9-]{0,126}$");
    }

    [Fact]
    public async Task Ids_and_aliases_are_taken_without_regard_to_case()
    {
        var (id, alias) = (Unique("a"), Unique("Alias A"));
        await Accept(Register(id).Set("aliases", new[] { alias, Unique("slug") }));
        var (other, slugAlias) = (Unique("b"), Unique("slug-alias"));
        await Accept(Register(other).Set("aliases", new[] { slugAlias }));

        await Refuse(Register(id), 409);
        await Refuse(Register(slugAlias), 409);
        await Refuse(Register(Unique("c")).Set("aliases", new[] { alias.ToUpperInvariant() }), 422, "aliases[0]");
        await Refuse(Register(Unique("c")).Set("aliases", new[] { "fine", id }), 422, "aliases[1]");
        await Refuse(Register(Unique("c")).Set("aliases", new[] { "twice", "TWICE" }), 422, "aliases[1]");
    }

    [Fact]
    public async Task A_description_is_a_merge_patch()
    {
        var (actor, alias) = (await Actor(), Unique("alias"));

        var answer = (await Send(Describe(actor).Set("aliases", new[] { alias }))).Should(200);
        answer.Json.Members().ShouldBe(["id", "stream", "version", "position", "recordedAt"]);
        answer.Text("version").ShouldBe("2");
        await Accept(Describe(actor).Set("name", "New"));

        var described = await Ok($"/api/actors/{actor}");
        (described.Text("name"), described.Text("kind"), described.Text("aliases[0]")).ShouldBe(("New", "state", alias));
        await Accept(Describe(actor).Set("aliases", null));
        (await Ok($"/api/actors/{actor}")).Texts("aliases[]").ShouldBeEmpty();
        await Accept(Register(Unique("other")).Set("aliases", new[] { alias }));
    }

    [Fact]
    public async Task A_merge_patch_may_name_its_own_media_type()
    {
        var actor = await Actor();

        (await Send(Describe(actor).Set("name", "New").ToRequest("application/merge-patch+json"))).Should(200);
    }

    [Fact]
    public async Task An_alias_is_accepted_wherever_an_actors_id_is()
    {
        var (actor, alias) = (await Actor(), Unique("The Hermit Kingdom"));
        await Accept(Describe(actor).Set("aliases", new[] { alias }));
        var escaped = Uri.EscapeDataString(alias.ToUpperInvariant());

        (await Accept(Describe(escaped).Set("name", "New"))).Id.ShouldBe(actor);
        foreach (var path in new[] { "", "/events" })
        {
            var answer = await Ok($"/api/actors/{escaped}{path}");
            answer.Text("permalink").ShouldNotBeNull().ShouldStartWith($"/api/actors/{actor}{path}?");
        }
    }

    [Fact]
    public async Task Names_and_kinds_cannot_be_cleared_and_nothing_is_no_change()
    {
        var actor = await Actor();

        await Refuse(Describe(actor).Set("name", null), 422, "name");
        await Refuse(Describe(actor).Set("kind", null), 422, "kind");
        await Refuse(Describe(actor), 422);
        await Refuse(Describe(actor).Set("name", $"Name of {actor}"), 422);
        await Refuse(Describe(actor).Set("id", "x"), 422, "id");
        await Refuse(Describe(actor).Set("aliases", new[] { actor }), 422, "aliases[0]");
        await Refuse(Describe(Unique("nobody")).Set("name", "New"), 404);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("-dash")]
    [InlineData("under_score")]
    [InlineData("ümlaut")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public async Task An_id_is_a_slug(string id) => await Refuse(Register("x").Set("id", id), 422, "id");
}
