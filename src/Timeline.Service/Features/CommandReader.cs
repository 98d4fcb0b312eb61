using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Service.Http;

namespace Timeline.Service.Features;

/// <summary>
/// Reads commands from JSON, the same way for a call's body and for a line of an import. Only shapes are judged here: types, lengths, unknown
/// fields; what a command means is judged by the domain.
/// </summary>
internal static class CommandReader
{
    /// <param name="id">The id to take where the body gives none.</param>
    public static RegisterActor ReadActor(ObjectReader body, Func<string, string> id)
    {
        var given = body.OptionalText("id", 1, 127);
        var name = body.RequiredText("name", 1, Limits.Name);
        return new RegisterActor(given ?? id(name), name, body.RequiredEnum<ActorKind>("kind"), Aliases(body) ?? []);
    }

    public static UpsertActor ReadActorLine(ObjectReader body) =>
        new(body.RequiredText("id", 1, 127), body.RequiredText("name", 1, Limits.Name), body.RequiredEnum<ActorKind>("kind"), Aliases(body) ?? []);

    public static DescribeActor ReadActorPatch(string actor, ObjectReader body) => new(
        actor,
        Of(body.Patch("name", field => body.RequiredText(field, 1, Limits.Name), isClearable: false)),
        OfEnum(body.Patch("kind", body.RequiredEnum<ActorKind>, isClearable: false)),
        Of(body.Patch("aliases", _ => Aliases(body) ?? [], isClearable: true)));

    /// <param name="id">The id to take where the body gives none.</param>
    public static ReportDevelopment ReadReport(ObjectReader body, Func<string, string> id)
    {
        var given = body.OptionalText("id", 1, 127);
        var headline = body.RequiredText("headline", 1, Limits.Headline);
        return new ReportDevelopment(
            given ?? id(headline),
            body.RequiredText("actor", 1, Limits.Name),
            body.RequiredEnum<DevelopmentKind>("kind"),
            body.RequiredText("occurred", 1, Limits.Occurred),
            headline,
            body.OptionalText("attribution", 1, Limits.Attribution),
            Source(body),
            Reported(body),
            body.OptionalText("summary", 1, Limits.Summary),
            Participants(body),
            Places(body),
            Figures(body),
            Tags(body));
    }

    public static CorrectDevelopment ReadCorrection(string development, ObjectReader body) => new(
        development, body.RequiredObject("changes", ReadChanges), body.RequiredText("reason", 1, Limits.Reason), Source(body), Reported(body));

    public static CorroborateDevelopment ReadCorroboration(string development, ObjectReader body) => new(
        development,
        body.OptionalText("attribution", 1, Limits.Attribution),
        Source(body),
        Reported(body),
        Figures(body),
        body.OptionalText("headline", 1, Limits.Headline),
        body.OptionalText("occurred", 1, Limits.Occurred),
        body.OptionalText("summary", 1, Limits.Summary),
        Places(body));

    public static DisputeDevelopment ReadDispute(string development, ObjectReader body) =>
        new(development, body.RequiredText("by", 1, Limits.Attribution), body.RequiredText("reason", 1, Limits.Reason), Source(body), Reported(body));

    public static RetractDevelopment ReadRetraction(string development, ObjectReader body) =>
        new(development, body.RequiredText("reason", 1, Limits.Reason), Source(body), Reported(body), body.OptionalText("duplicateOf", 1, 127));

    public static ReinstateDevelopment ReadReinstatement(string development, ObjectReader body) =>
        new(development, body.RequiredText("reason", 1, Limits.Reason), Source(body), Reported(body));

    public static AnnulEvent ReadAnnulment(string development, ObjectReader body) =>
        new(development, body.RequiredInteger("position", min: 1), body.RequiredText("reason", 1, Limits.Reason));

