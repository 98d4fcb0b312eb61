using Spectre.Console;
using Timeline.HttpContract;
using Timeline.Service.Commands;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Replay;

public sealed class ReplayTerminalTests(ReplayHost host) : IClassFixture<ReplayHost>
{
    [Fact]
    public async Task Piped_it_is_plain_text_day_by_day()
    {
        await host.AcceptAsync(
            Calls.Register("plain"),
            Calls.Report("one").By("plain").Kind("deployment").Headline("Troops on \u202Etheir way\nto Kursk").Figure("troops", 1500),
            Calls.Report("other").By("plain").Reported("2024-10-18T09:30:00Z"),
            Calls.Correct("one").Change("headline", "Troops in Kursk").Change("figures", new[] { new { measure = "troops", min = 3000, max = 10000, unit = "people" } }),
            Calls.Corroborate("one").From("Second agency").Reported("2024-10-20"),
            Calls.Retract("other").Reported("2024-10-20"));

        var text = await Run("actor=plain", isTerminal: false);

        text.Split('\n')[..^2].ShouldBe([
            "2024-10-18 Friday",
            "        + deployment  Troops on \uFFFDtheir way to Kursk (2024-10-10, Agency)",
            "  09:30 + other       Headline of other (2024-10-10, Agency)",
            "2024-10-19 Saturday",
            "        ~ deployment  Troops in Kursk (2024-10-10, Agency)",
            "            headline: Troops on \uFFFDtheir way to Kursk → Troops in Kursk",
            "            figures: + troops 3,000–10,000 people (Agency); - troops 1,500 people (Agency)",
            "            corrected by Agency: because",
            "2024-10-20 Sunday",
            "        ~ deployment  Troops in Kursk (2024-10-10, Agency)",
            "            status: reported → corroborated",
            "            sources: + Second agency",
            "            corroborated by Second agency",
            "        - other       Headline of other (2024-10-10, Agency)",
            "2 learned, 2 revised, 1 withdrawn on 3 days",
        ]);
        text.ShouldContain("as known from 2024-10-17T23:59:59.999999Z to 2024-10-20T00:00:00Z, at log position");
    }

    [Fact]
    public async Task In_a_terminal_it_is_in_colour_and_keeps_the_pace()
    {
        await host.AcceptAsync(Calls.Register("colour"), Calls.Report("red").By("colour"), Calls.Retract("red"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var text = await Run("actor=colour&from=2024-10-18T00:00:00Z&speed=2", isTerminal: true);

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.45));
        text.ShouldContain("\u001b[");
        text.ShouldContain("- other");
    }

    [Theory]
    [InlineData("from=soon", "from")]
    [InlineData("actor=nobody", "nobody")]
    [InlineData("colour=red", "colour")]
    public async Task A_wrong_query_is_refused_in_words(string query, string word) =>
        (await Should.ThrowAsync<CommandException>(() => Run(query, isTerminal: false))).Message.ShouldContain(word);

    private async Task<string> Run(string query, bool isTerminal)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new TestOutput(text, isTerminal),
        });
        await ReplayTerminal.RunAsync(host.DataSource, query, console, CancellationToken.None);
        return text.ToString();
    }
}
