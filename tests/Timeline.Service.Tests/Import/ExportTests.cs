using System.Text.Json.Nodes;
using Timeline.Domain.Developments;
using Timeline.Testing;

namespace Timeline.Service.Tests.Import;

public sealed class ExportTests : IAsyncLifetime
{
    private ImportLog _log = null!;

    public async Task InitializeAsync() => _log = await ImportLog.CreateAsync();

    public async Task DisposeAsync() => await _log.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_export_imports_into_an_empty_database_with_the_same_answers_at_every_knownAt(int seed)
    {
        await _log.ImportAsync(Lines.Actor, Lines.Keyed("own", Lines.Report("imported")), Lines.Keyed("own-2", Lines.Correct("imported", "Corrected")), Lines.Annul("imported", "own-2"));
        await History.Generate(seed, 150).ApplyAsync(async step => (await _log.WriteAsync(step.Command)).Answer?.Position);
        await using var copy = await ImportLog.CreateAsync();
        var export = await _log.ExportAsync();

        var run = await copy.ImportAsync(export);

        run.Counts.ShouldBe((await _log.EventsAsync(), 0, 0), string.Join('\n', run.Outcomes.Where(outcome => outcome.Problem is not null).Select(outcome => outcome.Problem!.Detail)));
        var answers = await AnswersAsync(_log, await MomentsAsync());
        answers.Count.ShouldBeGreaterThan(5);
        (await AnswersAsync(copy, await MomentsAsync())).ShouldBe(answers);
        (await copy.ExportAsync()).ShouldBe(export);
    }

    [Fact]
    public async Task An_export_is_harmless_to_the_log_that_it_came_from()
    {
        await _log.ImportAsync(
            Lines.Actor, Lines.Keyed("own", Lines.Report("one")).Replace("\"ruritania\"", "\"RUR\"", StringComparison.Ordinal), Lines.Report("two"), Lines.Keyed("c", Lines.Correct("two", "Wrong")), Lines.Annul("two", "c"));
        await _log.WriteAsync(new AnnulEvent("one", 2, "not ours"));
        var events = await _log.EventsAsync();

        (await _log.ImportAsync(await _log.ExportAsync())).Counts.ShouldBe((0, events, 0));

        (await _log.EventsAsync()).ShouldBe(events);
    }

    [Fact]
    public async Task Between_two_logs_exports_go_to_and_fro_without_doubling_anything()
    {
        await _log.ImportAsync(Lines.Actor, Lines.Keyed("own", Lines.Report("one")));
        await _log.WriteAsync(new DisputeDevelopment("one", "Syldavia", "a fabrication", new Source("Gazette"), new ReportTime(new DateOnly(2024, 10, 25), null)));
        await using var other = await ImportLog.CreateAsync();
        await other.ImportAsync(await _log.ExportAsync());
        await other.WriteAsync(new ReinstateDevelopment("one", "confirmed", new Source("Gazette"), new ReportTime(new DateOnly(2024, 10, 26), null)));

        (await _log.ImportAsync(await other.ExportAsync())).Counts.ShouldBe((1, 3, 0));
        (await other.ImportAsync(await _log.ExportAsync())).Counts.ShouldBe((0, 4, 0));
        // The file that it all came from is known in both, too.
        (await other.ImportAsync(Lines.Actor, Lines.Keyed("own", Lines.Report("one")))).Counts.ShouldBe((0, 2, 0));
    }

    [Fact]
    public async Task A_line_of_an_export_says_all_that_the_event_says()
    {
        var line = Lines.Report("one", """
            ,"attribution":"NIS","summary":"A <summary>","participants":[{"actor":"RUR","role":"host"}],"places":[{"name":"Streslau","latitude":50.10,"longitude":14.5}],"figures":[{"measure":"troops","min":0.50,"unit":"people"}],"tags":[]
            """);
        await _log.ImportAsync(Lines.Actor, Lines.Keyed("k", line));

        var exported = (await _log.ExportAsync()).Split('\n')[1];

        exported.ShouldStartWith("""{"type":"report","key":"k","content":"sha256:""");
        exported[exported.IndexOf(",\"id\"", StringComparison.Ordinal)..].ShouldBe(
            ""","id":"one","actor":"ruritania","kind":"treaty","occurred":"2024-10-23","headline":"About one","attribution":"NIS","summary":"A <summary>","participants":[{"actor":"ruritania","role":"host"}],"places":[{"name":"Streslau","latitude":50.10,"longitude":14.5}],"figures":[{"measure":"troops","min":0.50,"unit":"people"}],"tags":[],"source":{"publisher":"Gazette"},"reportedAt":"2024-10-24T00:00:00Z","reportedOn":"2024-10-24"}""");
    }

    [Fact]
    public async Task Events_of_others_are_left_out()
    {
        await _log.ImportAsync(Lines.Actor);
        await _log.ExecuteAsync("insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'ruritania', 2, '{}', 'mt_tombstone')");

        (await _log.ExportAsync()).Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_log_gives_an_empty_export() => (await _log.ExportAsync()).ShouldBe("");

    /// <summary>Every instant at which something changes, and the one before it.</summary>
    private async Task<IReadOnlyList<string>> MomentsAsync() => await _log.ColumnAsync(
        """
        select distinct to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.USZ')
        from (select known_from as at from timeline.segments union select known_from - interval '1 microsecond' from timeline.segments) as moments
        order by 1
        """);

    private static async Task<IReadOnlyList<string>> AnswersAsync(ImportLog log, IReadOnlyList<string> moments)
    {
        await using var app = await log.ServeAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var answers = new List<string>();
        foreach (var moment in moments)
            answers.Add(Stripped(await client.GetStringAsync(new Uri($"/api/timeline?include=retracted&limit=1000&knownAt={moment}", UriKind.Relative))));
        answers.Add(Stripped(await client.GetStringAsync(new Uri("/api/actors?limit=1000", UriKind.Relative))));
        return answers;
    }

    private static string Stripped(string answer)
    {
        var json = JsonNode.Parse(answer)!;
        Strip(json);
        return json.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Strip(item);
        }
        else if (node is JsonObject @object)
        {
            foreach (var name in new[] { "basis", "edition", "permalink", "position", "recordedAt" })
                @object.Remove(name);
            foreach (var (_, value) in @object.ToList())
                Strip(value);
        }
    }
}
