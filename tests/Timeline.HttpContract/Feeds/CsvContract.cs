using System.Text.Json;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>timeline.csv</c>, as csv-parse reads it.</summary>
public abstract class CsvContract(TimelineApi api) : FeedSuite(api)
{
    [Fact]
    public async Task A_row_has_what_the_entry_has_and_lists_are_JSON()
    {
        var (id, filter) = await ReportedAt("2024-10~", call => call
            .Kind("treaty").Tags("a,b", "\"navy\"").Set("summary", "First line\r\nsecond \"line\", quoted").Figure("soldiers", 12.50m).At("Nowhere").At("Sea", -39.5, -125.25)
            .Set("source", new { publisher = "Agency", url = "https://agency.example/" }));
        await Accept(Corroborate(id));
        var entry = await Entry(id);
        var row = (await Read(FeedReaders.Csv, $"/feeds/timeline.csv?{filter}")).EnumerateArray().Single();

        foreach (var (column, field) in new[]
        {
            ("id", "id"), ("headline", "headline"), ("summary", "summary"), ("kind", "kind"), ("status", "status"), ("actor", "actor"), ("occurred", "occurred.edtf"),
            ("occurred_from", "occurred.from"), ("occurred_to", "occurred.to"), ("precision", "occurred.precision"), ("approximate", "occurred.approximate"),
            ("uncertain", "occurred.uncertain"), ("places", "places"), ("attribution", "attribution"), ("figures", "figures"), ("tags", "tags"), ("sources", "sources"),
            ("known_from", "knownFrom"), ("revision", "revision"), ("revised_at", "revisedAt"), ("recorded_at", "recordedAt"), ("position", "position"),
        })
            row.Text(column).ShouldBe(entry.Text(field), column);
        (row.Text("latitude"), row.Text("longitude")).ShouldBe(("-39.5", "-125.25"));
        row.Text("actor_name").ShouldBe($"Name of {entry.Text("actor")}");
        row.Text("participants").ShouldBe("");
        JsonElement.Parse(row.Text("figures")!).Text("[0].value").ShouldBe("12.50");
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public async Task What_a_spreadsheet_would_take_for_a_formula_is_text(string formula)
    {
        var report = (await ReportOf()).Headline(formula).Set("attribution", formula);
        await Accept(report, Describe((string)report.Body["actor"]!).Set("name", formula));
        var row = (await Read(FeedReaders.Csv, $"/feeds/timeline.csv?actor={report.Body["actor"]}")).EnumerateArray().Single();

        foreach (var column in new[] { "headline", "attribution", "actor_name" })
            row.Text(column).ShouldBe("'" + formula, column);
        foreach (var cell in row.EnumerateObject())
            cell.Value.GetString()!.ShouldNotMatch("^[=+@\t\r]", cell.Name);
    }

    [Fact]
    public async Task Rows_end_with_CR_and_LF_and_there_is_always_a_header()
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        var lines = (await Ok($"/feeds/timeline.csv?{filter}")).Body.Split("\r\n");
        lines.Length.ShouldBe(3);
        lines[2].ShouldBeEmpty();

        (await Ok($"/feeds/timeline.csv?{filter}&knownAt=2024-01-01")).Body.ShouldBe(lines[0] + "\r\n");
        lines[0].ShouldStartWith("id,headline,");
    }

    [Fact]
    public async Task What_is_retracted_is_dropped_unless_asked_for()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        await Accept(Retract(id));

        (await Read(FeedReaders.Csv, $"/feeds/timeline.csv?{filter}")).EnumerateArray().ShouldBeEmpty();
        (await Read(FeedReaders.Csv, $"/feeds/timeline.csv?{filter}&include=retracted")).Text("[0].status").ShouldBe("retracted");
    }
}
