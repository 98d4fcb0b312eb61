namespace Timeline.Service.Http;

/// <summary>
/// Builds the one spelling of a set of query parameters, for permalinks: sorted by name, then value (by UTF-16 code units), and everything but the
/// unreserved characters of RFC 3986 percent-encoded.
/// </summary>
public sealed class CanonicalQuery
{
    private readonly List<(string Name, string Value)> parameters = [];

    /// <summary>A null value adds nothing.</summary>
    public CanonicalQuery Add(string name, string? value)
    {
        if (value is not null)
            parameters.Add((name, value));
        return this;
    }

    public CanonicalQuery AddAll(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
            Add(name, value);
        return this;
    }

    /// <summary>A relative reference: the path, and <c>?</c> with the query unless that is empty.</summary>
    /// <param name="path">Already encoded.</param>
    public string After(string path) => parameters.Count == 0 ? path : $"{path}?{this}";

    /// <summary>Without <c>?</c>.</summary>
    public override string ToString() => string.Join('&', parameters
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
        .Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
}
