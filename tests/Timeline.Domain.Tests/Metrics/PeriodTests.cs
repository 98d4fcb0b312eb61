using Timeline.Domain.Metrics;

namespace Timeline.Domain.Tests.Metrics;

public class PeriodTests
{
    [Theory]
    [InlineData(PeriodLength.Day, "2024-10-23T23:59:59.999999Z", "2024-10-23", "2024-10-23T00:00:00Z", "2024-10-24T00:00:00Z")]
    [InlineData(PeriodLength.Week, "2024-10-23T00:00:00Z", "2024-W43", "2024-10-21T00:00:00Z", "2024-10-28T00:00:00Z")]
    [InlineData(PeriodLength.Week, "2024-10-28T00:00:00Z", "2024-W44", "2024-10-28T00:00:00Z", "2024-11-04T00:00:00Z")]
    [InlineData(PeriodLength.Week, "2024-10-27T23:59:59Z", "2024-W43", "2024-10-21T00:00:00Z", "2024-10-28T00:00:00Z")]
    [InlineData(PeriodLength.Week, "2024-12-30T12:00:00Z", "2025-W01", "2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z")]
    [InlineData(PeriodLength.Week, "2021-01-03T12:00:00Z", "2020-W53", "2020-12-28T00:00:00Z", "2021-01-04T00:00:00Z")]
    [InlineData(PeriodLength.Week, "0001-01-01T00:00:00Z", "0001-W01", "0001-01-01T00:00:00Z", "0001-01-08T00:00:00Z")]
    [InlineData(PeriodLength.Month, "2024-02-29T10:00:00Z", "2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData(PeriodLength.Month, "2024-12-31T10:00:00Z", "2024-12", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData(PeriodLength.Quarter, "2024-03-31T10:00:00Z", "2024-Q1", "2024-01-01T00:00:00Z", "2024-04-01T00:00:00Z")]
    [InlineData(PeriodLength.Quarter, "2024-10-01T00:00:00Z", "2024-Q4", "2024-10-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData(PeriodLength.Year, "2024-10-01T00:00:00Z", "2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData(PeriodLength.Year, "9999-12-31T23:59:59Z", "9999", "9999-01-01T00:00:00Z", "infinity")]
    [InlineData(PeriodLength.Week, "9999-12-31T23:59:59Z", "9999-W52", "9999-12-27T00:00:00Z", "infinity")]
    public void An_instant_falls_into_one_period_of_the_UTC_calendar(PeriodLength length, string instant, string name, string from, string to)
    {
        var period = Period.Of(Times.At(instant), length);

        (period.Name, period.From.ToString(), period.To.ToString()).ShouldBe((name, from, to));
    }
}
