using Timeline.Domain.Time;
using Timeline.Service.Live;

namespace Timeline.Service.Tests.Live;

public class LiveRingTests
{
    private const int Everything = int.MaxValue;

    [Fact]
    public void What_is_behind_the_ring_is_not_taken_from_it()
    {
        var ring = new LiveRing(3, long.MaxValue);
        ring.TakeAfter(5, Everything).ShouldBeNull("nothing is followed yet");

        ring.Restart(5);
        ring.Add([Step(6), Step(9), Step(10), Step(12)]);

        ring.TakeAfter(5, Everything).ShouldBeNull("6 has fallen out");
        Positions(ring.TakeAfter(6, Everything)).ShouldBe([9, 10, 12]);
        Positions(ring.TakeAfter(9, Everything)).ShouldBe([10, 12]);
        Positions(ring.TakeAfter(11, Everything)).ShouldBe([12]);
        Positions(ring.TakeAfter(12, Everything)).ShouldBeEmpty();
        Positions(ring.TakeAfter(20, Everything)).ShouldBeEmpty();
    }

    [Fact]
    public void The_ring_holds_no_more_bytes_than_it_may()
    {
        var size = Step(1).Size;
        var ring = new LiveRing(100, 3 * size);
        ring.Restart(0);

        for (var position = 1; position <= 10; position++)
            ring.Add([Step(position)]);

        (ring.Count, ring.Bytes, ring.Start).ShouldBe((3, 3 * size, 7));
        Positions(ring.TakeAfter(7, size + 1)).ShouldBe([8, 9]);
    }

    [Fact]
    public void A_step_that_is_too_big_for_the_ring_is_left_to_the_database()
    {
        var ring = new LiveRing(100, 10);
        ring.Restart(0);

        ring.Add([Step(1)]);

        ring.TakeAfter(0, Everything).ShouldBeNull();
        ring.TakeAfter(1, Everything).ShouldNotBeNull().ShouldBeEmpty();
    }

    private static LiveStep Step(long position) => new(position, new Instant(position), null, null, null, null, null);

    private static long[] Positions(IReadOnlyList<LiveStep>? steps) => [.. steps.ShouldNotBeNull().Select(step => step.Position)];
}
