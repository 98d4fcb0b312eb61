using System.Text.Json;
using Spectre.Console;
using Timeline.Service.Commands;
using Timeline.Service.Commands.Show;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Commands.Show;

public sealed class EntryTextTests
{
    private const string Hostile = "\u001b[2J\u001b]0;owned\u0007Troops\u202e on\r\n\ttheir way\u009b31m\u0000";
    private const string Harmless = "\uFFFD[2J\uFFFD]0;owned\uFFFDTroops\uFFFD on their way\uFFFD31m\uFFFD";

    [Fact]
    public void Claims_stand_side_by_side_under_a_date_that_is_no_more_precise_than_it_was_told() =>
        TextOf(Entry("Troops on their way", "disputed")).ShouldBe("""

            2024-10~ (month, approximate)
              deployment · disputed · one
                Troops on their way
                actors     north-korea; russia (host)
                figures    troops 3,000–10,000 persons, says Agency, 2024-10-18
                           troops 1,500.5 persons (about), says Second, 2024-10-19T09:30:00Z
                disputed   by Moscow: never (TASS, 2024-10-20)
                sources    Agency 2024-10-18; Second 2024-10-19T09:30:00Z

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void What_a_terminal_would_obey_never_reaches_it()
    {
        var text = TextOf(Entry(Hostile, "reported", attribution: Hostile));

        text.ShouldContain($"    {Harmless}\n");
        text.Where(character => char.IsControl(character) && character != '\n').ShouldBeEmpty();
        InColour(Entry("\u001b[31mred", "reported")).ShouldContain("\uFFFD[31mred");
    }

    [Fact]
    public void In_a_terminal_what_is_retracted_is_struck() =>
        InColour(Entry("Never happened", "retracted")).ShouldContain("\u001b[9mNever happened");

    [Fact]
    public void Wide_characters_take_two_columns_and_wrap_without_blanks() =>
        Headline(string.Concat(Enumerable.Repeat("漢", 50))).ShouldBe([new string('漢', 38), new string('漢', 12)]);

    [Fact]
    public void No_line_begins_with_a_full_stop() =>
        Headline(string.Concat(Enumerable.Repeat("漢", 38)) + "。終").ShouldBe([new string('漢', 37), "漢。終"]);

    [Fact]
    public void Combining_marks_take_no_column_and_stay_with_their_letter()
    {
        var word = string.Concat(Enumerable.Repeat("e\u0301", 77));

        Headline(word).ShouldBe([word[..(76 * 2)], "e\u0301"]);
    }

    [Fact]
    public void Words_wrap_at_eighty_columns() =>
        Headline(string.Join("  ", Enumerable.Repeat("word", 17))).ShouldBe([string.Join(' ', Enumerable.Repeat("word", 15)), "word word"]);

    private static string[] Headline(string text) =>
        [.. TextOf(Entry(text, "reported")).Split('\n').Skip(3).TakeWhile(line => !line.StartsWith("    actors", StringComparison.Ordinal)).Select(line => line.TrimStart())];

    private static string TextOf(JsonElement entry) => SheetOf(entry).ToString();

    private static Sheet SheetOf(JsonElement entry)
    {
        var sheet = new Sheet(80);
        EntryText.WriteByDate(sheet, [entry]);
        return sheet;
    }

    private static string InColour(JsonElement entry)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ShowCommand.Print(SheetOf(entry), AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Out = new TestOutput(text, isTerminal: true),
        }));
        return text.ToString();
    }

    private static JsonElement Entry(string headline, string status, string attribution = "Agency") => JsonSerializer.SerializeToElement(new
    {
        id = "one",
        actor = "north-korea",
        participants = new[] { new { actor = "russia", role = "host" } },
        kind = "deployment",
        occurred = new { edtf = "2024-10~", precision = "month", approximate = true, uncertain = false },
        headline,
        attribution,
        figures = new object[]
        {
            new { measure = "troops", min = 3000, max = 10000, unit = "persons", attribution, reportedAt = "2024-10-18T00:00:00Z", reportedOn = "2024-10-18" },
            new { measure = "troops", value = 1500.5, unit = "persons", qualifier = "about", attribution = "Second", reportedAt = "2024-10-19T09:30:00Z" },
        },
        status,
        disputes = status == "disputed" ? new[] { new { by = "Moscow", reason = "never", reportedAt = "2024-10-20T00:00:00Z", reportedOn = "2024-10-20", source = new { publisher = "TASS" } } } : [],
        sources = new object[]
        {
            new { publisher = attribution, reportedAt = "2024-10-18T00:00:00Z", reportedOn = "2024-10-18" },
            new { publisher = "Second", reportedAt = "2024-10-19T09:30:00Z" },
        },
    });
}
