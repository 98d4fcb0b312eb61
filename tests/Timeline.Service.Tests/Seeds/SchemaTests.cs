namespace Timeline.Service.Tests.Seeds;

public sealed class SchemaTests
{
    private const string Report = """{"type":"report","id":"talks","actor":"a-state","kind":"meeting","occurred":"2024-11?","headline":"Talks","attribution":"A paper","places":[{"name":"Here","latitude":1.5,"longitude":-2}],"figures":[{"measure":"troops","min":10,"unit":"persons"}],"source":{"publisher":"A paper","url":"https://example.org/x","publishedAt":"2024-11-05T10:00:00.5Z"},"reportedAt":"2024-11-05","tags":["claim"]}""";

    private const string Correction = """{"type":"correct","development":"talks","changes":{"summary":null,"source":{"title":null}},"reason":"Misread","source":{"publisher":"A paper"},"reportedAt":"2024-11-06"}""";

    private static readonly string[] Valid =
    [
        Report,
        Correction,
        """{"type":"actor","id":"a-state","name":"A State","kind":"state","aliases":["AS"]}""",
        """{"type":"corroborate","key":"k","development":"talks","attribution":"B","source":{"publisher":"B"},"reportedAt":"2024-11-06"}""",
        """{"type":"dispute","development":"talks","by":"B","reason":"No","source":{"publisher":"B"},"reportedAt":"2024-11-06"}""",
        """{"type":"retract","development":"talks","duplicateOf":"other","reason":"No","source":{"publisher":"B"},"reportedAt":"2024-11-06"}""",
        """{"type":"reinstate","development":"talks","reason":"Yes","source":{"publisher":"B"},"reportedAt":"2024-11-06"}""",
        """{"type":"annul","development":"talks","position":7,"reason":"Mistyped"}""",
    ];

    /// <summary>Each breaks a valid line in one place.</summary>
    private static readonly (string What, string Line, string Good, string Bad)[] Broken =
    [
        ("an unknown type", Report, "\"report\"", "\"rumour\""),
        ("an unknown kind", Report, "\"meeting\"", "\"picnic\""),
        ("an unknown field", Report, "\"tags\"", "\"labels\""),
        ("a required field left out", Report, "\"headline\":\"Talks\",", ""),
        ("an id that is no slug", Report, "\"id\":\"talks\"", "\"id\":\"Talks!\""),
        ("an actor by name", Report, "\"a-state\"", "\"A State\""),
        ("a date in no EDTF character", Report, "\"2024-11?\"", "\"November\""),
        ("a report day that is no day", Report, "\"reportedAt\":\"2024-11-05\"", "\"reportedAt\":\"2024-13-05\""),
        ("a time finer than a microsecond", Report, "10:00:00.5Z", "10:00:00.1234567Z"),
        ("a latitude without its longitude", Report, ",\"longitude\":-2", ""),
        ("a latitude beyond the pole", Report, "\"latitude\":1.5", "\"latitude\":91"),
        ("a figure with value and bound", Report, "\"min\":10", "\"min\":10,\"value\":12"),
        ("a figure without a number", Report, "\"min\":10,", ""),
        ("a tag given twice", Report, "[\"claim\"]", "[\"claim\",\"claim\"]"),
        ("an address that is no web address", Report, "https://example.org/x", "javascript:alert(1)"),
        ("a field cleared that has to stay", Correction, "\"summary\":null", "\"headline\":null"),
        ("a correction of nothing", Correction, "{\"summary\":null,\"source\":{\"title\":null}}", "{}"),
    ];

    [Fact]
    public async Task A_command_of_each_type_is_accepted() =>
        (await SchemaCheck.FaultsAsync(SeedFiles.Schema, Valid)).ShouldBe(Valid.Select(_ => ""));

    [Fact]
    public async Task What_breaks_a_line_is_refused()
    {
        Broken.ShouldAllBe(broken => Valid.Contains(broken.Line) && broken.Line.Contains(broken.Good));

        var faults = await SchemaCheck.FaultsAsync(
            SeedFiles.Schema, [.. Broken.Select(broken => broken.Line.Replace(broken.Good, broken.Bad, StringComparison.Ordinal))]);

        faults.Count.ShouldBe(Broken.Length);
        Broken.Zip(faults).Where(pair => pair.Second.Length == 0).Select(pair => pair.First.What).ShouldBeEmpty();
    }
}
