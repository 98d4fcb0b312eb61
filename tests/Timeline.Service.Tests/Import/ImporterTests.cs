using System.Globalization;
using Npgsql;

namespace Timeline.Service.Tests.Import;

public sealed class ImporterTests : IAsyncLifetime
{
    private ImportLog _log = null!;

    public async Task InitializeAsync() => _log = await ImportLog.CreateAsync();

    public async Task DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task A_line_finds_what_the_lines_before_it_have_written()
    {
        var run = await _log.ImportAsync(
            Lines.Actor,
            Lines.Report("one"),
            Lines.Keyed("mistake", Lines.Correct("one", "Wrong")),
            Lines.Annul("one", "mistake"),
            Lines.Correct("one", "Right"),
            """{"type":"retract","development":"one","reason":"withdrawn","source":{"publisher":"Gazette"},"reportedAt":"2024-10-26","duplicateOf":"one"}""");

        run.Counts.ShouldBe((5, 0, 1));
        run.Outcomes.Select(outcome => outcome.Position).ShouldBe([1, 2, 3, 4, 5, null]);
        run.Reason(6).ShouldContain("no duplicate of itself");
        (await _log.ScalarAsync<string>("select entry from timeline.segments where recorded_to = 9223372036854775807 and known_to = 'infinity'"))
            .ShouldContain("\"headline\":\"Right\"");
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        string[] lines = [Lines.Actor, Lines.Report("one"), Lines.Keyed("k", Lines.Correct("one", "Right"))];
        await _log.ImportAsync(lines);

        var again = await _log.ImportAsync(lines);

        again.Counts.ShouldBe((0, 3, 0));
        again.Outcomes.Select(outcome => outcome.Position).ShouldBe([1, 2, 3]);
        (await _log.EventsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task What_is_superseded_since_does_not_come_back_by_importing_it_again()
    {
        await _log.ImportAsync(Lines.Actor);
        await _log.ImportAsync(Lines.Actor.Replace("\"Ruritania\"", "\"Republic of Ruritania\"", StringComparison.Ordinal));

        (await _log.ImportAsync(Lines.Actor)).Counts.ShouldBe((0, 1, 0));

        (await _log.ScalarAsync<string>("select name from timeline.actors where recorded_to = 9223372036854775807")).ShouldBe("Republic of Ruritania");
    }

    [Fact]
    public async Task An_actor_that_is_as_the_line_says_is_a_duplicate()
    {
        await _log.ImportAsync(Lines.Actor);

        var again = await _log.ImportAsync(Lines.Keyed("another", Lines.Actor));

        again.Counts.ShouldBe((0, 1, 0));
        (await _log.EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_line_never_stops_the_good_ones_and_says_why_it_is_bad()
    {
        var run = await _log.ImportAsync(
            Lines.Actor,
            "nonsense",
            "",
            Lines.Report("one"),
            Lines.Report("two", ",\"summary\":\"" + new string('x', 1 << 20) + "\""),
            Lines.Report("one", ",\"tags\":[\"again\"]"),
            Lines.Correct("nowhere", "Nothing"),
            Lines.Report("three"));

        run.Counts.ShouldBe((3, 0, 4));
        run.Outcomes.Select(outcome => outcome.Line.Number).ShouldBe([1, 2, 4, 5, 6, 7, 8]);
        run.At(2).Problem!.Status.ShouldBe(400);
        run.At(5).Problem!.Status.ShouldBe(413);
        run.At(6).Problem!.Status.ShouldBe(409);
        run.At(7).Problem!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Each_of_many_lines_is_counted()
    {
        var lines = Enumerable.Range(0, 3_000).Select(i => i % 100 == 37 ? "{\"type\":\"report\"}" : Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}")));

        var run = await _log.ImportAsync([Lines.Actor, .. lines]);

        run.Counts.ShouldBe((2_971, 0, 30));
        run.Outcomes.Select(outcome => outcome.Line.Number).ShouldBe(Enumerable.Range(1, 3_001).Select(number => (long)number));
        run.Outcomes.Select(outcome => outcome.Position).OfType<long>().ShouldBe(Enumerable.Range(1, 2_971).Select(position => (long)position));
        (await _log.EventsAsync()).ShouldBe(2_971);
    }

    [Fact]
    public async Task A_key_is_for_one_content()
    {
        await _log.ImportAsync(Lines.Actor, Lines.Keyed("k", Lines.Report("one")));

        var run = await _log.ImportAsync(Lines.Keyed("k", Lines.Report("two")));

        run.Counts.ShouldBe((0, 0, 1));
        run.Reason(1).ShouldContain("'k' was used for another request");
    }

    [Fact]
    public async Task An_annulment_finds_its_event_by_key_in_an_earlier_import_too()
    {
        await _log.ImportAsync(Lines.Actor, Lines.Report("one"), Lines.Keyed("mistake", Lines.Correct("one", "Wrong")));

        var run = await _log.ImportAsync(Lines.Annul("one", "mistake"), Lines.Annul("one", "unheard-of"));

        run.Counts.ShouldBe((1, 0, 1));
        run.Reason(2).ShouldBe("event: no event of this log has the key 'unheard-of'");
        (await _log.ScalarAsync<string>("select data->>'position' from timeline.mt_events where type = 'development_event_annulled'")).ShouldBe("3");
    }

    [Fact]
    public async Task A_database_that_goes_away_ends_the_import_and_running_it_again_completes_it()
    {
        string[] lines = [Lines.Actor, .. Enumerable.Range(0, 4_000).Select(i => Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}")))];
        var importing = _log.ImportAsync(lines);
        while (await _log.EventsAsync() < 500)
            await Task.Delay(10);
        await EndSessionsOfOthersAsync();

        var run = await importing;

        run.Interruption.ShouldNotBeNull();
        var written = await _log.EventsAsync();
        written.ShouldBeLessThan(lines.Length);
        // All that was written before the end is the beginning of the input, without a hole.
        (await _log.ScalarAsync<long>("select count(*) from timeline.mt_events e where seq_id > 1 and data->>'development' <> 'r-' || (seq_id - 2)")).ShouldBe(0);
        run.Tally.Accepted.ShouldBeLessThanOrEqualTo(written);
        var again = await _log.ImportAsync(lines);
        again.Counts.ShouldBe((lines.Length - written, written, 0));
        (await _log.EventsAsync()).ShouldBe(lines.Length);
    }

    private async Task EndSessionsOfOthersAsync()
    {
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_log.ConnectionString) { Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        await using var end = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", admin);
        await end.ExecuteNonQueryAsync();
    }
}
