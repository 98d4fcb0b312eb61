namespace Timeline.Service.Schema;

/// <summary>The <c>.sql</c> files of this assembly, by their path below the project with dots for slashes: <c>Log.append.sql</c>.</summary>
internal static class EmbeddedSql
{
    private const string Prefix = "Timeline.Service.";

    /// <exception cref="ArgumentException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"No SQL file named {name} is embedded.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The names that start with a folder's, such as <c>Schema.Migrations.</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> NamesIn(string folder) =>
        [.. typeof(EmbeddedSql).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix + folder, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal)];
}
