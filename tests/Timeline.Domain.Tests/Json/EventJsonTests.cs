using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Json;

/// <summary>How events are stored. Stored JSON is for ever: an expectation here is only ever added, never changed.</summary>
public sealed partial class EventJsonTests
{
    private const string ReutersJson = """{"publisher":"Reuters","title":"North Korean troops in Kursk","url":"https://example.org/reuters"}""";
    private const string YonhapJson = """{"publisher":"Yonhap","url":"https://example.org/yonhap"}""";

    /// <summary>What another host may use that knows our types, but not our options.</summary>
    private static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static TheoryData<object, string> Stored => new()
    {
        { new ActorRegistered("dprk", "North Korea", ActorKind.State, ["조선"]), """{"name":"North Korea","kind":"state","aliases":["조선"],"actor":"dprk"}""" },
        { new ActorRegistered("x", "N", ActorKind.Organization, []), """{"name":"N","kind":"organization","aliases":[],"actor":"x"}""" },
        { new ActorDescribed("dprk", default, default, default), """{"actor":"dprk"}""" },
        {
            new ActorDescribed("dprk", Set("N"), Set<ActorKind?>(ActorKind.Person), Set<IReadOnlyList<string>>(["a"])),
            """{"name":"N","kind":"person","aliases":["a"],"actor":"dprk"}"""
        },
        { new ActorDescribed("dprk", default, Set<ActorKind?>(ActorKind.Force), Set<IReadOnlyList<string>>(null)), """{"kind":"force","aliases":null,"actor":"dprk"}""" },
        {
            Reported,
            $$$"""{"actor":"dprk","kind":"deployment","occurred":"2024-10~","headline":"Troops arrive in Kursk","attribution":"NIS","summary":"A summary.","participants":[{"actor":"russia","role":"host"}],"places":[{"name":"Kursk","latitude":51.73,"longitude":36.19}],"figures":[{"measure":"troops","value":3000,"unit":"people"}],"tags":["kursk"],"source":{{{ReutersJson}}},"reportedAt":"2024-10-23T10:00:00Z","development":"troops-in-kursk"}"""
        },
        {
            new DevelopmentReported("d", "dprk", DevelopmentKind.Casualties, "2024", "“Über” <b>&'\"\\\n", null, new Source("P", null, null, "https://archive.example.org/1", "2024-10-23"), Times.At("2024-10-23"), Times.Day("2024-10-23")),
            """{"actor":"dprk","kind":"casualties","occurred":"2024","headline":"“Über” <b>&'\"\\\n","source":{"publisher":"P","archivedUrl":"https://archive.example.org/1","publishedAt":"2024-10-23"},"reportedAt":"2024-10-23T00:00:00Z","reportedOn":"2024-10-23","development":"d"}"""
        },
        {
            Corrected with { Changes = new DevelopmentChanges { Headline = Set("H"), Summary = Set<string>(null), Source = Set(new SourcePatch { Title = Set<string>(null), Url = Set("https://example.org") }) } },
            $$$"""{"changes":{"headline":"H","summary":null,"source":{"title":null,"url":"https://example.org"}},"reason":"misread","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","development":"troops-in-kursk"}"""
        },
        {
            Corrected with
            {
                Changes = new DevelopmentChanges
                {
                    Occurred = Set("2024"),
                    Kind = Set<DevelopmentKind?>(DevelopmentKind.Other),
                    Participants = Set<IReadOnlyList<Participant>>([Russia]),
                    Places = Set<IReadOnlyList<Place>>(null),
                    Figures = Set<IReadOnlyList<Figure>>([MoreTroops]),
                    Tags = Set<IReadOnlyList<string>>([]),
                    Attribution = Set<string>(null),
                    Source = Set(new SourcePatch { Publisher = Set("P"), ArchivedUrl = Set<string>(null), PublishedAt = Set("2024-10-23") }),
                },
                ReportedAt = Times.At("2024-10-24T10:00:00.000001Z"),
            },
            $$$"""{"changes":{"occurred":"2024","kind":"other","participants":[{"actor":"russia","role":"host"}],"places":null,"figures":[{"measure":"troops","min":10000,"max":12000,"unit":"people","qualifier":"about"}],"tags":[],"attribution":null,"source":{"publisher":"P","archivedUrl":null,"publishedAt":"2024-10-23"}},"reason":"misread","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00.000001Z","development":"troops-in-kursk"}"""
        },
        {
            Corroborated with { Attribution = null, Figures = [new Figure("share", 1.50m, null, null, "%")] },
            $$$"""{"figures":[{"measure":"share","value":1.50,"unit":"%"}],"source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","development":"troops-in-kursk"}"""
        },
        {
            Early,
            $$$"""{"attribution":"Budanov","figures":[{"measure":"troops","min":10000,"max":12000,"unit":"people","qualifier":"about"}],"headline":"First troops expected","occurred":"2024-10-23","summary":"As Budanov has it.","places":[{"name":"Kursk oblast"}],"source":{{{YonhapJson}}},"reportedAt":"2024-10-22T10:00:00Z","development":"troops-in-kursk"}"""
        },
        { Disputed, $$$"""{"by":"Kremlin","reason":"a hoax","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","development":"troops-in-kursk"}""" },
        { Retracted, $$$"""{"reason":"withdrawn","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","development":"troops-in-kursk"}""" },
        {
            Retracted with { DuplicateOf = "another", ReportedOn = Times.Day("2024-10-24") },
            $$$"""{"reason":"withdrawn","duplicateOf":"another","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","reportedOn":"2024-10-24","development":"troops-in-kursk"}"""
        },
        { Reinstated, $$$"""{"reason":"confirmed after all","source":{{{YonhapJson}}},"reportedAt":"2024-10-24T10:00:00Z","development":"troops-in-kursk"}""" },
        { Annulled(20), """{"position":20,"reason":"entered by mistake","development":"troops-in-kursk"}""" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_written_as_it_ever_was_and_reads_back_equal(object @event, string json)
    {
        Text(EventTypes.Write(@event)).ShouldBe(json);
        var read = EventTypes.Read(EventTypes.Of(@event).Alias, Encoding.UTF8.GetBytes(json));
        read.ShouldBeOfType(@event.GetType());
        Text(EventTypes.Write(read)).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Plain_camel_case_options_read_and_write_the_same_event(object @event, string json)
    {
        var read = JsonSerializer.Deserialize(json, @event.GetType(), Plain)!;
        Text(EventTypes.Write(read)).ShouldBe(json);
        var rewritten = JsonSerializer.Serialize(@event, @event.GetType(), Plain);
        Text(EventTypes.Write(EventTypes.Read(EventTypes.Of(@event).Alias, Encoding.UTF8.GetBytes(rewritten))!)).ShouldBe(json);
    }

    [Fact]
    public void The_order_of_members_does_not_matter_and_unknown_ones_are_skipped()
    {
        const string Json = """{"later":{"a":[1]},"reason":"entered by mistake","development":"troops-in-kursk","position":20}""";
        EventTypes.Read("development_event_annulled", Encoding.UTF8.GetBytes(Json)).ShouldBe(Annulled(20));
    }

    [Fact]
    public void A_patch_tells_absent_null_and_a_value_apart()
    {
        foreach (var read in new Func<string, DevelopmentChanges>[]
        {
            json => JsonSerializer.Deserialize<DevelopmentChanges>(json, Plain)!,
            json => ((DevelopmentCorrected)EventTypes.Read("development_corrected", Encoding.UTF8.GetBytes(
                $$$"""{"development":"d","changes":{{{json}}},"reason":"r","source":{"publisher":"P"},"reportedAt":"2024-10-23T00:00:00Z"}"""))!).Changes,
        })
        {
            var changes = read("""{"summary":null,"headline":"H","kind":"treaty","tags":null,"source":{"title":null}}""");
            changes.Occurred.IsPresent.ShouldBeFalse();
            changes.Summary.ShouldBe(Set<string>(null));
            changes.Headline.ShouldBe(Set("H"));
            changes.Kind.ShouldBe(Set<DevelopmentKind?>(DevelopmentKind.Treaty));
            changes.Tags.ShouldBe(Set<IReadOnlyList<string>>(null));
            changes.Source.Value!.Title.ShouldBe(Set<string>(null));
            changes.Source.Value.Url.IsPresent.ShouldBeFalse();
            read("""{"source":null,"kind":null}""").ShouldBe(new DevelopmentChanges { Source = Set<SourcePatch>(null), Kind = Set<DevelopmentKind?>(null) });
            read("{}").ShouldBe(new DevelopmentChanges());
        }
    }

    [Fact]
    public void An_enum_is_never_a_number() =>
        Should.Throw<JsonException>(() => EventTypes.Read("actor_registered", """{"actor":"x","name":"N","kind":1,"aliases":[]}"""u8));

    [Fact]
    public void An_alias_is_the_class_name_in_snake_case()
    {
        foreach (var type in EventTypes.All)
        {
            type.Alias.ShouldBe(Capital().Replace(type.Type.Name, "_$0").TrimStart('_').ToLowerInvariant());
            type.DotNetType.ShouldBe($"{type.Type.Namespace}.{type.Type.Name}, Timeline.Domain");
            Type.GetType(type.DotNetType).ShouldBe(type.Type);
            EventTypes.IsOurs(type.Alias).ShouldBeTrue();
        }
    }

    [Fact]
    public void Every_event_class_has_an_alias_and_a_stored_example()
    {
        var classes = typeof(EventTypes).Assembly.GetTypes().Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(ActorEvent)) || type.IsSubclassOf(typeof(DevelopmentEvent))));
        EventTypes.All.Select(type => type.Type).ShouldBe(classes, ignoreOrder: true);
        Stored.Select(row => row[0].GetType()).Distinct().ShouldBe(classes, ignoreOrder: true);
    }

    [Fact]
    public void Types_that_are_not_ours_are_skipped()
    {
        EventTypes.IsOurs("invoice_paid").ShouldBeFalse();
        EventTypes.Read("invoice_paid", "{}"u8).ShouldBeNull();
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
