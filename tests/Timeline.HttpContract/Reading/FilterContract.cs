using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>The filters of every list: repeats of one are alternatives, different ones all hold.</summary>
public abstract class FilterContract(TimelineApi api) : ContractSuite(api)
{
    [Theory]
    [InlineData("", "day month year open since choice set unknown fiji undated")]
    [InlineData("kind=treaty", "month")]
    [InlineData("kind=treaty&kind=statement", "day month")]
    [InlineData("kind=treaty&kind=treaty", "month")]
    [InlineData("kind=casualties", "")]
    [InlineData("tag=navy", "day year")]
    [InlineData("tag=navy&tag=army", "day month year")]
    [InlineData("tag=Navy", "")]
    [InlineData("tag=two+words", "open")]
    [InlineData("tag=two%20words", "open")]
    [InlineData("kind=treaty&kind=statement&tag=navy", "day")]
    [InlineData("publisher=NIS", "day")]
    [InlineData("publisher=+nis+", "day")]
    [InlineData("publisher=Reuters", "day month")]
    [InlineData("publisher=NIS&publisher=Reuters&tag=army", "month")]
    [InlineData("publisher=Reut", "")]
    [InlineData("status=corroborated", "day")]
    [InlineData("status=disputed", "month")]
    [InlineData("status=disputed&status=corroborated", "day month")]
    [InlineData("status=retracted", "gone")]
    [InlineData("status=retracted&status=disputed", "month gone")]
    [InlineData("include=retracted", "day month year open since choice set unknown fiji undated gone")]
    [InlineData("include=retracted&tag=army", "month gone")]
    public async Task Filters_select(string query, string names) => await Selects(query, names);

    [Theory]
    [InlineData("occurredFrom=2024-10-23&occurredTo=2024-10-23", "day month year open since choice set unknown undated")]
    [InlineData("occurredFrom=2024-10-24&occurredTo=2024-10-24", "month year open since choice set unknown undated")]
    [InlineData("occurredFrom=2024-11", "year open since set unknown undated fiji")]
    [InlineData("occurredTo=2023", "open undated")]
    [InlineData("occurredTo=2024-09", "year open since undated")]
    [InlineData("occurredFrom=2024-10-31T23:59:59Z&occurredTo=2024-10-31", "month year open since set unknown undated")]
    [InlineData("occurredFrom=2025-06&occurredTo=2025-06", "open since unknown undated")]
    [InlineData("occurredFrom=2031", "since unknown undated")]
    [InlineData("occurredFrom=2024-10-25&occurredTo=2024-10-23", "")]
    [InlineData("occurredFrom=../..", "day month year open since choice set unknown fiji undated")]
    [InlineData("match=possible&occurredTo=2024-09", "year open since undated")]
    public async Task A_window_takes_what_possibly_overlaps_it(string query, string names) => await Selects(query, names);

    [Theory]
    [InlineData("occurredFrom=2024-10-23&occurredTo=2024-10-23", "day month year open since set undated")]
    [InlineData("occurredFrom=2024-10-23&occurredTo=2024-10-24", "day month year open since choice set undated")]
    [InlineData("occurredFrom=2024-10-24&occurredTo=2024-10-24", "month year open since set undated")]
    [InlineData("occurredFrom=2024-10-01&occurredTo=2024-10-01", "month year open since unknown undated")]
    [InlineData("occurredFrom=2024-10", "day month year open since choice set unknown fiji undated")]
    [InlineData("occurredTo=2024-12", "day month year open since choice set unknown undated")]
    [InlineData("occurredFrom=2024-11&occurredTo=2024-11", "year open since set undated")]
    [InlineData("occurredFrom=2031", "since undated")]
    [InlineData("occurredFrom=[..1984]", "day month year open since choice set unknown fiji undated")]
    [InlineData("occurredFrom=2025&occurredTo=2024", "")]
    public async Task A_definite_window_takes_only_what_overlaps_it_whatever_the_choice(string query, string names) =>
        await Selects($"match=definite&{query}", names);

    [Theory]
    [InlineData("bbox=30,40,40,60", "day")]
    [InlineData("bbox=36.2,51.7,36.2,51.7", "day")]
    [InlineData("bbox=36.3,51.7,40,52", "")]
    [InlineData("bbox=170,-20,-170,-10", "fiji")]
    [InlineData("bbox=-180,-90,180,90", "day fiji")]
    [InlineData("bbox=179,-20,180,-10", "")]
    [InlineData("bbox=170,40,40,60", "day")]
    [InlineData("bbox=30,40,40,60&tag=army", "")]
    public async Task A_box_takes_what_has_a_place_in_it_also_across_the_180th_meridian(string query, string names) => await Selects(query, names);

