using System.Globalization;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Features;

/// <summary>
/// The tags of one development's or actor's answer: the edition, the newest position and the newest knowledge time that affect it. So the tag
/// stays while others are written about, and a conditional write can be checked against the log.
/// </summary>
internal static class EntityTags
{
    public static EntityTag Of(string edition, long newest, Instant knownAt) =>
        new($"{edition}-{newest}-{knownAt.Microseconds.ToString("x", CultureInfo.InvariantCulture)}");

    /// <summary>The positions that a write's <c>If-Match</c> names, null for any; a tag that is none of ours matches nothing.</summary>
    public static IReadOnlyList<long>? PositionsOf(EntityTagList? tags, string edition) => tags is null || tags.IsAny
        ? null
        : [.. tags.Tags.Where(tag => !tag.IsWeak).Select(tag => PositionOf(tag.Opaque, edition)).DefaultIfEmpty(-1)];

    private static long PositionOf(string opaque, string edition)
    {
        if (!opaque.StartsWith(edition + "-", StringComparison.Ordinal))
            return -1;
        var rest = opaque.AsSpan(edition.Length + 1);
        var dash = rest.IndexOf('-');
        return dash > 0 && long.TryParse(rest[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : -1;
    }
}
