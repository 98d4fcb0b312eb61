using Timeline.Domain.Metrics;

namespace Timeline.Domain.Tests.Metrics;

public class PercentileTests
{
    private static readonly long[] TenToHundred = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 20)]
    [InlineData(50, 50)]
    [InlineData(51, 60)]
    [InlineData(90, 90)]
    [InlineData(91, 100)]
    [InlineData(100, 100)]
    public void A_percentile_is_the_smallest_value_that_so_many_percent_do_not_exceed(int percent, long expected) =>
        Percentile.Of(TenToHundred, percent).ShouldBe(expected);

    [Fact]
    public void The_median_of_an_even_number_is_the_lower_of_the_two_in_the_middle() => Percentile.Of([1, 2, 3, 4], 50).ShouldBe(2);

    [Fact]
    public void One_value_is_every_percentile() => Spread.Of([7]).ShouldBe(new Spread(1, 7, 7, 7));

    [Fact]
    public void Values_may_be_negative_and_equal() => Spread.Of([-5, -5, 0, 3, 3]).ShouldBe(new Spread(5, -5, 0, 3));

    [Fact]
    public void Nothing_has_no_percentile() => Spread.Of([]).ShouldBe(new Spread(0, null, null, null));
}

public class ShareTests
{
    [Theory]
    [InlineData(0, 3, "0")]
    [InlineData(1, 4, "0.25")]
    [InlineData(1, 3, "0.3333")]
    [InlineData(2, 3, "0.6667")]
    [InlineData(1, 20_000, "0.0001")]
    [InlineData(1, 20_001, "0")]
    [InlineData(19_999, 20_000, "1")]
    [InlineData(3, 3, "1")]
    public void A_rate_has_four_decimals_at_the_most_and_is_written_in_one_way(int count, int of, string expected) =>
        FormattableString.Invariant($"{new Share(count, of).Rate}").ShouldBe(expected);

    [Fact]
    public void There_is_no_rate_of_nothing() => new Share(0, 0).Rate.ShouldBeNull();
}
