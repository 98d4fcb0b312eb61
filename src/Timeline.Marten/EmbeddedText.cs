namespace Timeline.Marten;

/// <summary>The <c>.sql</c> files of this assembly.</summary>
internal static class EmbeddedText
{
    public static string Of(string file)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream($"{typeof(EmbeddedText).Namespace}.{file}")
            ?? throw new ArgumentException($"No file named {file} is embedded.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
