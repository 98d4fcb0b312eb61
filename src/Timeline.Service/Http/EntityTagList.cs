namespace Timeline.Service.Http;

/// <summary>The value of <c>If-Match</c> or <c>If-None-Match</c>: <c>*</c>, or a list of tags (RFC 9110, sections 13.1.1 and 13.1.2).</summary>
/// <param name="IsAny"><c>*</c>: whatever exists.</param>
public sealed record EntityTagList(bool IsAny, IReadOnlyList<EntityTag> Tags)
{
    /// <summary>For <c>If-Match</c>.</summary>
    /// <param name="current">The tag of what exists; null when nothing does.</param>
    public bool StronglyMatches(EntityTag? current) => current is { } tag && (IsAny || Tags.Any(tag.StronglyEquals));

    /// <summary>For <c>If-None-Match</c>.</summary>
    /// <param name="current">The tag of what exists; null when nothing does.</param>
    public bool WeaklyMatches(EntityTag? current) => current is { } tag && (IsAny || Tags.Any(tag.WeaklyEquals));

    public static bool TryParse(ReadOnlySpan<char> text, out EntityTagList list)
    {
        list = new EntityTagList(text.Trim(" \t") is "*", []);
        if (list.IsAny)
            return true;
        var tags = new List<EntityTag>();
        // A list may have empty elements (RFC 9110, section 5.6.1.2), and a tag may have a comma inside.
        for (var rest = text.TrimStart(" \t,"); !rest.IsEmpty;)
        {
            if (!TryTakeTag(ref rest, out var tag))
                return false;
            tags.Add(tag);
            rest = rest.TrimStart(" \t");
            if (!rest.IsEmpty && rest[0] != ',')
                return false;
            rest = rest.TrimStart(" \t,");
        }
        list = new EntityTagList(false, tags);
        return tags.Count > 0;
    }

    private static bool TryTakeTag(ref ReadOnlySpan<char> rest, out EntityTag tag)
    {
        tag = default;
        var isWeak = rest.StartsWith("W/");
        var quoted = isWeak ? rest[2..] : rest;
        if (quoted.IsEmpty || quoted[0] != '"')
            return false;
        var length = quoted[1..].IndexOf('"');
        if (length < 0 || quoted.Slice(1, length).ContainsAnyInRange('\0', ' ') || quoted.Slice(1, length).Contains('\x7f'))
            return false;
        tag = new EntityTag(quoted.Slice(1, length).ToString(), isWeak);
        rest = quoted[(length + 2)..];
        return true;
    }
}
