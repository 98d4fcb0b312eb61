using System.Text.Json;

namespace Timeline.Service.Tests.Samples;

/// <summary>
/// A publisher that publishes and then corrects: what was known before each correction is what was published, after it what was corrected, and the
/// difference between the two names the correction.
/// </summary>
public sealed class LossesTests(SampleService service) : IClassFixture<SampleService>
{
    [Fact]
    public async Task Every_line_is_accepted_once_and_for_ever()
    {
        // Russia is in the seeds, too.
        JsonElement.Parse(service.Outcomes[^1]).ToString().ShouldBe("""{"accepted":1655,"duplicates":1,"rejected":0}""");
        var again = await service.ImportAsync();
        JsonElement.Parse(again[^1]).ToString().ShouldBe("""{"accepted":0,"duplicates":1656,"rejected":0}""");
    }

    [Fact]
    public async Task On_every_day_the_total_of_that_day_was_known_as_it_was_published_on_that_day()
    {
        foreach (var day in Losses.Totals.Keys.Where(day => day.DayNumber % 10 == 0).Concat(Losses.Corrections.Select(correction => correction.Of)))
            (await FiguresAsync(day, day)).ShouldBe(Losses.Totals[day], ignoreOrder: true, Losses.Iso(day));
    }

    [Fact]
    public async Task A_figure_is_the_published_one_before_its_correction_and_the_corrected_one_from_then_on()
    {
        foreach (var (of, on, changes) in Losses.Corrections)
        {
            var published = Losses.Totals[of];
            var corrected = published.ToDictionary(total => total.Key, total => total.Value + changes.GetValueOrDefault(total.Key));

            (await FiguresAsync(of, of)).ShouldBe(published, ignoreOrder: true, $"{of} as known on {of}");
            (await FiguresAsync(of, on)).ShouldBe(corrected, ignoreOrder: true, $"{of} as known on {on}");
            (await FiguresAsync(of, on.AddYears(10))).ShouldBe(corrected, ignoreOrder: true, $"{of} as known later");
        }
    }

    [Fact]
    public async Task The_difference_of_two_days_names_the_changed_figures_and_the_correction_that_changed_them()
    {
        foreach (var (of, on, changes) in Losses.Corrections)
        {
            var diff = await service.GetAsync($"/api/timeline/diff?actor=general-staff-of-ukraine&from={Losses.Iso(of)}&to={Losses.Iso(on)}");

            Ids(diff, "learned").ShouldBe([Losses.IdOf(on)]);
            Ids(diff, "revised").ShouldBe([Losses.IdOf(of)]);
            Ids(diff, "withdrawn").ShouldBeEmpty();
            var revised = diff.GetProperty("revised")[0];
            var change = revised.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
            change.GetProperty("field").GetString().ShouldBe("figures");
            var (before, after) = (Losses.FiguresOf(change.GetProperty("before")), Losses.FiguresOf(change.GetProperty("after")));
            after.Where(figure => figure.Value != before[figure.Key]).Select(figure => KeyValuePair.Create(figure.Key, figure.Value - before[figure.Key]))
                .ShouldBe(changes, ignoreOrder: true, $"{of}");

            var cause = revised.GetProperty("because").EnumerateArray().ShouldHaveSingleItem();
            cause.GetProperty("type").GetString().ShouldBe("development_corrected");
            cause.GetProperty("reportedOn").GetString().ShouldBe(Losses.Iso(on));
            cause.GetProperty("reason").GetString().ShouldStartWith($"Changed in the total of {Losses.Iso(on)}: ");
        }
    }

    [Fact]
    public async Task The_series_of_a_measure_shows_when_a_figure_was_superseded_and_by_which()
    {
        foreach (var (of, on, changes) in Losses.Corrections)
        {
            foreach (var (measure, change) in changes)
            {
                var series = await service.GetAsync($"/api/measures/{measure}?occurredFrom={Losses.Iso(of)}&occurredTo={Losses.Iso(of)}");
                var claims = series.GetProperty("items").EnumerateArray().ToList();

                claims.Select(claim => claim.GetProperty("reportedOn").GetString()).ShouldBe([Losses.Iso(of), Losses.Iso(on)]);
                claims.Select(claim => claim.GetProperty("value").GetDecimal()).ShouldBe([Losses.Totals[of][measure], Losses.Totals[of][measure] + change]);
                claims[0].GetProperty("supersededAt").GetString().ShouldBe($"{Losses.Iso(on)}T00:00:00Z");
                claims[1].TryGetProperty("supersededAt", out _).ShouldBeFalse();
                claims.ShouldAllBe(claim => claim.GetProperty("development").GetString() == Losses.IdOf(of));
            }
        }
    }

    [Fact]
    public async Task What_was_known_by_an_earlier_state_of_the_log_does_not_have_the_correction_however_late_the_day()
    {
        foreach (var (of, on, changes) in Losses.Corrections)
        {
            var history = await service.GetAsync($"/api/developments/{Losses.IdOf(of)}/history");
            var correction = history.GetProperty("events").EnumerateArray().Single(recorded => recorded.GetProperty("type").GetString() == "development_corrected");
            var position = correction.GetProperty("position").GetInt64();

            (await FiguresAsync(of, on, position - 1)).ShouldBe(Losses.Totals[of], ignoreOrder: true);
            (await FiguresAsync(of, on, position)).Where(figure => figure.Value != Losses.Totals[of][figure.Key]).Select(figure => figure.Key).ShouldBe(changes.Keys, ignoreOrder: true);
        }
    }

    private async Task<IReadOnlyDictionary<string, decimal>> FiguresAsync(DateOnly of, DateOnly knownAt, long? basis = null) => Losses.FiguresOf(
        (await service.GetAsync($"/api/developments/{Losses.IdOf(of)}?knownAt={Losses.Iso(knownAt)}{(basis is null ? "" : $"&basis={basis}")}")).GetProperty("figures"));

    private static IEnumerable<string> Ids(JsonElement diff, string member) => diff.GetProperty(member).EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!);
}