    private static DevelopmentChanges ReadChanges(ObjectReader changes) => new()
    {
        Occurred = Of(changes.Patch("occurred", field => changes.RequiredText(field, 1, Limits.Occurred), isClearable: false)),
        Kind = OfEnum(changes.Patch("kind", changes.RequiredEnum<DevelopmentKind>, isClearable: false)),
        Headline = Of(changes.Patch("headline", field => changes.RequiredText(field, 1, Limits.Headline), isClearable: false)),
        Summary = Of(changes.Patch("summary", field => changes.RequiredText(field, 1, Limits.Summary), isClearable: true)),
        Participants = Of(changes.Patch("participants", _ => Participants(changes)!, isClearable: true)),
        Places = Of(changes.Patch("places", _ => Places(changes)!, isClearable: true)),
        Figures = Of(changes.Patch("figures", _ => Figures(changes)!, isClearable: true)),
        Tags = Of(changes.Patch("tags", _ => Tags(changes)!, isClearable: true)),
        Attribution = Of(changes.Patch("attribution", field => changes.RequiredText(field, 1, Limits.Attribution), isClearable: true)),
        Source = Of(changes.Patch("source", field => changes.RequiredObject(field, ReadSourcePatch), isClearable: false)),
    };

    private static SourcePatch ReadSourcePatch(ObjectReader source) => new()
    {
        Publisher = Of(source.Patch("publisher", field => source.RequiredText(field, 1, Limits.Name), isClearable: false)),
        Title = Of(source.Patch("title", field => source.RequiredText(field, 1, Limits.Title), isClearable: true)),
        Url = Of(source.Patch("url", source.RequiredUrl, isClearable: true)),
        ArchivedUrl = Of(source.Patch("archivedUrl", source.RequiredUrl, isClearable: true)),
        PublishedAt = Of(source.Patch("publishedAt", _ => PublishedAt(source)!, isClearable: true)),
    };

    private static Source Source(ObjectReader body) => body.RequiredObject("source", source => new Source(
        source.RequiredText("publisher", 1, Limits.Name),
        source.OptionalText("title", 1, Limits.Title),
        source.OptionalUrl("url"),
        source.OptionalUrl("archivedUrl"),
        PublishedAt(source)));

    /// <summary>Kept as it was written, but only where it is a time.</summary>
    private static string? PublishedAt(ObjectReader source) =>
        source.OptionalDayOrInstant("publishedAt") is null ? null : source.OptionalText("publishedAt", 1, 40);

    private static ReportTime Reported(ObjectReader body)
    {
        var at = body.OptionalDayOrInstant("reportedAt");
        var on = body.OptionalDayOrInstant("reportedOn");
        if (on is { Day: null })
            body.Fail("reportedOn", "must be a day");
        if (on is not null && at is not { Instant: not null })
            body.Fail("reportedOn", "goes with an instant in reportedAt; a bare day goes into reportedAt itself");
        return new ReportTime(on?.Day ?? at?.Day, at?.Instant);
    }

    private static IReadOnlyList<Participant>? Participants(ObjectReader body) => body.OptionalArray(
        "participants", item => new Participant(item.RequiredText("actor", 1, Limits.Name), item.RequiredText("role", 1, Limits.Role)), Limits.Items);

    private static IReadOnlyList<Place>? Places(ObjectReader body) => body.OptionalArray(
        "places", item => new Place(item.RequiredText("name", 1, Limits.Name), item.OptionalDecimal("latitude"), item.OptionalDecimal("longitude")), Limits.Items);

    private static IReadOnlyList<Figure>? Figures(ObjectReader body) => body.OptionalArray(
        "figures",
        item => new Figure(
            item.RequiredText("measure", 1, Limits.Measure),
            item.OptionalDecimal("value"),
            item.OptionalDecimal("min"),
            item.OptionalDecimal("max"),
            item.RequiredText("unit", 1, Limits.Unit),
            item.OptionalText("qualifier", 1, Limits.Qualifier)),
        Limits.Items);

    private static IReadOnlyList<string>? Tags(ObjectReader body) => body.OptionalTexts("tags", 1, Limits.Tag, Limits.Items);

    private static IReadOnlyList<string>? Aliases(ObjectReader body) => body.OptionalTexts("aliases", 1, Limits.Name, Limits.Items);

    private static Patch<T> Of<T>(Patched<T> patched)
        where T : class => patched.IsPresent ? Patch<T>.Set(patched.IsCleared ? null : patched.Value) : default;

    private static Patch<T?> OfEnum<T>(Patched<T> patched)
        where T : struct, Enum => patched.IsPresent ? Patch<T?>.Set(patched.IsCleared ? null : patched.Value) : default;
}
