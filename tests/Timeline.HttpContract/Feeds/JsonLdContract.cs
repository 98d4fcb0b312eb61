using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>events.jsonld</c>, expanded by a JSON-LD processor and held to schema.org's vocabulary.</summary>
public abstract class JsonLdContract(TimelineApi api) : FeedSuite(api)
{
    private const string SchemaOrg = "https://schema.org/";

    [Fact]
    public async Task Entries_are_events_and_every_term_is_schema_orgs()
    {
        var actor = await Actor();
        var (id, filter) = await ReportedAt("2024-06-18/2024-06-19", call => call
            .Set("summary", "As told.").Tags("navy").At("Pyongyang", 39.0392, 125.7625).With(actor)
            .Set("source", new { publisher = "Agency", title = "A treaty", url = "https://agency.example/a", publishedAt = "2024-06-19" }));
        var read = await Read(FeedReaders.JsonLd, $"/feeds/events.jsonld?{filter}");
        var list = read.Find("expanded[]").Single();
        var @event = Property(list, "itemListElement").Single();

        // Newer than the copy of the vocabulary at hand: schema.org/keywords names Event.
        read.Texts("unknown[]").Except(["Event.keywords"]).ShouldBeEmpty();
        list.Text("@type[0]").ShouldBe(SchemaOrg + "ItemList");
        @event.Text("@type[0]").ShouldBe(SchemaOrg + "Event");
        @event.Text("@id").ShouldNotBeNull().ShouldMatch($"^tag:[a-z0-9]+\\.timeline\\.invalid,2024:developments/{id}$");
        (Value(@event, "name"), Value(@event, "identifier"), Value(@event, "description")).ShouldBe(($"Headline of {id}", id, "As told."));
        (Value(@event, "startDate"), Value(@event, "endDate")).ShouldBe(("2024-06-18", "2024-06-19"));
        Property(@event, "eventStatus").Single().Text("@id").ShouldBe(SchemaOrg + "EventScheduled");
        var place = Property(@event, "location").Single();
        Value(place, "name").ShouldBe("Pyongyang");
        Value(Property(place, "geo").Single(), "longitude").ShouldBe("125.7625");
        Property(@event, "about").Select(about => Value(about, "name")).ShouldContain($"Name of {actor}");
        Property(@event, "about")[0].Text("@type[0]").ShouldBe(SchemaOrg + "Country");
        Value(Property(Property(@event, "subjectOf").Single(), "publisher").Single(), "name").ShouldBe("Agency");
    }

    [Theory]
    [InlineData("2024-10~", "2024-10", null)]
    [InlineData("2024", "2024", null)]
    [InlineData("2024-10-23T14:30:00+02:00", "2024-10-23T12:30:00Z", null)]
    [InlineData("2024-22", "2024-06", "2024-08")]
    [InlineData("2023-06~/..", "2023-06", null)]
    [InlineData("../2024-11-04", null, "2024-11-04")]
    [InlineData("../..", null, null)]
    public async Task A_date_is_as_precise_as_it_is_known(string edtf, string? start, string? end)
    {
        var (_, filter) = await ReportedAt(edtf);
        var @event = (await Ok($"/feeds/events.jsonld?{filter}")).Json.Find("itemListElement[]").Single();

        (@event.Text("startDate"), @event.Text("endDate")).ShouldBe((start, end));
    }

    [Fact]
    public async Task What_is_retracted_is_cancelled()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        await Accept(Retract(id));

        (await Statuses(filter)).ShouldBe([("EventCancelled", null)]);
        (await Statuses($"{filter}&knownAt=2024-10-18")).ShouldBe([("EventScheduled", null)]);
    }

    [Fact]
    public async Task What_a_correction_moved_is_rescheduled_and_says_from_when()
    {
        var (id, filter) = await ReportedAt("2024-10~");
        var written = await Accept(
            Correct(id).Change("occurred", "2024-10-12"), Correct(id).Change("headline", "New").Reported("2024-10-20"), Correct(id).Change("occurred", "2024-10-13").Reported("2024-10-21"));

        (await Statuses($"{filter}&knownAt=2024-10-18")).ShouldBe([("EventScheduled", null)]);
        (await Statuses($"{filter}&knownAt=2024-10-19")).ShouldBe([("EventRescheduled", "2024-10")]);
        (await Statuses($"{filter}&knownAt=2024-10-20")).ShouldBe([("EventRescheduled", "2024-10")]);
        (await Statuses(filter)).ShouldBe([("EventRescheduled", "2024-10-12")]);
        await Accept(Annul(id, written[2].Position));
        (await Statuses(filter)).ShouldBe([("EventRescheduled", "2024-10")]);
        await Accept(Retract(id).Reported("2024-10-22"));
        (await Statuses(filter)).ShouldBe([("EventCancelled", "2024-10")]);
    }

    private async Task<IEnumerable<(string?, string?)>> Statuses(string filter) => (await Ok($"/feeds/events.jsonld?{filter}")).Json.Find("itemListElement[]")
        .Select(@event => (@event.Text("eventStatus")?.Replace(SchemaOrg, "", StringComparison.Ordinal), @event.Text("previousStartDate")));

    private static JsonElement[] Property(JsonElement node, string name) => node.TryGetProperty(SchemaOrg + name, out var values)
        ? [.. values.EnumerateArray()]
        : [];

    private static string? Value(JsonElement node, string name) => Property(node, name).Single().Text("@value");
}