    [Fact]
    public async Task An_actor_is_found_as_subject_and_participant_by_id_and_by_alias()
    {
        var (subject, partner, bystander, alias) = (await Actor(), Unique("partner"), await Actor(), Unique("Ally of ours"));
        await Accept(Register(partner).Set("aliases", new[] { alias }));
        var (a, b, c) = (Unique("a"), Unique("b"), Unique("c"));
        await Accept(Report(a).By(subject).With(partner), Report(b).By(partner).With(subject), Report(c).By(bystander));

        (await Ids($"actor={partner}")).ShouldBe([a, b]);
        (await Ids($"actor={Uri.EscapeDataString(alias)}")).ShouldBe([a, b]);
        (await Ids($"actor={Uri.EscapeDataString(alias.ToUpperInvariant())}&actor={bystander}")).ShouldBe([a, b, c]);
        (await Ids($"actor={partner}&actor={subject}")).ShouldBe([a, b]);
        (await Get($"/api/timeline?actor={Unique("nobody")}")).ShouldBeProblem(404, "actor");
    }

    [Fact]
    public async Task An_alias_follows_the_basis()
    {
        var (report, alias) = (await ReportOf(), Unique("alias"));
        await Accept(report);
        var named = await Accept(Describe((string)report.Body["actor"]!).Set("aliases", new[] { alias }));
        var unnamed = await Accept(Describe((string)report.Body["actor"]!).Set("aliases", null));
        await Accept(Register(alias));

        (await Ids($"actor={alias}&basis={named.Position}")).ShouldBe([report.Id]);
        (await Get($"/api/timeline?actor={alias}&basis={named.Position - 1}")).ShouldBeProblem(404, "actor");
        (await Get($"/api/timeline?actor={alias}&basis={unnamed.Position}")).ShouldBeProblem(404, "actor");
        (await Ids($"actor={alias}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_apply_to_what_was_known_then()
    {
        var report = (await ReportOf()).Tags("old").Kind("statement");
        await Accept(report, Correct(report.Id).Change("tags", new[] { "new" }).Change("kind", "treaty").Reported("2024-10-25"));
        var actor = $"actor={report.Body["actor"]}";

        (await Ids($"{actor}&tag=old&kind=statement&knownAt=2024-10-24")).ShouldBe([report.Id]);
        (await Ids($"{actor}&tag=new&knownAt=2024-10-24")).ShouldBeEmpty();
        (await Ids($"{actor}&tag=new&kind=treaty")).ShouldBe([report.Id]);
        (await Ids($"{actor}&tag=old")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_may_leave_nothing() => (await Ok($"/api/timeline?tag={Unique("none")}")).Texts("items[].id").ShouldBeEmpty();

    [Theory]
    [InlineData("knownat=2024-10-25", "knownat")]
    [InlineData("Kind=treaty", "Kind")]
    [InlineData("foo", "foo")]
    [InlineData("kind=war", "kind")]
    [InlineData("kind=Treaty", "kind")]
    [InlineData("kind=1", "kind")]
    [InlineData("kind=", "kind")]
    [InlineData("status=unknown", "status")]
    [InlineData("order=up", "order")]
    [InlineData("order=asc&order=desc", "order")]
    [InlineData("include=all", "include")]
    [InlineData("match=sometimes", "match")]
    [InlineData("occurredFrom=yesterday", "occurredFrom")]
    [InlineData("occurredTo=2024-13", "occurredTo")]
    [InlineData("occurredFrom=Y17E8", "occurredFrom")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=1,2,3,4,5", "bbox")]
    [InlineData("bbox=a,b,c,d", "bbox")]
    [InlineData("bbox=0,0,181,10", "bbox")]
    [InlineData("bbox=0,10,10,0", "bbox")]
    [InlineData("bbox=NaN,0,1,1", "bbox")]
    [InlineData("bbox=1e999,0,1,1", "bbox")]
    [InlineData("bbox=0,0,1,1&bbox=0,0,1,1", "bbox")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=9999999999999999999999", "limit")]
    [InlineData("tag=%FF", "tag")]
    [InlineData("tag=%00", "tag")]
    public async Task What_does_not_exist_or_cannot_be_read_is_a_400(string query, string parameter) => (await Get($"/api/timeline?{query}")).ShouldBeProblem(400, parameter);

    private async Task Selects(string query, string names)
    {
        var scene = await Scene();
        var expected = names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{scene}-{name}");
        var found = (await Ids($"actor={scene}&{query}")).AsEnumerable();
        found.Order().ShouldBe(expected.Order());
    }

    private Task<string> Scene() => Api.OnceAsync("filters", async () =>
    {
        var scene = await Actor("scene");
        Call At(string name, string occurred) => Report($"{scene}-{name}").By(scene).Occurred(occurred);
        await Accept(
            At("day", "2024-10-23").Kind("statement").Tags("navy", "x").From("NIS").At("Kursk", 51.7, 36.2).At("Nowhere"),
            At("month", "2024-10").Kind("treaty").Tags("army").From("Reuters"),
            At("year", "2024").Tags("navy"),
            At("open", "../2030").Tags("two words"),
            At("since", "2024-09~/.."),
            At("choice", "[2024-10-23..2024-10-24]"),
            At("set", "{2024-10-20,2024-11-05}"),
            At("unknown", "2024-10-01/"),
            At("fiji", "2025-01-01").At("Taveuni", -16.8, -179.9),
            At("undated", "../.."),
            At("gone", "2024-10-23").Tags("army"),
            Corroborate($"{scene}-day").From("Reuters"),
            Dispute($"{scene}-month"),
            Retract($"{scene}-gone"));
        return scene;
    });
}
