using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Json;

/// <summary>Stored reports are read by a way of their own, which has to say what the general one says.</summary>
public sealed class ReportReaderTests
{
    private static readonly DevelopmentReported Full = Reported with
    {
        ReportedAt = Times.At("2024-10-23T10:00:00.00012Z"),
        ReportedOn = Times.Day("2024-10-23"),
        Headline = "“Über” <b>&'\"\\\n 조선",
        Source = new Source("P", "T", "https://example.org", "https://archive.example.org", "2024-10-23"),
        Places = [new Place("Kursk", 51.73m, -36.190m), new Place("Kursk oblast")],
        Figures = [new Figure("troops", null, 10000, 12000, "people", "about"), new Figure("share", 1.50m, null, null, "%")],
        Tags = ["a", ""],
    };

    public static TheoryData<string> Replacements =>
        ["null", "1", "1.5e400", "true", "\"\"", "\"x\"", "\"2024-10-23\"", "\"2024-10-23T10:00:00.0000001Z\"", "\"2024-10-23T10:00:00.1000000000000Z\"", "\"Deployment\"",
         "[]", "[null]", "[1]", "[[]]", "[{}]", "{}", "{\"publisher\":\"P\",\"more\":[{}]}", "{\"publisher\":null}", "\"\\ud83d\"", "\"\\u0041\"", "\"\\u0032024-10-23\""];

    [Fact]
    public void A_report_of_every_shape_is_read_as_the_general_way_reads_it()
    {
        ShouldAgree(Full);
        ShouldAgree(Full with { Participants = [], Places = [], Figures = [], Tags = [], ReportedOn = null });
        foreach (var kind in Enum.GetValues<DevelopmentKind>())
            ShouldAgree(new DevelopmentReported("d", "a", kind, "2024", "H", null, new Source("P"), Instant.FirstDay, null));
    }

    [Theory]
    [MemberData(nameof(Replacements))]
    public void Whatever_stands_in_place_of_a_member_is_judged_as_the_general_way_judges_it(string replacement)
    {
        foreach (var (parent, name) in Members(JsonNode.Parse(EventTypes.Write(Full))!))
        {
            var (whole, at) = FullAt(parent);
            at[name] = JsonNode.Parse("\"here\"");
            ShouldAgree(whole.ToJsonString().Replace("\"here\"", replacement, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_member_that_is_missing_unknown_twice_or_escaped_makes_no_difference_between_the_ways()
    {
        foreach (var (parent, name) in Members(JsonNode.Parse(EventTypes.Write(Full))!))
        {
            var (whole, at) = FullAt(parent);
            at.Remove(name);
            ShouldAgree(whole.ToJsonString());
            at["more"] = new JsonObject { ["x"] = 1 };
            ShouldAgree(whole.ToJsonString());
        }
        var json = JsonSerializer.Serialize(Full, TimelineJson.Events.DevelopmentReported);
        ShouldAgree(json.Replace("{\"actor\"", "{\"actor\":\"first\",\"actor\"", StringComparison.Ordinal));
        ShouldAgree(json.Replace("\"actor\"", "\"\\u0061ctor\"", StringComparison.Ordinal));
        ShouldAgree(json.Replace(":", " : ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{}{}")]
    [InlineData("{\"tags\":[}")]
    [InlineData("{\"tags\":[\"a\"")]
    public void What_is_no_report_is_told_and_not_thrown(string json) => ShouldAgree(json);

    /// <summary>A new copy of all, and the object in it that a path leads to.</summary>
    private static (JsonNode Whole, JsonObject At) FullAt(object[] path)
    {
        var whole = JsonNode.Parse(EventTypes.Write(Full))!;
        return (whole, (JsonObject)path.Aggregate(whole, (node, step) => step is int index ? node[index]! : node[(string)step]!));
    }

    private static IEnumerable<(object[] Parent, string Name)> Members(JsonNode node, params object[] path)
    {
        if (node is JsonArray array)
            return array.SelectMany((item, i) => item is null ? [] : Members(item, [.. path, i]));
        return node is not JsonObject @object ? [] : @object.SelectMany(member => Members(member.Value!, [.. path, member.Key]).Prepend((path, member.Key))).ToList();
    }

    private static void ShouldAgree(DevelopmentReported report)
    {
        var json = EventTypes.Write(report);
        var read = EventTypes.Catalog.Read("development_reported", json);
        read.Fault.ShouldBeNull();
        EventTypes.Write(read.Event!).ShouldBe(json);
    }

    private static void ShouldAgree(string json)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        DevelopmentReported? general = null;
        try
        {
            general = JsonSerializer.Deserialize<DevelopmentReported>(utf8, TimelineJson.Stored);
        }
        catch (Exception exception) when (exception is JsonException or OverflowException)
        {
            // It is unreadable.
        }
        var read = EventTypes.Catalog.Read("development_reported", utf8);
        (read.Event is null).ShouldBe(general is null, $"{json}: {read.Fault}");
        if (general is not null)
            JsonSerializer.Serialize((DevelopmentReported)read.Event!, TimelineJson.Events.DevelopmentReported).ShouldBe(JsonSerializer.Serialize(general, TimelineJson.Events.DevelopmentReported), json);
        else
            read.Fault.ShouldNotBeNull(json);
    }
}
