using System.Collections.Frozen;

namespace Timeline.Service.Web;

/// <summary>The page as <c>Timeline.Web.targets</c> has embedded it: <c>index.html</c>, <c>embed.html</c> and <c>embed.js</c>, and <c>assets/</c> whose names change with their content.</summary>
internal static class WebFiles
{
    private const string Prefix = "web/";

    private static readonly FrozenDictionary<string, WebFile> ByPath = Read();

    /// <summary>The page's HTML; null where the service was built without the page.</summary>
    public static WebFile? Page { get; } = ByPath.GetValueOrDefault("index.html");

    /// <summary>What other sites show in a frame; null as <see cref="Page"/> is.</summary>
    public static WebFile? Embed { get; } = ByPath.GetValueOrDefault("embed.html");

    /// <param name="path">Without a slash in front; upper and lower case differ.</param>
    public static WebFile? Find(string path) => ByPath.GetValueOrDefault(path);

    private static FrozenDictionary<string, WebFile> Read()
    {
        var contents = typeof(WebFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], ReadBytes, StringComparer.Ordinal);
        return contents.Keys.Where(path => Path.GetExtension(path) is not (".br" or ".gz"))
            .ToFrozenDictionary(path => path, path => new WebFile(path, contents[path], contents.GetValueOrDefault(path + ".br"), contents.GetValueOrDefault(path + ".gz")), StringComparer.Ordinal);
    }

    private static byte[] ReadBytes(string resource)
    {
        using var stream = typeof(WebFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
