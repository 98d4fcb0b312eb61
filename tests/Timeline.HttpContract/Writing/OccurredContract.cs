namespace Timeline.HttpContract;

/// <summary>How an EDTF date is read: half-open, in UTC, with its precision and qualifiers.</summary>
public abstract class OccurredContract(TimelineApi api) : ContractSuite(api)
{
    [Theory]
    [InlineData("2024-10-23", "2024-10-23T00:00:00Z", "2024-10-24T00:00:00Z", "day")]
    [InlineData("2024-10", "2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z", "month")]
    [InlineData("2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "year")]
    [InlineData("2024-06-18/2024-06-19", "2024-06-18T00:00:00Z", "2024-06-20T00:00:00Z", "day")]
    [InlineData("2024-06-18T23:30:00+09:00", "2024-06-18T14:30:00Z", "2024-06-18T14:30:01Z", "second")]
    [InlineData("2024-XX-12", "2024-01-12T00:00:00Z", "2024-12-13T00:00:00Z", "day")]
    [InlineData("[2024-10-23..2024-10-26]", "2024-10-23T00:00:00Z", "2024-10-27T00:00:00Z", "day")]
    [InlineData("{2024-10-23,2024-11-02}", "2024-10-23T00:00:00Z", "2024-11-03T00:00:00Z", "day")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z", "day")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", "day")]
    public async Task A_date_is_a_half_open_interval_with_a_precision(string edtf, string from, string to, string precision)
    {
        var occurred = await Occurred(edtf);

        (occurred.Edtf, occurred.From, occurred.To, occurred.Precision).ShouldBe((edtf, from, to, precision));
    }

    [Theory]
    [InlineData("2023-06~/..", "2023-06-01T00:00:00Z", null)]
    [InlineData("2023-06/", "2023-06-01T00:00:00Z", null)]
    [InlineData("../2023-06", null, "2023-07-01T00:00:00Z")]
    [InlineData("/2023-06", null, "2023-07-01T00:00:00Z")]
    [InlineData("../..", null, null)]
    [InlineData("9999-12-31", "9999-12-31T00:00:00Z", null)]
    public async Task An_open_or_unknown_end_is_left_out(string edtf, string? from, string? to)
    {
        var occurred = await Occurred(edtf);

        (occurred.From, occurred.To).ShouldBe((from, to));
    }

    [Theory]
    [InlineData("2024-10", false, false)]
    [InlineData("2024-10~", true, false)]
    [InlineData("2024-10?", false, true)]
    [InlineData("2024-10%", true, true)]
    public async Task Qualifiers_set_flags_and_widen_nothing(string edtf, bool approximate, bool uncertain)
    {
        var occurred = await Occurred(edtf);

        (occurred.Approximate, occurred.Uncertain).ShouldBe((approximate, uncertain));
        (occurred.From, occurred.To).ShouldBe(("2024-10-01T00:00:00Z", "2024-11-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("2024-13")]
    [InlineData("2023-02-29")]
    [InlineData("10/18/2024")]
    [InlineData("2024-10-26/2024-10-23")]
    [InlineData("yesterday")]
    [InlineData("Y170000002")]
    [InlineData("-0044-03-15")]
    [InlineData("[2024-10-23..")]
    [InlineData(" 2024-10-23")]
    [InlineData("２０２４-10-23")]
    public async Task What_is_no_date_of_the_calendar_is_refused(string edtf) => await Refuse((await ReportOf()).Occurred(edtf), 422, "occurred");

    private async Task<(string? Edtf, string? From, string? To, string? Precision, bool Approximate, bool Uncertain)> Occurred(string edtf)
    {
        var report = (await ReportOf()).Occurred(edtf);
        await Accept(report);
        var entry = await Entry(report.Id);
        return (entry.Text("occurred.edtf"), entry.Text("occurred.from"), entry.Text("occurred.to"), entry.Text("occurred.precision"),
            entry.Text("occurred.approximate") == "true", entry.Text("occurred.uncertain") == "true");
    }
}
