using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Service.Commands.Show;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Commands.Show;

public sealed partial class ShowCommandTests(SeededService service) : IClassFixture<SeededService>
{
    [Fact]
    public async Task The_list_shows_what_its_permalink_answers_within_eighty_columns()
    {
        var lines = await LinesAsync("--actor", "north-korea", "--known-at", "2024-10-25", "--limit", "1000");

        lines[0].ShouldBe("Known at 2024-10-25T23:59:59.999999Z");
        lines[2].ShouldBe("asked for actor north-korea");
        lines[..^1].ShouldAllBe(line => CellWidth.Of(line) <= 80);
        lines.ShouldContain("               troops-expected 10,000 persons (by December), says South Korea's");
        var answer = await AskAsync(lines[^1]);
        var ids = Ids(answer.GetProperty("items"));
        ids.Count.ShouldBeGreaterThan(20);
        lines.Select(line => Head().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ShouldBe(ids, ignoreOrder: true);
        lines[^2].ShouldBe($"{ids.Count} developments.");
    }

    [Fact]
    public async Task A_shorter_list_says_that_there_is_more()
    {
        var lines = await LinesAsync("--limit", "2", "--order", "desc");

        lines[^2].ShouldBe("The first 2; there are more: give a greater --limit (up to 1000), or filters.");
        Ids((await AskAsync(lines[^1])).GetProperty("items")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_development_is_shown_with_what_changed_when_and_by_whom()
    {
        var lines = await LinesAsync("nis-1500", "--known-at", "2024-10-26");

        lines.ShouldContain("  deployment · corroborated · nis-1500");
        var corroboration = lines.SkipWhile(line => !line.StartsWith("  corroborated · position ", StringComparison.Ordinal)).ToList();
        corroboration[1].ShouldBe("    reported   2024-10-19");
        corroboration[2].ShouldBe("    known      2024-10-19T00:00:00Z");
        corroboration[3].ShouldStartWith("    recorded   2");
        corroboration.ShouldContain("    ~ status: reported → corroborated");
        var answer = await AskAsync(lines[^1]);
        answer.GetProperty("id").GetString().ShouldBe("nis-1500");
        answer.GetProperty("status").GetString().ShouldBe("corroborated");
    }

    [Fact]
    public async Task A_difference_tells_what_was_learned_revised_and_withdrawn()
    {
        var lines = await LinesAsync("--diff", "2024-10-18..2024-11-30", "--include", "retracted", "--limit", "1000");

        lines[0].ShouldBe("Known from 2024-10-18T23:59:59.999999Z to 2024-11-30T23:59:59.999999Z");
        var answer = await AskAsync(lines[^1]);
        lines.ShouldContain($"Learned: {Ids(answer.GetProperty("learned")).Count}");
        lines.ShouldContain($"Revised: {Ids(answer.GetProperty("revised")).Count}");
        lines.ShouldContain("    ~ status: reported → corroborated");
        var back = await LinesAsync("--diff", "2024-11-30..2024-10-18", "--basis", $"{answer.GetProperty("to").GetProperty("basis")}", "--limit", "1000");
        back.ShouldContain($"Withdrawn: {Ids((await AskAsync(back[^1])).GetProperty("withdrawn")).Count}");
    }

    [Theory]
    [InlineData("nis-3000 --known-at 2024-10-20", "Nothing was known of a development 'nis-3000'")]
    [InlineData("nis-3000 --kind treaty", "--kind chooses among developments")]
    [InlineData("--known-at soon --occurred-from whenever", "--known-at: must be a day such as 2024-10-25")]
    [InlineData("--known-at soon --occurred-from whenever", "--occurred-from: ")]
    [InlineData("--actor nobody", "There is no actor 'nobody'")]
    [InlineData("--basis 99999999", "The log has not come to position 99999999")]
    [InlineData("--diff 2024-10-25", "--diff: must be two days or instants")]
    [InlineData("--diff soon..2024-10-25", "--diff: must be a day")]
    [InlineData("--diff 2024-10-25..2024-10-26 --known-at 2024-10-25", "--known-at does not go with --diff")]
    [InlineData("nis-3000 --diff 2024-10-25..2024-10-26", "leave the development out")]
    public async Task Wrong_usage_is_told_in_a_sentence(string arguments, string told)
    {
        var result = await TimelineProcess.RunAsync(service.ConnectionString, "", ["show", .. arguments.Split(' ')]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(told);
        (result.Output + result.Error).ShouldNotContain("   at ");
        result.Output.ShouldBeEmpty();
    }

    private async Task<string[]> LinesAsync(params string[] arguments)
    {
        var result = await TimelineProcess.RunAsync(service.ConnectionString, "", ["show", .. arguments]);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldNotContain('\u001b');
        return result.Output.TrimEnd('\n').Split('\n');
    }

    private async Task<JsonElement> AskAsync(string permalink) => JsonElement.Parse(await service.Client.GetStringAsync(permalink));

    private static List<string> Ids(JsonElement entries) => [.. entries.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];

    [GeneratedRegex(@"^  \w+ · \w+ · (\S+)$")]
    private static partial Regex Head();
}
