namespace Timeline.Benchmarks;

internal static class EmbeddedFile
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"Timeline.Benchmarks.{name}")
            ?? throw new ArgumentException($"There is no embedded file {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
