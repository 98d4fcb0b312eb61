using Timeline.Domain.Developments;
using Timeline.Domain.Tests.Developments;
using Timeline.Domain.Tests.Knowledge;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Json;

/// <summary>The bytes of an entry: a pinned answer never changes, so neither do these without a new view version.</summary>
public sealed class EntryJsonTests
{
    [Fact]
    public void A_full_entry()
    {
        var given = Given.Events(
            Reported with { ReportedOn = Times.Day("2024-10-23"), Figures = [Troops, new Figure("share", 1.50m, null, null, "%", "<at least>")] },
            Corroborated,
            Disputed.At("2024-10-25T10:00:00.5Z"),
            Retracted.At("2024-10-26T10:00:00Z") with { DuplicateOf = "another", ReportedOn = Times.Day("2024-10-26") });
        Entries.Text(given.KnownAt("2024-10-27")).ShouldBe(OneLine(
            """
            {"id":"troops-in-kursk","actor":"dprk","participants":[{"actor":"russia","role":"host"}],"kind":"deployment",
            "occurred":{"edtf":"2024-10~","from":"2024-10-01T00:00:00Z","to":"2024-11-01T00:00:00Z","precision":"month","approximate":true,"uncertain":false},
            "headline":"Troops arrive in Kursk","summary":"A summary.","places":[{"name":"Kursk","latitude":51.73,"longitude":36.19}],"attribution":"NIS",
            "figures":[{"measure":"troops","value":3000,"unit":"people","attribution":"NIS","reportedAt":"2024-10-23T10:00:00Z","reportedOn":"2024-10-23"},
            {"measure":"share","value":1.50,"unit":"%","qualifier":"<at least>","attribution":"NIS","reportedAt":"2024-10-23T10:00:00Z","reportedOn":"2024-10-23"},
            {"measure":"troops","min":10000,"max":12000,"unit":"people","qualifier":"about","attribution":"Pentagon","reportedAt":"2024-10-24T10:00:00Z"}],
            "tags":["kursk"],"status":"retracted",
            "disputes":[{"by":"Kremlin","reason":"a hoax","reportedAt":"2024-10-25T10:00:00.5Z","source":{"publisher":"Yonhap","url":"https://example.org/yonhap"}}],
            "retraction":{"reason":"withdrawn","duplicateOf":"another","reportedAt":"2024-10-26T10:00:00Z","reportedOn":"2024-10-26","source":{"publisher":"Yonhap","url":"https://example.org/yonhap"}},
            "knownFrom":"2024-10-23T10:00:00Z","revision":4,"revisedAt":"2024-10-26T10:00:00Z",
            "sources":[{"publisher":"Reuters","title":"North Korean troops in Kursk","url":"https://example.org/reuters","attribution":"NIS","reportedAt":"2024-10-23T10:00:00Z","reportedOn":"2024-10-23"},
            {"publisher":"Yonhap","url":"https://example.org/yonhap","attribution":"Pentagon","reportedAt":"2024-10-24T10:00:00Z"}],
            "recordedAt":"2024-11-01T00:00:03Z","position":40}
            """));
    }

    [Fact]
    public void What_is_absent_is_left_out()
    {
        var bare = new DevelopmentReported(Id, "dprk", DevelopmentKind.Other, "2023-06?/..", "H", null, new Source("P", null, null, "https://archive.example.org/1", "2024-10-23"), Times.At("2024-10-23"), null);
        Entries.Text(Given.Events(bare).KnownAt("2024-10-23")).ShouldBe(OneLine(
            """
            {"id":"troops-in-kursk","actor":"dprk","kind":"other","occurred":{"edtf":"2023-06?/..","from":"2023-06-01T00:00:00Z","precision":"month","approximate":false,"uncertain":true},
            "headline":"H","attribution":"P","status":"reported","knownFrom":"2024-10-23T00:00:00Z","revision":1,"revisedAt":"2024-10-23T00:00:00Z",
            "sources":[{"publisher":"P","archivedUrl":"https://archive.example.org/1","publishedAt":"2024-10-23","attribution":"P","reportedAt":"2024-10-23T00:00:00Z"}],
            "recordedAt":"2024-11-01T00:00:00Z","position":10}
            """));
    }

    [Fact]
    public void Text_is_escaped_no_more_than_JSON_needs()
    {
        var entry = Entries.Text(Given.Events(Reported with { Headline = "“Ü” <b>&'\"\\\t", Summary = "北" }).KnownAt("2024-10-24"));
        entry.ShouldContain("""
            "headline":"“Ü” <b>&'\"\\\t","summary":"北",
            """);
    }

    /// <summary>JSON that is broken into lines here, to be read.</summary>
    private static string OneLine(string json) => json.ReplaceLineEndings("");
}
