using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Timeline.Domain.Tests.Edtf;

/// <param name="Bounds">Of python-edtf, where stated: first and last day; of significant digits also the outermost first and last.</param>
public sealed record Vector(string Edtf, string Verdict, int? Level, string Source, string[][]? Bounds);

/// <summary>The test data of three other implementations; see vectors.LICENSES.txt.</summary>
public static class Vectors
{
    public static readonly IReadOnlyList<Vector> All = Load();

    private static Vector[] Load([CallerFilePath] string here = "") =>
        JsonSerializer.Deserialize<Vector[]>(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "vectors.json")), JsonSerializerOptions.Web)!;
}
