using Timeline.Domain.Edtf;
using Timeline.Domain.Time;
using Timeline.Service.Feeds;

namespace Timeline.Service.Tests.Feeds;

/// <summary>Dates as feeds show them, also those that no report can have: the fold is total, and the calendar has its ends.</summary>
public sealed class FeedDateTests
{
    [Theory]
    [InlineData("9999-12-31", "9999-12-31", null, "31 December 9999")]
    [InlineData("9999", "9999", null, "9999")]
    [InlineData("0001", "0001", null, "1")]
    [InlineData("-0044-03-15", null, null, "date unknown")]
    [InlineData("Y170000002", null, null, "date unknown")]
    [InlineData("-0044/0014", null, "0014", "until 14")]
    [InlineData("2004-06/9999", "2004-06", "9999", "June 2004 – 9999")]
    [InlineData("2024-36", "2024-10", "2024-12", "October 2024 – December 2024")]
    [InlineData("19", "1900", "1999", "1900 – 1999")]
    [InlineData("2024-10-23%", "2024-10-23", null, "about 23 October 2024 (uncertain)")]
    [InlineData("2024-10-31/2024-11-XX", "2024-10-31", "2024-11", "31 October 2024 – November 2024")]
    public void A_date_says_no_more_than_is_known(string edtf, string? start, string? end, string text)
    {
        EdtfValue.TryParse(edtf, out var value, out _).ShouldBeTrue();
        var date = FeedDate.Of(value!);

        (date.Start?.ToIso(), date.End?.ToIso(), date.Text).ShouldBe((start, end, text));
        date.Anchor(Instant.FirstDay).Start.IsInCalendar.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2024-10-23", true, true)]
    [InlineData("2024-10-23T10:00:00Z", true, true)]
    [InlineData("2024-06-18/2024-06-19", true, true)]
    [InlineData("2024-10", true, false)]
    [InlineData("2023/2024-10-23", true, false)]
    [InlineData("2024-10-23~", false, false)]
    [InlineData("2024-10-2X", false, false)]
    [InlineData("[2024-10-23]", false, false)]
    [InlineData("2024-10-23/..", false, false)]
    [InlineData("2024-22", false, false)]
    public void What_parts_can_say_is_plain_and_to_the_day_it_is_sharp(string edtf, bool isPlain, bool isSharp)
    {
        EdtfValue.TryParse(edtf, out var value, out _).ShouldBeTrue();
        var date = FeedDate.Of(value!);

        (date.IsPlain, date.IsSharp).ShouldBe((isPlain, isSharp));
    }
}
