using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

public sealed class BoundsTests
{
    [Fact]
    public void A_plain_date_holds_exactly_the_days_whose_text_begins_with_it()
    {
        var days = Enumerable.Range(0, 3 * 365 + 1).Select(new DateOnly(2023, 1, 1).AddDays).Select(day => $"{day:yyyy-MM-dd}").ToList();
        foreach (var text in days.SelectMany(day => new[] { day, day[..7], day[..4] }).Distinct())
        {
            var value = Edtfs.Parse(text);
            (value.LatestStart, value.EarliestEnd).ShouldBe((value.From, value.To), text);
            var held = days.Where(day => Edtfs.Day(day) >= value.From && Edtfs.Day(day).PlusMicroseconds(Instant.MicrosecondsPerDay) <= value.To);
            held.ShouldBe(days.Where(day => day.StartsWith(text, StringComparison.Ordinal)), text);
        }
    }

    [Fact]
    public void Unspecified_digits_are_choices_among_the_dates_that_the_calendar_has() =>
        Check(Generators.AnyMask, mask =>
        {
            var choices = ChoiceOracle.Choices(mask);
            EdtfValue.TryParse(mask, out var value, out _).ShouldBe(choices.Count > 0, mask);
            if (value is not null)
                Bounds(value).ShouldBe((choices[0].Start, choices[^1].Start, choices[0].End, choices[^1].End), mask);
        });

    [Fact]
    public void One_of_a_set_ranges_over_the_choices_of_all_its_members() =>
        Check(Generators.Date.Two(), pair =>
        {
            var text = $"[{pair.Item1},{pair.Item2}]";
            var (first, second) = (ChoiceOracle.Choices(pair.Item1), ChoiceOracle.Choices(pair.Item2));
            EdtfValue.TryParse(text, out var value, out _).ShouldBe(first.Count > 0 && second.Count > 0, text);
            if (value is not null)
                Bounds(value).ShouldBe(Outermost([.. first, .. second]), text);
        });

    [Fact]
    public void All_of_a_set_runs_from_the_first_start_to_the_last_end_whatever_is_chosen() =>
        Check(Generators.Date.Two(), pair =>
        {
            var text = "{" + pair.Item1 + "," + pair.Item2 + "}";
            var choices = (from a in ChoiceOracle.Choices(pair.Item1)
                           from b in ChoiceOracle.Choices(pair.Item2)
                           select (Start: Instant.Min(a.Start, b.Start), End: Instant.Max(a.End, b.End))).ToList();
            EdtfValue.TryParse(text, out var value, out _).ShouldBe(choices.Count > 0, text);
            if (value is not null)
                Bounds(value).ShouldBe(Outermost(choices), text);
        });

    [Fact]
    public void An_interval_ranges_over_the_pairs_whose_end_does_not_begin_before_their_start() =>
        Check(Generators.Date.Two(), pair =>
        {
            var text = $"{pair.Item1}/{pair.Item2}";
            var choices = (from a in ChoiceOracle.Choices(pair.Item1)
                           from b in ChoiceOracle.Choices(pair.Item2)
                           where b.Start >= a.Start
                           select (a.Start, b.End)).ToList();
            EdtfValue.TryParse(text, out var value, out _).ShouldBe(choices.Count > 0, text);
            if (value is null)
                return;
            var expected = Outermost(choices);
            (value.From, value.To).ShouldBe((expected.From, expected.To), text);
            // The inner bounds do not say which digits of the one end go with which of the other.
            value.LatestStart.ShouldBeInRange(expected.LatestStart, text.Contains('X') ? value.To : expected.LatestStart, text);
            value.EarliestEnd.ShouldBeInRange(text.Contains('X') ? value.From : expected.EarliestEnd, expected.EarliestEnd, text);
        });

