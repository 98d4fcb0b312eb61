using System.Text.Json.Nodes;

namespace Timeline.HttpContract;

/// <summary>Valid calls of each kind, to be made special by the test.</summary>
public static class Calls
{
    public static Call Register(string id) => Post("/api/actors", id).Set("id", id).Set("name", $"Name of {id}").Set("kind", "state");

    public static Call Describe(string actor) => new(HttpMethod.Patch, $"/api/actors/{actor}") { Id = actor };

    /// <summary>Reported on 18 October 2024 that something happened on the 10th; needs an actor.</summary>
    public static Call Report(string id) => Post("/api/developments", id)
        .Set("id", id).Kind("other").Occurred("2024-10-10").Headline($"Headline of {id}").From("Agency").Reported("2024-10-18");

    /// <summary>A day after the report.</summary>
    public static Call Correct(string id) => FollowUp(id, "corrections").Set("changes", new JsonObject()).Because().From("Agency").Reported("2024-10-19");

    /// <inheritdoc cref="Correct"/>
    public static Call Corroborate(string id) => FollowUp(id, "corroborations").From("Second agency").Reported("2024-10-19");

    /// <inheritdoc cref="Correct"/>
    public static Call Dispute(string id) => FollowUp(id, "disputes").Set("by", "Ministry").Because().From("Gazette").Reported("2024-10-19");

    /// <inheritdoc cref="Correct"/>
    public static Call Retract(string id) => FollowUp(id, "retractions").Because().From("Agency").Reported("2024-10-19");

    /// <inheritdoc cref="Correct"/>
    public static Call Reinstate(string id) => FollowUp(id, "reinstatements").Because().From("Agency").Reported("2024-10-20");

    public static Call Annul(string id, long position) => FollowUp(id, "annulments").Set("position", position).Because();

    private static Call Because(this Call call) => call.Set("reason", "because");

    private static Call FollowUp(string id, string kind) => Post($"/api/developments/{id}/{kind}", id);

    private static Call Post(string path, string id) => new(HttpMethod.Post, path) { Id = id };
}
