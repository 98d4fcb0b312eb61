using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Containers;

/// <summary>The instructions of the service's Dockerfile, continued lines joined.</summary>
internal static class Dockerfile
{
    private const string Location = "src/Timeline.Service/Dockerfile";

    public static IReadOnlyList<string> Instructions { get; } =
    [
        .. File.ReadAllText(Repository.PathOf(Location)).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    /// <summary>What the given <c>COPY</c> instructions take from the build context.</summary>
    public static IEnumerable<string> Copied(IEnumerable<string> instructions) => instructions
        .Where(instruction => instruction.StartsWith("COPY ", StringComparison.Ordinal) && !instruction.Contains("--from", StringComparison.Ordinal))
        .SelectMany(instruction => instruction.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]);
}
