using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary><c>places.geojson</c>, held to RFC 7946 by a checker.</summary>
public abstract class GeoJsonContract(TimelineApi api) : FeedSuite(api)
{
    [Fact]
    public async Task There_is_a_feature_for_each_place_with_longitude_before_latitude()
    {
        var (id, filter) = await ReportedAt("2024-10~", call => call.At("Kursk", 51.73, 36.19).At("Nowhere").At("Vladivostok", 43.1155, 131.8855));
        var feed = await Read(FeedReaders.GeoJson, $"/feeds/places.geojson?{filter}");

        feed.Texts("features[].id").ShouldBe([$"{id}/0", $"{id}/1", $"{id}/2"]);
        feed.Texts("features[].geometry").ShouldBe(["""{"type":"Point","coordinates":[36.19,51.73]}""", "null", """{"type":"Point","coordinates":[131.8855,43.1155]}"""]);
        feed.Texts("features[].properties.place").ShouldBe(["Kursk", "Nowhere", "Vladivostok"]);
        feed.Text("features[0].properties.when").ShouldBe("about October 2024");
        feed.Texts("bbox[]").ShouldBe(["36.19", "43.1155", "131.8855", "51.73"]);
    }

    [Fact]
    public async Task A_box_that_crosses_180_degrees_has_its_west_greater_than_its_east()
    {
        var (_, filter) = await ReportedAt("2024-10-10", call => call.At("Fiji", -17.8, 178.5).At("Samoa", -13.8, -172.1).At("Chukotka", 66, 180));

        (await Read(FeedReaders.GeoJson, $"/feeds/places.geojson?{filter}")).Texts("bbox[]").ShouldBe(["178.5", "-17.8", "-172.1", "66"]);
    }

    [Fact]
    public async Task Without_coordinates_there_is_no_box_and_without_places_no_feature()
    {
        var (_, nowhere) = await ReportedAt("2024-10-10", call => call.At("Nowhere"));
        var (_, none) = await ReportedAt("2024-10-10");

        var feed = await Read(FeedReaders.GeoJson, $"/feeds/places.geojson?{nowhere}");
        feed.Has("bbox").ShouldBeFalse();
        feed.Texts("features[].geometry").ShouldBe(["null"]);
        (await Read(FeedReaders.GeoJson, $"/feeds/places.geojson?{none}")).Texts("features[]").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_retracted_stays_and_says_so()
    {
        var (id, filter) = await ReportedAt("2024-10-10", call => call.At("Sea", 1, 2));
        await Accept(Retract(id));
        var feed = await Read(FeedReaders.GeoJson, $"/feeds/places.geojson?{filter}");

        feed.Texts("features[].properties._timeline.status").ShouldBe(["retracted"]);
        feed.Text("features[0].properties._timeline.revision").ShouldBe("2");
        feed.Text("_timeline.permalink").ShouldNotBeNull().ShouldStartWith("/feeds/places.geojson?");
    }
}
