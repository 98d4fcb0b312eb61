using System.Text;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>calendar.ics</c>, as ical.js reads it.</summary>
public abstract class CalendarContract(TimelineApi api) : FeedSuite(api)
{
    [Fact]
    public async Task What_is_retracted_is_cancelled_under_the_same_UID_and_every_change_raises_the_sequence()
    {
        var (id, filter) = await ReportedAt("2024-10-10");
        var seen = new List<(string Uid, string Status, string Sequence)> { await See() };
        foreach (var call in new[] { Corroborate(id), Dispute(id).Reported("2024-10-20"), Retract(id).Reported("2024-10-21"), Reinstate(id).Reported("2024-10-22") })
        {
            await Accept(call);
            seen.Add(await See());
        }

        seen.Select(step => step.Status).ShouldBe(["TENTATIVE", "CONFIRMED", "TENTATIVE", "CANCELLED", "CONFIRMED"]);
        seen.Select(step => step.Sequence).ShouldBe(["1", "2", "3", "4", "5"]);
        seen.Select(step => step.Uid).Distinct().Single().ShouldStartWith($"{id}@");
        (await Value($"{filter}&knownAt=2024-10-20", "status")).ShouldBe("TENTATIVE");

        async Task<(string, string, string)> See() => (await Value(filter, "uid"), await Value(filter, "status"), await Value(filter, "sequence"));
    }

    [Theory]
    [InlineData("2024-10-23", "date", "2024-10-23", "2024-10-24")]
    [InlineData("2024-06-18/2024-06-19", "date", "2024-06-18", "2024-06-20")]
    [InlineData("2024-10-23T14:30:00Z", "date-time", "2024-10-23T14:30:00Z", null)]
    [InlineData("2024-10-23T14:30:00.25+09:00", "date-time", "2024-10-23T05:30:00Z", null)]
    [InlineData("2024-10~", "date", "2024-10-01", "2024-11-01", "When: about October 2024 (EDTF 2024-10~)")]
    [InlineData("2024-10", "date", "2024-10-01", "2024-11-01", "When: October 2024")]
    [InlineData("2024", "date", "2024-01-01", "2025-01-01", "When: 2024")]
    [InlineData("2024-22", "date", "2024-06-01", "2024-09-01", "When: June 2024 – August 2024 (EDTF 2024-22)")]
    [InlineData("2024-10-XX", "date", "2024-10-01", "2024-11-01", "When: some time in October 2024 (EDTF 2024-10-XX)")]
    [InlineData("[2024-10-23..2024-10-26]", "date", "2024-10-23", "2024-10-27", "When: some time from 23 October 2024 to 26 October 2024 (EDTF [2024-10-23..2024-10-26])")]
    [InlineData("2023-06~/..", "date", "2023-06-01", null, "When: from about June 2023 on (EDTF 2023-06~/..)")]
    [InlineData("../2024-11-04", "date", "2024-11-04", null, "When: until 4 November 2024 (EDTF ../2024-11-04)")]
    [InlineData("../..", "date", "2024-10-18", null, "When: date unknown (EDTF ../..)")]
    [InlineData("0988-01-01", "date", "988-01-01", "988-01-02")]
    [InlineData("9999-12-31", "date", "9999-12-31", null)]
    public async Task A_date_is_a_day_a_time_or_a_span_that_says_what_it_is(string edtf, string type, string start, string? end, string? note = null)
    {
        var (_, filter) = await ReportedAt(edtf);
        var @event = (await Read(FeedReaders.Calendar, $"/feeds/calendar.ics?{filter}")).Find("events[]").Single();

        (@event.Text("dtstart.type"), @event.Text("dtstart.values[0]"), @event.Text("dtend.values[0]")).ShouldBe((type, start, end));
        @event.Text("x-timeline-edtf.values[0]").ShouldBe(edtf);
        var notes = @event.Text("description.values[0]")!.Split('\n');
        if (note is null)
            notes.ShouldNotContain(line => line.StartsWith("When:", StringComparison.Ordinal));
        else
            notes.ShouldContain(note);
    }

