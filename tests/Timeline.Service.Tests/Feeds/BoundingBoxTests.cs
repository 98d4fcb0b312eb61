using FsCheck;
using FsCheck.Fluent;
using Timeline.Service.Feeds;

namespace Timeline.Service.Tests.Feeds;

/// <summary>The box around points on a globe.</summary>
public sealed class BoundingBoxTests
{
    private static readonly Gen<(decimal Longitude, decimal Latitude)> Points =
        from longitude in Gen.OneOf(Gen.Choose(-1800, 1800), Gen.Elements(-1800, 1800, 0, 1799, -1799))
        from latitude in Gen.Choose(-900, 900)
        select (longitude / 10m, latitude / 10m);

    [Fact]
    public void It_holds_every_point_and_is_no_wider_than_the_world_needs()
    {
        Prop.ForAll(Points.NonEmptyListOf().ToArbitrary(), points =>
        {
            var box = BoundingBox.Of(points[0].Longitude, points[0].Latitude);
            foreach (var (longitude, latitude) in points)
                box = box.Around(longitude, latitude);
            var (west, south, east, north) = (box.Edges[0], box.Edges[1], box.Edges[2], box.Edges[3]);

            foreach (var (longitude, latitude) in points)
            {
                latitude.ShouldBeInRange(south, north);
                // 180 and -180 are one meridian.
                new[] { longitude, longitude == 180 ? -180 : longitude, longitude == -180 ? 180 : longitude }
                    .Any(turn => west <= east ? turn >= west && turn <= east : turn >= west || turn <= east).ShouldBeTrue($"{longitude} in {west} to {east}");
            }
            west.ShouldBeInRange(-180, 180);
            east.ShouldBeInRange(-180, 180);
            (west <= east ? east - west : east + 360 - west).ShouldBeLessThanOrEqualTo(points.Max(point => point.Longitude) - points.Min(point => point.Longitude));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
