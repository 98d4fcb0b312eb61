using System.Text;
using Timeline.Domain.Developments;
using Timeline.Service.Import.Archives;
using Timeline.Testing;

namespace Timeline.Service.Tests.Import;

public sealed class ArchiveTests : IAsyncLifetime
{
    private ImportLog _log = null!;
    private ImportLog _copy = null!;

    public async Task InitializeAsync() => (_log, _copy) = (await ImportLog.CreateAsync(), await ImportLog.CreateAsync());

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await _copy.DisposeAsync();
    }

    [Fact]
    public async Task A_copys_permalinks_give_the_originals_bytes_but_for_the_edition()
    {
        await FillAsync();
        var (from, to) = ((await _log.IdentityAsync()).EditionOf(1), (await _copy.IdentityAsync()).EditionOf(1));
        var permalinks = await PermalinksAsync(_log);

        await _copy.RestoreAsync(await _log.ArchiveAsync());

        (await _copy.IdentityAsync()).EditionOf(1).ShouldBe(to);
        var answers = await AnswersAsync(_log, permalinks);
        var copied = await AnswersAsync(_copy, permalinks.Select(link => link.Replace(from, to, StringComparison.Ordinal)));
        copied.Select(answer => answer.Replace(to, from, StringComparison.Ordinal)).ShouldBe(answers);
        answers.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task What_replaces_the_original_gives_its_bytes()
    {
        await FillAsync();
        var permalinks = await PermalinksAsync(_log);

        await _copy.RestoreAsync(await _log.ArchiveAsync(), replacesOriginal: true);

        (await _copy.IdentityAsync()).ShouldBe(await _log.IdentityAsync());
        (await AnswersAsync(_copy, permalinks)).ShouldBe(await AnswersAsync(_log, permalinks));
        (await _copy.ArchiveAsync()).ShouldBe(await _log.ArchiveAsync());
    }

    [Fact]
    public async Task The_views_of_a_copy_are_those_of_the_original()
    {
        await FillAsync();

        await _copy.RestoreAsync(await _log.ArchiveAsync());

        foreach (var view in new[] { "development_log", "actors", "actor_keys", "segments", "segment_actors" })
            (await _copy.ColumnAsync($"select row_to_json(v)::text from timeline.{view} v order by 1")).ShouldBe(await _log.ColumnAsync($"select row_to_json(v)::text from timeline.{view} v order by 1"));
    }

    [Fact]
    public async Task A_copy_goes_on_where_the_original_ended_and_knows_its_exports()
    {
        await FillAsync();
        var events = await _log.EventsAsync();
        await _copy.RestoreAsync(await _log.ArchiveAsync());

        (await _copy.ImportAsync(await _log.ExportAsync())).Counts.ShouldBe((0, events - 1, 0));
        (await _copy.ImportAsync(Lines.Report("new"))).At(1).Position.ShouldBe(1 + await _log.ScalarAsync<long>("select max(seq_id) from timeline.mt_events"));
    }

    [Fact]
    public async Task Foreign_events_and_gaps_are_kept()
    {
        await _log.ImportAsync(Lines.Actor);
        await _log.ExecuteAsync("select setval('timeline.mt_events_sequence', 3000000)");
        await _log.ExecuteAsync("insert into timeline.mt_events (id, stream_id, version, data, type, bdata) values (gen_random_uuid(), 'ruritania', 2, '{}', 'mt_tombstone', '\\x00ff')");
        await _log.ExecuteAsync("update timeline.mt_streams set version = 2 where id = 'ruritania'");
        (await _log.ImportAsync(Lines.Report("one"))).Counts.ShouldBe((1, 0, 0));

        await _copy.RestoreAsync(await _log.ArchiveAsync(), replacesOriginal: true);

        (await _copy.ArchiveAsync()).ShouldBe(await _log.ArchiveAsync());
        (await _copy.ScalarAsync<long>("select max(seq_id) from timeline.mt_events")).ShouldBe(3_000_002);
    }

    [Fact]
    public async Task An_archive_that_was_cut_off_or_altered_is_refused_before_anything_is_written()
    {
        await _log.ImportAsync(Lines.Actor, Lines.Report("one"));
        var archive = await _log.ArchiveAsync();
        var lines = Encoding.UTF8.GetString(archive).TrimEnd('\n').Split('\n');

        for (var count = 0; count < lines.Length; count++)
            await ShouldRefuseAsync(string.Join('\n', lines.Take(count)));
        for (var left = 0; left < lines.Length - 1; left++)
            await ShouldRefuseAsync(string.Join('\n', lines.Where((_, i) => i != left)));
        await ShouldRefuseAsync(string.Join('\n', lines).Replace("Ruritania", "Ruritanie", StringComparison.Ordinal));
        await ShouldRefuseAsync(string.Join('\n', lines[..^1]) + '\n' + lines[^1][..^10]);
        await ShouldRefuseAsync(string.Join('\n', lines) + "\n" + lines[1]);
        await ShouldRefuseAsync(string.Join('\n', lines).Replace("{\"archive\":1,", "{\"archive\":2,", StringComparison.Ordinal));
        (await _copy.ScalarAsync<bool>("select not exists (select from timeline.mt_streams)")).ShouldBeTrue();
        await _copy.RestoreAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));

        async Task ShouldRefuseAsync(string text) => await Should.ThrowAsync<ArchiveException>(() => _copy.RestoreAsync(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task Only_an_empty_database_takes_an_archive()
    {
        await _log.ImportAsync(Lines.Actor);
        await _copy.ImportAsync(Lines.Actor);

        (await Should.ThrowAsync<ArchiveException>(async () => await _copy.RestoreAsync(await _log.ArchiveAsync()))).Message.ShouldContain("not empty");

        (await _copy.EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_log_is_archived_too()
    {
        await _copy.RestoreAsync(await _log.ArchiveAsync());

        (await _copy.ImportAsync(Lines.Actor)).At(1).Position.ShouldBe(1);
    }

    private async Task FillAsync()
    {
        await _log.ImportAsync(Lines.Actor, Lines.Keyed("own", Lines.Report("imported")), Lines.Keyed("own-2", Lines.Correct("imported", "Corrected")), Lines.Annul("imported", "own-2"));
        await History.Generate(7, 200).ApplyAsync(async step => (await _log.WriteAsync(step.Command)).Answer?.Position);
        await _log.ExecuteAsync("insert into timeline.mt_events (id, stream_id, version, data, type) select gen_random_uuid(), id, version + 1, '{}', 'something_foreign' from timeline.mt_streams where id = 'ruritania'");
        await _log.ExecuteAsync("update timeline.mt_streams set version = version + 1 where id = 'ruritania'");
        await _log.WriteAsync(new AnnulEvent("imported", 2, "not ours"));
    }

    /// <summary>Of answers at a sample of the points in both times.</summary>
    private static async Task<IReadOnlyList<string>> PermalinksAsync(ImportLog log)
    {
        var edition = (await log.IdentityAsync()).EditionOf(1);
        var pins = await log.ColumnAsync(
            $"""
            select 'knownAt=' || to_char(k.at, 'YYYY-MM-DD"T"HH24:MI:SS.USZ') || '&basis=' || b.position || '&edition={edition}'
            from (select distinct known_from as at from timeline.segments) k
            cross join (select position from timeline.development_log where position % 9 = 0 union select max(position) from timeline.development_log) b
            """);
        var developments = await log.ColumnAsync("select distinct development from timeline.development_log");
        return
        [
            .. pins.Select(pin => $"/api/timeline?include=retracted&limit=1000&{pin}"),
            .. pins.TakeLast(5).SelectMany(pin => developments.SelectMany(id => new[] { $"/api/developments/{id}?{pin}", $"/api/developments/{id}/history?{pin}" })),
            .. pins.TakeLast(5).SelectMany(pin => new[] { $"/api/actors?{pin}", $"/api/actors/dprk?{pin}" }),
        ];
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(ImportLog log, IEnumerable<string> links)
    {
        await using var app = await log.ServeAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var answers = new List<string>();
        foreach (var link in links)
        {
            using var answer = await client.GetAsync(new Uri(link, UriKind.Relative));
            // A refusal has an id of its request.
            answers.Add(answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : $"{(int)answer.StatusCode}");
        }
        return answers;
    }
}
