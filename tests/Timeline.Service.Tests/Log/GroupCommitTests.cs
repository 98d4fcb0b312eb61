using System.Text.RegularExpressions;
using Timeline.Domain;
using Timeline.Service.Log;

namespace Timeline.Service.Tests.Log;

public partial class GroupCommitTests
{
    [Fact]
    public async Task Commands_that_wait_together_share_one_transaction()
    {
        await using var log = await WriterDatabase.WithActorAsync();

        var outcomes = await log.AppendTogetherAsync([.. Enumerable.Range(1, 200).Select(i => Given.Report($"d{i}"))]);

        outcomes.Select(outcome => outcome.Answer!.Position).ShouldBe(Enumerable.Range(2, 200).Select(i => (long)i));
        outcomes.Select(outcome => outcome.Answer!.Version).ShouldBe(Enumerable.Range(2, 200).Select(i => (long)i));
        (await log.ColumnAsync("select distinct xmin::text from timeline.mt_events where seq_id > 1")).Count.ShouldBe(1);
        await log.Source.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Each_is_decided_on_its_own_and_a_refused_one_leaves_its_neighbours_alone()
    {
        await using var log = await WriterDatabase.WithActorAsync();

        var outcomes = await log.AppendTogetherAsync(
            Given.Report("d1"),
            Given.Report("d2", actor: "atlantis"),
            Given.Correction("d3", "there is no d3"),
            Given.Report("Not A Slug"),
            Given.Report("d4"),
            Given.Report("d1"),
            Given.Actor("usa"),
            Given.Reinstatement("d4"));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe(
            [null, RefusalCode.Invalid, RefusalCode.NotFound, RefusalCode.Invalid, null, RefusalCode.Taken, RefusalCode.Taken, RefusalCode.Invalid]);
        (await log.ColumnAsync("select xmin || ' ' || (data ->> 'development') from timeline.mt_events where seq_id > 1 order by seq_id"))
            .Select(row => row.Split(' ')).ToList().ShouldSatisfyAllConditions(
                rows => rows.Select(row => row[1]).ShouldBe(["d1", "d4"]),
                rows => rows[0][0].ShouldBe(rows[1][0]));
    }

    [Fact]
    public async Task Each_sees_those_before_it()
    {
        await using var log = await WriterDatabase.CreateAsync();

        var outcomes = await log.AppendTogetherAsync(
            Given.Report("d1", actor: "Rok"),
            Given.Actor("south-korea", "ROK"),
            Given.Report("d1", actor: "Rok"),
            Given.Correction("d1", "another headline"),
            Given.Retraction("d1"),
            Given.Dispute("d1", day: 14),
            Given.Reinstatement("d1", day: 14),
            Given.Dispute("d1", day: 15),
            Given.Aliases("rok", "Republic of Korea"),
            Given.Report("d2", actor: "ROK"),
            Given.Report("d2", actor: "republic of korea"),
            Given.Annulment("d1", 2),
            Given.Report("d1", actor: "south-korea"));

        outcomes.Select(outcome => outcome.Refusal?.Code).ShouldBe(
        [
            RefusalCode.Invalid, null, null, null, null, RefusalCode.Invalid, null, null, null, RefusalCode.Invalid, null, null, RefusalCode.Taken,
        ]);
        outcomes.Select(outcome => outcome.Answer).OfType<Appended>().ShouldSatisfyAllConditions(
            answers => answers.ShouldAllBe(answer => answer.Stream == "south-korea"),
            answers => answers.Select(answer => answer.Version).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9]),
            answers => answers.Select(answer => answer.Position).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9]));
        await log.Source.ShouldBeSoundAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_group_writes_what_its_commands_would_have_written_one_by_one(int seed)
    {
        var random = new Random(seed);
        var commands = RandomCommands(random, 200);
        await using var together = await WriterDatabase.CreateAsync();
        await using var alone = await WriterDatabase.CreateAsync();

        var outcomes = new List<AppendOutcome>();
        for (var done = 0; done < commands.Count;)
        {
            var group = commands.Skip(done).Take(random.Next(1, 60)).ToArray();
            outcomes.AddRange(await together.AppendTogetherAsync(group));
            done += group.Length;
        }
        var writer = await alone.StartWriterAsync();
        var singles = new List<AppendOutcome>();
        foreach (var command in commands)
            singles.Add(await writer.AppendAsync(command));

        outcomes.Select(Told).ShouldBe(singles.Select(Told));
        outcomes.Count(outcome => outcome.Answer is not null).ShouldBeGreaterThan(60);
        foreach (var table in new[] { "mt_streams", "mt_events", "development_log", "actors", "actor_keys", "segments", "segment_actors", "command_keys" })
            (await RowsAsync(together, table)).ShouldBe(await RowsAsync(alone, table), table);
        await together.Source.ShouldBeSoundAsync();
    }

    private static string Told(AppendOutcome outcome) =>
        outcome.Refusal is { } refusal ? $"{refusal.Code}: {Times().Replace(refusal.Detail, "T")}" : $"{outcome.Answer?.Position} {outcome.Answer?.Version} {outcome.IsReplay}";

    /// <summary>All rows without what differs by nature: ids of events, and when they were recorded.</summary>
    private static async Task<IReadOnlyList<string>> RowsAsync(WriterDatabase log, string table)
    {
        var left = table == "mt_events" ? "id,timestamp" : "timestamp,created,created_at";
        var rows = await log.ColumnAsync($"select (to_jsonb(t) - '{{{left}}}'::text[])::text from timeline.{table} t");
        return [.. rows.Select(row => Times().Replace(row, "T")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Times of this year are times of recording: what the commands tell is of 2024.</summary>
    [GeneratedRegex(@"20(2[5-9]|[3-9]\d)-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Times();

    private static List<Append> RandomCommands(Random random, int count)
    {
        return [Given.Actor("a-land", "alias0"), Given.Actor("b-land"), .. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? Keyed(Command()) : Command())];

        Append Keyed(Append append) => append.WithKey($"key {random.Next(30)}", append.Command.ToString());

        string Actor() => "abc"[random.Next(3)] + "-land";

        string Development() => $"d{random.Next(8)}";

        Append Command() => random.Next(12) switch
        {
            0 => Given.Actor(Actor(), $"alias{random.Next(4)}"),
            1 => Given.Aliases(Actor(), $"alias{random.Next(4)}", $"Alias{random.Next(4, 6)}"),
            2 => Given.ActorUpsert(Actor(), $"name {random.Next(2)}", $"alias{random.Next(6)}"),
            3 or 4 => Given.Report(Development(), random.Next(4) > 0 ? Actor() : $"ALIAS{random.Next(6)}", random.Next(5, 20)),
            5 or 6 => Given.Correction(Development(), $"headline {random.Next(3)}", random.Next(5, 28)),
            7 or 8 => Given.Corroboration(Development(), $"publisher {random.Next(3)}", random.Next(1, 28)),
            9 => random.Next(2) == 0 ? Given.Dispute(Development(), random.Next(5, 28)) : Given.Retraction(Development(), random.Next(15, 28)),
            10 => Given.Reinstatement(Development(), random.Next(5, 28)),
            _ => Given.Annulment(Development(), random.Next(1, 60)),
        };
    }
}
