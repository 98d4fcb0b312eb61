using System.Text;
using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Json;

/// <summary>
/// Events of older and newer versions. No type has a second version yet, so the shapes of this one's past are made up; the chain, the aliases and the
/// refusals are those that a real one goes through.
/// </summary>
public sealed class EventVersionTests
{
    /// <summary>What was once stored: version 1 had one text for who denies and why, version 2 no object for the source.</summary>
    private const string First = """{"development":"troops-in-kursk","denial":"Kremlin: a hoax","source":"Yonhap","reportedAt":"2024-10-24T10:00:00Z"}""";
    private const string Second = """{"development":"troops-in-kursk","by":"Kremlin","reason":"a hoax","source":"Yonhap","reportedAt":"2024-10-24T10:00:00Z"}""";
    private const string Third = """{"development":"troops-in-kursk","by":"Kremlin","reason":"a hoax","source":{"publisher":"Yonhap"},"reportedAt":"2024-10-24T10:00:00Z"}""";

    private static readonly IReadOnlyList<EventType> Types = [.. EventTypes.All.Select(type => type.Alias == "development_disputed" ? type with { Version = 3 } : type)];

    private static readonly Upcaster[] Upcasters =
    [
        new("development_disputed", 1, shape =>
        {
            var parts = ((string)shape["denial"]!).Split(": ", 2);
            shape.Remove("denial");
            (shape["by"], shape["reason"]) = (parts[0], parts[1]);
        }),
        new("development_disputed", 2, shape => shape["source"] = new JsonObject { ["publisher"] = (string)shape["source"]! }),
    ];

    private static readonly EventCatalog Catalog = new(Types, Upcasters);

    [Theory]
    [InlineData("development_disputed", First)]
    [InlineData("development_disputed_v2", Second)]
    [InlineData("development_disputed_v3", Third)]
    public void Every_earlier_shape_is_read_as_the_event_of_today(string alias, string json)
    {
        var read = Catalog.Read(alias, Utf8(json));

        read.Fault.ShouldBeNull();
        read.Event.ShouldBe(Disputed with { Source = new Source("Yonhap") });
    }

    [Fact]
    public void The_alias_that_is_written_names_the_version_from_the_second_on()
    {
        Types.Single(type => type.Version == 3).StoredAlias.ShouldBe("development_disputed_v3");
        EventTypes.All.ShouldAllBe(type => type.StoredAlias == type.Alias);
        EventTypes.AliasOf("development_disputed_v12").ShouldBe("development_disputed");
        EventTypes.AliasOf("development_disputed").ShouldBe("development_disputed");
    }

    [Theory]
    [InlineData("development_disputed_v4", Third, "version 4")]
    [InlineData("development_retracted_v2", "{}", "reads up to 1")]
    [InlineData("development_disputed", Third, "version 1")]
    [InlineData("development_disputed_v2", "[]", "no object")]
    [InlineData("development_disputed_v2", """{"by":"Kremlin"}""", "development_disputed")]
    [InlineData("development_disputed_v3", """{"development":"d","by":"Kremlin"}""", "development_disputed")]
    public void What_cannot_be_read_is_said_and_not_thrown(string alias, string json, string reason)
    {
        var read = Catalog.Read(alias, Utf8(json));

        read.IsUnreadable.ShouldBeTrue();
        read.Fault.ShouldNotBeNull().ShouldContain(reason);
    }

    [Theory]
    [InlineData("tombstone")]
    [InlineData("invoice_paid")]
    [InlineData("invoice_paid_v2")]
    [InlineData("_v2")]
    public void Types_that_are_not_ours_are_neither_read_nor_unreadable(string alias) => Catalog.Read(alias, "not even JSON"u8).ShouldBe(default);

    [Theory]
    [MemberData(nameof(Lacking))]
    public void An_event_that_lacks_what_a_fold_needs_cannot_be_read(string alias, string json) => EventTypes.Catalog.Read(alias, Utf8(json)).IsUnreadable.ShouldBeTrue(json);

    /// <summary>Each stored example without each of its members that is not optional, and with null in its place.</summary>
    public static TheoryData<string, string> Lacking()
    {
        string[] optional = ["attribution", "reportedOn", "summary", "participants", "places", "figures", "tags", "headline", "occurred", "duplicateOf"];
        var cases = new TheoryData<string, string>();
        foreach (var example in EventJsonTests.Stored)
        {
            var alias = EventTypes.Of(example[0]).Alias;
            var isOptional = optional.Except(example[0] is DevelopmentReported ? ["headline", "occurred"] : []).ToHashSet();
            foreach (var member in JsonNode.Parse((string)example[1])!.AsObject().Select(pair => pair.Key).Where(name => !isOptional.Contains(name)))
            {
                if (example[0] is Domain.Actors.ActorDescribed && member != "actor")
                    continue;
                var without = JsonNode.Parse((string)example[1])!.AsObject();
                without.Remove(member);
                cases.Add(alias, without.ToJsonString());
                without[member] = null;
                cases.Add(alias, without.ToJsonString());
            }
        }
        return cases;
    }

    [Fact]
    public void A_chain_with_a_hole_a_fork_or_no_end_is_refused()
    {
        Should.Throw<ArgumentException>(() => new EventCatalog(Types, [Upcasters[0]]));
        Should.Throw<ArgumentException>(() => new EventCatalog(Types, [.. Upcasters, Upcasters[1]]));
        Should.Throw<ArgumentException>(() => new EventCatalog(EventTypes.All, Upcasters));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
