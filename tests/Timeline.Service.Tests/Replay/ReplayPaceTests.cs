using Timeline.Domain.Time;
using Timeline.Service.Features;

namespace Timeline.Service.Tests.Replay;

public class ReplayPaceTests
{
    private static readonly Instant Start = Instant.StartOf(new DateOnly(2024, 10, 18));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 0.25)]
    [InlineData(0.5, 2, 4)]
    [InlineData(1_000_000, 365, 0.000365)]
    public void A_day_takes_one_second_divided_by_the_speed(double speed, double days, double seconds) =>
        new ReplayPace((decimal)speed).Between(Start, After(days)).TotalSeconds.ShouldBe(seconds, 1e-6);

    [Theory]
    [InlineData(1, 30, 10)]
    [InlineData(0.01, 30, 100)]
    [InlineData(0.01, 0.5, 50)]
    [InlineData(100, 700_000, 10)]
    public void A_silence_is_cut_to_ten_seconds_or_to_a_day_where_that_takes_longer(double speed, double days, double seconds) =>
        new ReplayPace((decimal)speed).Between(Start, After(days)).TotalSeconds.ShouldBe(seconds, 1e-6);

    [Fact]
    public void As_fast_as_it_goes_takes_no_time() => new ReplayPace(0).Between(Start, After(1_000)).ShouldBe(TimeSpan.Zero);

    private static Instant After(double days) => Start.PlusMicroseconds((long)(days * Instant.MicrosecondsPerDay));
}
