using System.Text.Json;
using Timeline.Service.Tests.Commands;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Samples;

/// <summary>The clients in <c>docs/samples</c>, run against a service with the seeds.</summary>
public sealed class ClientTests(SeededService service) : IClassFixture<SeededService>
{
    private static readonly string Samples = Repository.PathOf("docs", "samples");

    [Fact]
    public async Task The_Python_client_prints_what_was_known_over_all_pages_and_the_permalink() =>
        (await Python.RunAsync(Samples, "client.py", Service, "2024-10-25", "actor=north-korea", "limit=7")).ShouldBe(await ExpectedAsync());

    [Fact]
    public async Task The_Python_client_says_what_is_wrong_with_a_question() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => Python.RunAsync(Samples, "client.py", Service, "soon"))).Message.ShouldContain("1: knownAt must be a day");

    [Fact]
    public async Task The_TypeScript_client_compiles_and_does_the_same()
    {
        using var folder = new TemporaryFolder();
        await CompileAsync(folder.Path);

        (await Node.RunAsync(folder.Path, ["client.js", Service, "2024-10-25", "actor=north-korea", "limit=7"])).ShouldBe(await ExpectedAsync());
        (await Should.ThrowAsync<InvalidOperationException>(() => Node.RunAsync(folder.Path, ["client.js", Service, "soon"]))).Message.ShouldContain("1: knownAt must be a day");
    }

    private string Service => service.Client.BaseAddress!.ToString();

    /// <summary>As the comment in the file tells people to.</summary>
    private static async Task CompileAsync(string folder)
    {
        var compiler = Repository.PathOf("src", "Timeline.Web", "node_modules", "typescript", "bin", "tsc");
        File.Exists(compiler).ShouldBeTrue("This test needs the page's TypeScript compiler: run 'npm ci' in src/Timeline.Web.");
        var source = await File.ReadAllTextAsync(Path.Combine(Samples, "client.ts"));
        var arguments = source.Split('\n').Single(line => line.StartsWith("//   tsc client.ts ", StringComparison.Ordinal))["//   tsc client.ts ".Length..];
        var options = arguments.Split(' ');
        options[Array.IndexOf(options, "--outDir") + 1] = folder;
        await Node.RunAsync(Samples, [compiler, "client.ts", .. options]);
    }

    private async Task<string> ExpectedAsync()
    {
        const string Question = "/api/timeline?actor=north-korea&knownAt=2024-10-25";
        var all = JsonElement.Parse(await service.Client.GetStringAsync(Question + "&limit=1000")).GetProperty("items").EnumerateArray().ToList();
        all.Count.ShouldBeGreaterThan(14, "there are pages to follow");
        var first = JsonElement.Parse(await service.Client.GetStringAsync(Question + "&limit=7"));
        IEnumerable<string> lines =
        [
            .. all.Select(entry => $"{entry.GetProperty("occurred").GetProperty("edtf").GetString()}  {entry.GetProperty("headline").GetString()}"),
            new Uri(service.Client.BaseAddress!, first.GetProperty("permalink").GetString()!).AbsoluteUri,
            "unchanged",
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
