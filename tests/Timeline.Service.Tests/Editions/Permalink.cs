using System.Globalization;
using System.Security.Cryptography;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Editions;

/// <summary>An address whose answer may not change, as a line of <c>permalinks.txt</c>: hash, name, media type and address, with blanks between.</summary>
/// <param name="Sha256">Of the answer's bytes; <see cref="New"/> where they have not been looked at yet.</param>
/// <param name="Accept">The media type that is asked for.</param>
internal sealed record Permalink(string Sha256, string Name, string Accept, string Address)
{
    /// <summary>What is to be added.</summary>
    public const string New = "new";

    private const int LargestBody = 32 * 1024;
    private static readonly string Folder = Repository.PathOf("tests", "Timeline.Service.Tests", "Editions");

    public bool IsNew => Sha256 == New;

    /// <summary>The view versions that answers were ever given in, oldest first.</summary>
    public static IReadOnlyList<int> Versions =>
        [.. Directory.GetDirectories(Folder).Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0).Where(version => version > 0).Order()];

    public static byte[] Log => File.ReadAllBytes(Path.Combine(Folder, "log.ndjson"));

    public static IReadOnlyList<Permalink> Of(int version) => [.. File.ReadAllLines(FileOf(version))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(parts => new Permalink(parts[0], parts[1], parts[2], parts[3]))];

    public static string HashOf(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>The answer's bytes as they were, where they are kept: small ones are.</summary>
    public byte[]? StoredBody(int version) => File.Exists(BodyOf(version)) ? File.ReadAllBytes(BodyOf(version)) : null;

    /// <summary>Keeps the answer of a new permalink. One that has a hash stays as it is.</summary>
    public void Add(int version, byte[] body)
    {
        if (!IsNew)
            throw new InvalidOperationException($"{Name} has its hash already: an answer that was given is never changed.");
        var lines = File.ReadAllLines(FileOf(version));
        var line = Array.FindIndex(lines, text => text.StartsWith(New + " ", StringComparison.Ordinal) && text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == Name);
        lines[line] = $"{HashOf(body)} {Name} {Accept} {Address}";
        File.WriteAllText(FileOf(version), string.Join('\n', lines) + "\n");
        if (body.Length <= LargestBody)
            File.WriteAllBytes(BodyOf(version), body);
    }

    private static string FileOf(int version) => Path.Combine(Folder, $"{version}", "permalinks.txt");

    private string BodyOf(int version) => Path.Combine(Folder, $"{version}", "bodies", Name + (Accept switch
    {
        "application/x-ndjson" => ".ndjson",
        _ when Accept.EndsWith("json", StringComparison.Ordinal) => ".json",
        _ => ".txt",
    }));
}
