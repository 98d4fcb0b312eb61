using System.Text.Json;
using System.Text.Json.Nodes;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;

namespace Timeline.Benchmarks.Appending;

/// <summary>Commands as clients send them.</summary>
internal static class ApiJson
{
    public static byte[] Of(RegisterActor actor) => JsonSerializer.SerializeToUtf8Bytes(new { id = actor.Actor, name = actor.Name, kind = "state" });

    public static byte[] Of(ReportDevelopment report) => JsonSerializer.SerializeToUtf8Bytes(BodyOf(report));

    public static JsonObject BodyOf(ReportDevelopment report)
    {
        var body = new JsonObject
        {
            ["id"] = report.Development,
            ["actor"] = report.Actor,
            ["kind"] = JsonNamingPolicy.CamelCase.ConvertName($"{report.Kind}"),
            ["occurred"] = report.Occurred,
            ["headline"] = report.Headline,
            ["summary"] = report.Summary,
            ["attribution"] = report.Attribution,
            ["source"] = new JsonObject { ["publisher"] = report.Source.Publisher, ["title"] = report.Source.Title, ["url"] = report.Source.Url },
            ["reportedAt"] = $"{report.Reported.Instant}",
            ["tags"] = new JsonArray([.. (report.Tags ?? []).Select(tag => JsonValue.Create(tag))]),
        };
        if (report.Participants is { } participants)
            body["participants"] = new JsonArray([.. participants.Select(one => new JsonObject { ["actor"] = one.Actor, ["role"] = one.Role })]);
        if (report.Places is { } places)
            body["places"] = new JsonArray([.. places.Select(place => new JsonObject { ["name"] = place.Name, ["latitude"] = place.Latitude, ["longitude"] = place.Longitude })]);
        if (report.Figures is { } figures)
            body["figures"] = new JsonArray([.. figures.Select(figure => new JsonObject { ["measure"] = figure.Measure, ["value"] = figure.Value, ["unit"] = figure.Unit })]);
        return body;
    }
}
