using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain.Edtf;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Edtf;

public sealed class EdtfValueTests
{
    [Fact]
    public void Any_text_is_either_a_value_of_ordered_bounds_or_a_problem() =>
        Prop.ForAll(Generators.NearlyEdtf.ToArbitrary(), text =>
        {
            if (!EdtfValue.TryParse(text, out var value, out var problem))
            {
                problem.ShouldNotBeNullOrWhiteSpace();
                return;
            }
            problem.ShouldBeNull();
            value.Text.ShouldBe(text);
            value.From.ShouldBeLessThanOrEqualTo(value.LatestStart);
            value.EarliestEnd.ShouldBeLessThanOrEqualTo(value.To);
            value.From.ShouldBeLessThan(value.EarliestEnd);
            value.LatestStart.ShouldBeLessThan(value.To);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Theory]
    [InlineData("../1985", null, null, "1986-01-01", "1986-01-01")]
    [InlineData("1985/..", "1985-01-01", "1985-01-01", null, null)]
    [InlineData("/1985-04", null, "1985-04-01", "1985-05-01", "1985-05-01")]
    [InlineData("1985-04/", "1985-04-01", "1985-04-01", "1985-05-01", null)]
    [InlineData("2023-06~/..", "2023-06-01", "2023-06-01", null, null)]
    [InlineData("{..1984}", null, null, "1985-01-01", "1985-01-01")]
    [InlineData("{1983,1984-12..}", "1983-01-01", "1983-01-01", null, null)]
    public void An_open_or_unknown_end_reaches_past_every_date(string text, string? from, string? latestStart, string? earliestEnd, string? to)
    {
        var value = Edtfs.Parse(text);
        (value.From, value.LatestStart, value.EarliestEnd, value.To).ShouldBe((
            from is null ? Instant.MinValue : Edtfs.Day(from),
            latestStart is null ? Instant.MinValue : Edtfs.Day(latestStart),
            earliestEnd is null ? Instant.MaxValue : Edtfs.Day(earliestEnd),
            to is null ? Instant.MaxValue : Edtfs.Day(to)));
        value.IsWithinCalendar.ShouldBeTrue();
    }

    [Fact]
    public void The_farthest_choices_of_a_set_without_a_first_or_last_member_lie_before_or_after_all_time()
    {
        var (before, after) = (Edtfs.Parse("[..1984]"), Edtfs.Parse("[1760-12..]"));
        (before.From, before.EarliestEnd).ShouldBe((Instant.MinValue, Instant.MinValue.PlusMicroseconds(1)));
        (before.LatestStart, before.To).ShouldBe((Edtfs.Day("1984-01-01"), Edtfs.Day("1985-01-01")));
        (after.From, after.EarliestEnd).ShouldBe((Edtfs.Day("1760-12-01"), Edtfs.Day("1761-01-01")));
        (after.LatestStart, after.To).ShouldBe((Instant.MaxValue.PlusMicroseconds(-1), Instant.MaxValue));
    }

    [Theory]
    [InlineData("2024-10", "2024-10-01", "2024-11-01", EdtfPrecision.Month)]
    [InlineData("2024-21", "2024-03-01", "2024-06-01", EdtfPrecision.Season)]
    [InlineData("2024-22", "2024-06-01", "2024-09-01", EdtfPrecision.Season)]
    [InlineData("2024-23", "2024-09-01", "2024-12-01", EdtfPrecision.Season)]
    [InlineData("2024-24", "2024-12-01", "2025-03-01", EdtfPrecision.Season)]
    [InlineData("2024-25", "2024-03-01", "2024-06-01", EdtfPrecision.Season)]
    [InlineData("2024-26", "2024-06-01", "2024-09-01", EdtfPrecision.Season)]
    [InlineData("2024-27", "2024-09-01", "2024-12-01", EdtfPrecision.Season)]
    [InlineData("2024-28", "2024-12-01", "2025-03-01", EdtfPrecision.Season)]
    [InlineData("2024-29", "2024-09-01", "2024-12-01", EdtfPrecision.Season)]
    [InlineData("2024-30", "2024-12-01", "2025-03-01", EdtfPrecision.Season)]
    [InlineData("2024-31", "2024-03-01", "2024-06-01", EdtfPrecision.Season)]
    [InlineData("2024-32", "2024-06-01", "2024-09-01", EdtfPrecision.Season)]
    [InlineData("2024-33", "2024-01-01", "2024-04-01", EdtfPrecision.Quarter)]
    [InlineData("2024-34", "2024-04-01", "2024-07-01", EdtfPrecision.Quarter)]
    [InlineData("2024-35", "2024-07-01", "2024-10-01", EdtfPrecision.Quarter)]
    [InlineData("2024-36", "2024-10-01", "2025-01-01", EdtfPrecision.Quarter)]
    [InlineData("2024-37", "2024-01-01", "2024-05-01", EdtfPrecision.Quadrimester)]
    [InlineData("2024-38", "2024-05-01", "2024-09-01", EdtfPrecision.Quadrimester)]
    [InlineData("2024-39", "2024-09-01", "2025-01-01", EdtfPrecision.Quadrimester)]
    [InlineData("2024-40", "2024-01-01", "2024-07-01", EdtfPrecision.Semester)]
    [InlineData("2024-41", "2024-07-01", "2025-01-01", EdtfPrecision.Semester)]
    [InlineData("195", "1950-01-01", "1960-01-01", EdtfPrecision.Decade)]
    [InlineData("19", "1900-01-01", "2000-01-01", EdtfPrecision.Century)]
    [InlineData("9999-12-31", "9999-12-31", "10000-01-01", EdtfPrecision.Day)]
    [InlineData("{0001..9999}", "0001-01-01", "10000-01-01", EdtfPrecision.Year)]
    public void Parts_of_a_year_and_runs_of_years_are_one_choice(string text, string start, string end, EdtfPrecision precision)
    {
        var value = Edtfs.Parse(text);
        (value.From, value.LatestStart, value.EarliestEnd, value.To).ShouldBe((Edtfs.Day(start), Edtfs.Day(start), Edtfs.Day(end), Edtfs.Day(end)));
        value.Precision.ShouldBe(precision);
    }

    [Theory]
    [InlineData("2024-10-23T14:30:00Z", "2024-10-23T14:30:00Z", "2024-10-23T14:30:01Z", EdtfPrecision.Second)]
    [InlineData("2024-10-23T14:30:00", "2024-10-23T14:30:00Z", "2024-10-23T14:30:01Z", EdtfPrecision.Second)]
    [InlineData("2024-10-23T14:30:00+09:00", "2024-10-23T05:30:00Z", "2024-10-23T05:30:01Z", EdtfPrecision.Second)]
    [InlineData("2024-10-23T14:30:00-0330", "2024-10-23T18:00:00Z", "2024-10-23T18:00:01Z", EdtfPrecision.Second)]
    [InlineData("2024-10-23T14:30:00+14", "2024-10-23T00:30:00Z", "2024-10-23T00:30:01Z", EdtfPrecision.Second)]
    [InlineData("2024-12-31T24:00:00", "2025-01-01T00:00:00Z", "2025-01-01T00:00:01Z", EdtfPrecision.Second)]
    [InlineData("2024-10-23T14:30:00.5Z", "2024-10-23T14:30:00.5Z", "2024-10-23T14:30:00.6Z", EdtfPrecision.Subsecond)]
    [InlineData("2024-10-23T14:30:00.04200000", "2024-10-23T14:30:00.042Z", "2024-10-23T14:30:00.042001Z", EdtfPrecision.Subsecond)]
    public void A_time_lasts_as_long_as_its_last_digit_says(string text, string start, string end, EdtfPrecision precision)
    {
        var value = Edtfs.Parse(text);
        (value.From, value.LatestStart, value.EarliestEnd, value.To).ShouldBe((Edtfs.At(start), Edtfs.At(start), Edtfs.At(end), Edtfs.At(end)));
        value.Precision.ShouldBe(precision);
    }

    [Theory]
    [InlineData("2024-10-23", false, false)]
    [InlineData("2024-10-23~", true, false)]
    [InlineData("2024-10-?23", false, true)]
    [InlineData("2024%-10", true, true)]
    [InlineData("~2024-?10", true, true)]
    [InlineData("2024-10~/2024-11?", true, true)]
    [InlineData("[2024-10,2024-12~..2025-02]", true, false)]
    [InlineData("[2024-10..2025-02?]", false, true)]
    [InlineData("19XX?", false, true)]
    [InlineData("2024-21%", true, true)]
    public void Qualifiers_set_flags_and_widen_nothing(string text, bool approximate, bool uncertain)
    {
        var value = Edtfs.Parse(text);
        (value.Approximate, value.Uncertain).ShouldBe((approximate, uncertain));
        var plain = Edtfs.Parse(string.Concat(text.Where(character => character is not ('~' or '?' or '%'))));
        (value.From, value.LatestStart, value.EarliestEnd, value.To).ShouldBe((plain.From, plain.LatestStart, plain.EarliestEnd, plain.To));
        (plain.Approximate, plain.Uncertain).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("2024-10-23/2025", EdtfPrecision.Year)]
    [InlineData("2024-10-23/..", EdtfPrecision.Day)]
    [InlineData("/2024-10", EdtfPrecision.Month)]
    [InlineData("../..", EdtfPrecision.Unknown)]
    [InlineData("[2024-10-23,2024-12]", EdtfPrecision.Month)]
    [InlineData("201X", EdtfPrecision.Year)]
    [InlineData("2024-XX-12", EdtfPrecision.Day)]
    public void The_precision_is_that_of_the_coarsest_part(string text, EdtfPrecision precision) => Edtfs.Parse(text).Precision.ShouldBe(precision);

    [Theory]
    [InlineData("0001-01-01", true)]
    [InlineData("0000-12-31", false)]
    [InlineData("-0044-03-15", false)]
    [InlineData("9999-12-31", true)]
    [InlineData("9999-24", false)]
    [InlineData("0001-01-01T00:00:00+01", false)]
    [InlineData("XXXX", false)]
    [InlineData("1950S1", true)]
    [InlineData("../..", true)]
    [InlineData("0000/..", false)]
    [InlineData("[..-0001,2024]", false)]
    [InlineData("Y10000", false)]
    public void The_calendar_is_the_years_0001_to_9999(string text, bool within) => Edtfs.Parse(text).IsWithinCalendar.ShouldBe(within);

    [Theory]
    [InlineData("Y170000002")]
    [InlineData("Y17E7")]
    [InlineData("Y300000")]
    [InlineData("Y1E999999999999")]
    [InlineData("Y99999999999999999999999999999999999999999S2")]
    public void A_year_that_no_instant_holds_lies_at_the_end_of_time(string text)
    {
        var (after, before) = (Edtfs.Parse(text), Edtfs.Parse(text.Replace("Y", "Y-", StringComparison.Ordinal)));
        (after.From, after.To, after.IsWithinCalendar).ShouldBe((Instant.MaxValue.PlusMicroseconds(-1), Instant.MaxValue, false));
        (before.From, before.To, before.IsWithinCalendar).ShouldBe((Instant.MinValue, Instant.MinValue.PlusMicroseconds(1), false));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("2024-10-23 ", "blank at character 11")]
    [InlineData("2024-10-xx", "“x” at character 9 must be upper case")]
    [InlineData("2024-10-uu", "older draft")]
    [InlineData("2024-(10)~", "older draft")]
    [InlineData("23 October 2024", "blank at character 3")]
    [InlineData("October", "“O” at character 1")]
    [InlineData("2024-13", "“13” in “2024-13” is not a month")]
    [InlineData("2023-02-3X", "The calendar has no “2023-02-3X”")]
    [InlineData("2023-02-29", "28 days, 29 in leap years")]
    [InlineData("2024-10-231", "“1” at the end")]
    [InlineData("2024-21-05", "a day belongs to a month")]
    [InlineData("-0000", "no year -0000")]
    [InlineData("Y2024", "four digits or fewer")]
    [InlineData("2024-06-19/2024-06-18", "ends with “2024-06-18”")]
    [InlineData("2024/2025/2026", "one slash")]
    [InlineData("/", "one slash")]
    [InlineData("2024/05", "2004-05/2004-07")]
    [InlineData("2024-10-23T14:30:00Z/2024-10-24", "without times of day")]
    [InlineData("Y12345/..", "years of four digits")]
    [InlineData("2024-10-23T14:30Z", "hours, minutes and seconds")]
    [InlineData("2024-10-23T14:30:00.1234567Z", "finer than a microsecond")]
    [InlineData("2024-10-23T14:30:00+15", "“+15” is not a zone")]
    [InlineData("2024-10T14:30:00Z", "needs a day")]
    [InlineData("2024-10-2XT14:30:00Z", "plain day")]
    [InlineData("[2024,]", "member of the set is empty")]
    [InlineData("[2024", "end with ]")]
    [InlineData("[2024..2025-06]", "different precision")]
    [InlineData("[2025..2024]", "ends before it begins")]
    [InlineData("[2023,..2024]", "before the first or after the last")]
    [InlineData("[202X..2030]", "whole year, month or day")]
    public void A_refusal_says_what_is_wrong_and_how_a_right_one_looks(string text, string said)
    {
        EdtfValue.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldContain(said);
    }

    [Fact]
    public void A_text_of_more_than_300_characters_is_refused()
    {
        var members = string.Join(",", Enumerable.Repeat("2024", 59));
        EdtfValue.TryParse($"[{members}~..]", out _, out _).ShouldBeTrue();
        EdtfValue.TryParse($"[{members},2024-10]", out _, out var problem).ShouldBeFalse();
        problem.ShouldContain("at most 300");
    }

    [Fact]
    public void Values_are_equal_when_their_texts_are()
    {
        Edtfs.Parse("2024-10").ShouldBe(Edtfs.Parse("2024-10"));
        Edtfs.Parse("2024-10").GetHashCode().ShouldBe(Edtfs.Parse("2024-10").GetHashCode());
        Edtfs.Parse("2024-10").ShouldNotBe(Edtfs.Parse("2024-10-01/2024-10-31"));
    }
}