    [Fact]
    public async Task An_event_says_where_what_kind_by_whom_and_when_it_was_recorded()
    {
        var (id, filter) = await ReportedAt("2024-10-10", call => call.Kind("treaty").Tags("a,b", "navy").At("Pyongyang; Ryongsong", 39.0392, -125.7625).At("Somewhere").Figure("soldiers", 12.5m));
        var entry = await Entry(id);
        var @event = (await Read(FeedReaders.Calendar, $"/feeds/calendar.ics?{filter}")).Find("events[]").Single();

        @event.Texts("categories.values[]").ShouldBe(["treaty", "a,b", "navy"]);
        @event.Text("location.values[0]").ShouldBe("Pyongyang; Ryongsong; Somewhere");
        @event.Text("geo.values[0]").ShouldBe("39.0392,-125.7625");
        @event.Text("url.values[0]").ShouldBe(new Uri(Api.Client.BaseAddress!, $"/api/developments/{id}").ToString());
        @event.Text("summary.values[0]").ShouldBe(entry.Text("headline"));
        @event.Text("description.values[0]").ShouldNotBeNull().ShouldContain("Figure: soldiers: 12.5 people — Agency, 18 October 2024");
        @event.Text("dtstamp.values[0]").ShouldBe(entry.Text("recordedAt")![..19] + "Z");
        @event.Text("last-modified.values[0]").ShouldBe(entry.Text("recordedAt")![..19] + "Z");
        @event.Text("transp.values[0]").ShouldBe("TRANSPARENT");
    }

    [Fact]
    public async Task The_calendar_has_a_name_and_says_where_and_how_often_to_refresh_it()
    {
        var (_, filter) = await ReportedAt("2024-10-10");
        var calendar = (await Read(FeedReaders.Calendar, $"/feeds/calendar.ics?{filter}&kind=other")).GetProperty("calendar");

        calendar.Text("version.values[0]").ShouldBe("2.0");
        calendar.Text("method.values[0]").ShouldBe("PUBLISH");
        // ical.js is older than RFC 7986, and does not unescape what that added.
        calendar.Text("name.values[0]").ShouldBe($"Timeline: {filter}\\, kind=other");
        calendar.Text("refresh-interval.values[0]").ShouldBe("PT1H");
        var source = new Uri(calendar.Text("source.values[0]").ShouldNotBeNull());
        source.PathAndQuery.ShouldBe($"/feeds/calendar.ics?{filter}&kind=other");
        (await Ok(source.PathAndQuery)).MediaType.ShouldBe("text/calendar");
        (await Ok(new Uri(calendar.Text("url.values[0]")!).PathAndQuery)).Header("Cache-Control")!.ShouldContain("immutable");
    }

    [Fact]
    public async Task No_line_is_longer_than_75_octets_and_none_is_cut_inside_a_character()
    {
        var headline = string.Concat(Enumerable.Repeat("北韓軍🚢é", 40));
        var (_, filter) = await ReportedAt("2024-10-10", call => call.Headline(headline).Set("summary", "a" + string.Concat(Enumerable.Repeat("длинное,слово;", 200))));
        var answer = await Ok($"/feeds/calendar.ics?{filter}");
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        var start = 0;
        while (start < answer.Bytes.Length)
        {
            var length = answer.Bytes.AsSpan(start).IndexOf("\r\n"u8);
            length.ShouldBeInRange(1, 75);
            answer.Bytes.AsSpan(start, length).IndexOfAny((byte)'\r', (byte)'\n').ShouldBe(-1);
            strict.GetString(answer.Bytes, start, length);
            start += length + 2;
        }
        (await FeedReaders.ReadAsync(FeedReaders.Calendar, answer.Body)).Text("events[0].summary.values[0]").ShouldBe(headline);
    }

    private async Task<string> Value(string filter, string property) =>
        (await Read(FeedReaders.Calendar, $"/feeds/calendar.ics?{filter}")).Find("events[]").Single().Text($"{property}.values[0]")!;
}
