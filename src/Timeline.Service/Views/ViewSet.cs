using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Timeline.Service.Views;

/// <summary>
/// A set of the views' tables. One is live; those that it replaced hold still, and answer for the permalinks of their version as long as they are kept.
/// SQL names the tables <c>timeline.segments</c>, <c>timeline.actors</c> and so on, and <see cref="In"/> puts in where they are.
/// </summary>
/// <param name="Id">Rises with every switch.</param>
/// <param name="Revision">Rises when rows of the set were repaired in place.</param>
/// <param name="Number">The view version that its rows are of.</param>
/// <param name="LastPosition">What it holds, inclusive; null while it is live, and holds everything.</param>
internal sealed partial record ViewSet(int Id, int Revision, int Number, string TimelineSchema, string ActorsSchema, long? LastPosition)
{
    /// <summary>Where the first set is.</summary>
    public const string FirstSchema = "timeline";

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Null where this binary does not know the version of the rows: it can neither serve nor write them.</summary>
    public ViewVersion? Version { get; init; }

    public bool IsLive => LastPosition is null;

    /// <summary>The statement on this set's tables.</summary>
    public string In(string sql) => TimelineSchema == FirstSchema && ActorsSchema == FirstSchema ? sql : _texts.GetOrAdd(sql, text => Tables().Replace(text, Place));

    private string Place(Match table) => $"{(table.ValueSpan.Contains("segment", StringComparison.Ordinal) ? TimelineSchema : ActorsSchema)}{table.Value[FirstSchema.Length..]}";

    [GeneratedRegex(@"\btimeline\.(segments|segment_actors|segment_zones|segment_zone_head|actors|actor_keys)\b")]
    private static partial Regex Tables();
}
