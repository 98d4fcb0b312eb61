using Timeline.Domain.Metrics;

namespace Timeline.Domain.Tests.Metrics;

public class KaplanMeierTests
{
    /// <summary>
    /// The remission times of the 21 patients who were given 6-mercaptopurine (Freireich et al., 1963), the textbooks' example:
    /// 6 6 6 7 10 13 16 22 23, and censored 6 9 10 11 17 19 20 25 32 32 34 35.
    /// </summary>
    [Fact]
    public void It_gives_the_textbooks_estimate()
    {
        long[] ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        long[] censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

        KaplanMeier.Estimate(ended, censored, [5, 6, 7, 10, 13, 16, 22, 23, 35, 36]).ShouldBe(
        [
            new(5, 21, 0, 1m),
            new(6, 21, 3, 0.8571m),
            new(7, 17, 4, 0.8067m),
            new(10, 15, 5, 0.7529m),
            new(13, 12, 6, 0.6902m),
            new(16, 11, 7, 0.6275m),
            new(22, 7, 8, 0.5378m),
            new(23, 6, 9, 0.4482m),
            new(35, 1, 9, 0.4482m),
            new(36, 0, 9, null),
        ]);
    }

    [Fact]
    public void With_nobody_censored_it_is_the_share_that_is_left() =>
        KaplanMeier.Estimate([1, 2, 2, 4], [], [0, 1, 2, 3, 4, 9]).Select(point => (point.AtRisk, point.Events, point.Survival)).ShouldBe(
            [(4, 0, 1m), (4, 1, 0.75m), (3, 3, 0.25m), (1, 3, 0.25m), (1, 4, 0m), (0, 4, 0m)]);

    [Fact]
    public void One_that_was_last_seen_when_another_ended_was_still_at_risk() =>
        KaplanMeier.Estimate([5], [5], [5, 6]).Select(point => (point.AtRisk, point.Survival)).ShouldBe([(2, 0.5m), (0, null)]);

    [Fact]
    public void One_that_was_last_seen_before_was_not() => KaplanMeier.Estimate([5], [4], [5]).ShouldBe([new(5, 1, 1, 0m)]);

    [Fact]
    public void Ends_at_the_very_beginning_count() => KaplanMeier.Estimate([0, 0], [3, 3], [1]).ShouldBe([new(1, 2, 2, 0.5m)]);

    [Fact]
    public void Nothing_is_known_of_nobody() => KaplanMeier.Estimate([], [], [1, 2]).ShouldBe([new(1, 0, 0, null), new(2, 0, 0, null)]);

    /// <summary>A product of 60,000 factors: 60,000 of 120,000 end one after the other.</summary>
    [Fact]
    public void Many_steps_lose_nothing() =>
        KaplanMeier.Estimate([.. Enumerable.Range(1, 60_000)], [.. Enumerable.Repeat(100_000L, 60_000)], [30_000, 60_000]).Select(point => point.Survival)
            .ShouldBe([0.75m, 0.5m]);
}
