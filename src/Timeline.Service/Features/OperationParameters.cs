using Timeline.Domain;
using Timeline.Service.Http;
using Timeline.Service.Rebuilding;
using Timeline.Service.Views;

namespace Timeline.Service.Features;

/// <summary>What a request for an operation says in its query.</summary>
internal sealed record OperationParameters(Selection Selection, bool Accept, bool Repair, int? Version)
{
    private enum Accepted
    {
        Difference,
    }

    private enum Truth
    {
        False,
        True,
    }

    /// <param name="live">The view version that is live.</param>
    public static OperationParameters Read(QueryReader query, OperationKind kind, string projection, int live, ViewVersions versions)
    {
        var selection = new Selection(
            query.OptionalText("actor", 1, 200), query.OptionalValue<string>("development", Slug), query.OptionalInteger("from", min: 1), query.OptionalInteger("to", min: 1));
        if (selection.From > selection.To)
            query.Fail("to", "must not be below from");
        if (selection.Development is not null && projection == Projections.Actors)
            query.Fail("development", "does not apply to actors: their records are of no development");
        if (kind == OperationKind.Verify)
            return new(selection, Accept: false, query.OptionalEnum<Truth>("repair") == Truth.True, Version: null);
        var accept = query.OptionalEnum<Accepted>("accept") is not null;
        var version = (int?)query.OptionalInteger("version", min: 1, max: int.MaxValue);
        if (version is { } wanted && versions.Find(wanted) is null)
            query.Fail("version", $"is not in this binary, which has {string.Join(", ", versions.Numbers)}");
        else if (version is { } other && other != live && (projection != Projections.All || !selection.IsEverything))
            query.Fail("version", $"is another than the live one, {live}, and so takes all of all projections: POST /api/projections/all/rebuild?version={other}");
        return new(selection, accept, Repair: false, version);
    }

    private static string? Slug(string text, out string value)
    {
        value = text;
        return Limits.IsSlug(text) ? null : "must be the id of a development";
    }
}