    [Fact]
    public void A_run_in_a_set_is_as_its_members_written_out()
    {
        var days = Enumerable.Range(0, 40).Select(new DateOnly(2024, 2, 10).AddDays).Select(day => $"{day:yyyy-MM-dd}").ToList();
        var members = string.Join(",", days.Take(27));
        Bounds(Edtfs.Parse($"[{days[0]}..{days[26]}]")).ShouldBe(Bounds(Edtfs.Parse($"[{members}]")));
        Bounds(Edtfs.Parse($"{{{days[0]}..{days[26]}}}")).ShouldBe(Bounds(Edtfs.Parse($"{{{members}}}")));
    }

    [Theory]
    [InlineData("-156X-12-25", "-1569-12-25", "-1560-12-25")]
    [InlineData("-1XXX-12", "-1999-12", "-1000-12")]
    [InlineData("-20XX", "-2099", "-2000")]
    [InlineData("-000X", "-0009", "-0001")]
    [InlineData("-XXX4-02-29", "-9984-02-29", "-0004-02-29")]
    [InlineData("XXXX-02-29", "0000-02-29", "9996-02-29")]
    [InlineData("-1985-XX-XX", "-1985-01-01", "-1985-12-31")]
    [InlineData("-1859S2", "-1899", "-1800")]
    [InlineData("1953S3", "1950", "1959")]
    [InlineData("0953S1", "0900", "0999")]
    [InlineData("Y12345S2", "Y12000", "Y12999")]
    [InlineData("Y-3388E2S3", "Y-338999", "Y-338000")]
    [InlineData("201X-24", "2010-24", "2019-24")]
    public void The_first_and_the_last_choice_are(string text, string first, string last)
    {
        var (value, a, b) = (Edtfs.Parse(text), Edtfs.Parse(first), Edtfs.Parse(last));
        Bounds(value).ShouldBe((a.From, b.From, a.To, b.To));
    }

    [Theory]
    [InlineData("-0001-12-31", "0000-01-01")]
    [InlineData("-0004-02-29", "-0004-03-01")]
    [InlineData("0000-02-29", "0000-03-01")]
    [InlineData("0000-12-31", "0001-01-01")]
    [InlineData("-0100-02-28", "-0100-03-01")]
    [InlineData("-0400-02-29", "-0400-03-01")]
    [InlineData("9999", "Y10000")]
    [InlineData("-04", "-0399")]
    [InlineData("-019", "-0189")]
    [InlineData("19", "2000")]
    [InlineData("193", "1940")]
    public void A_date_ends_where_the_next_begins(string date, string next) => Edtfs.Parse(date).To.ShouldBe(Edtfs.Parse(next).From);

    [Fact]
    public void Years_before_0000_are_as_long_as_those_400_or_2000_years_later()
    {
        (Edtfs.Parse("-0001").To.Microseconds - Edtfs.Parse("-0400").From.Microseconds).ShouldBe(Edtfs.Day("2000-01-01").Microseconds - Edtfs.Day("1600-01-01").Microseconds);
        for (var year = 1; year <= 400; year++)
        {
            var before = Edtfs.Parse($"-{year:0000}");
            (before.To.Microseconds - before.From.Microseconds).ShouldBe((DateTime.IsLeapYear(2000 - year) ? 366 : 365) * Instant.MicrosecondsPerDay, $"-{year:0000}");
        }
    }

    private static (Instant From, Instant LatestStart, Instant EarliestEnd, Instant To) Bounds(EdtfValue value) =>
        (value.From, value.LatestStart, value.EarliestEnd, value.To);

    private static (Instant From, Instant LatestStart, Instant EarliestEnd, Instant To) Outermost(List<(Instant Start, Instant End)> choices) =>
        (choices.Min(c => c.Start), choices.Max(c => c.Start), choices.Min(c => c.End), choices.Max(c => c.End));

    private static void Check<T>(Gen<T> generator, Action<T> body) =>
        Prop.ForAll(generator.ToArbitrary(), body).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
