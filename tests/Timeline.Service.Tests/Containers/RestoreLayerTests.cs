using System.Xml.Linq;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Containers;

/// <summary>The image's packages come from a layer of its own, which only sees the files that were copied before it.</summary>
public sealed class RestoreLayerTests
{
    [Fact]
    public void The_image_restores_from_every_project_and_import_that_the_service_is_made_of()
    {
        var beforeRestore = Dockerfile.Instructions.SkipWhile(instruction => !instruction.EndsWith(" AS build", StringComparison.Ordinal))
            .TakeWhile(instruction => !instruction.StartsWith("RUN dotnet restore", StringComparison.Ordinal));

        Dockerfile.Copied(beforeRestore).ShouldBe(
            ["global.json", "Directory.Build.props", "Directory.Packages.props", .. Closure("src/Timeline.Service/Timeline.Service.csproj").Distinct()],
            ignoreOrder: true);
    }

    [Fact]
    public void The_build_context_holds_all_that_the_image_copies()
    {
        var allowed = File.ReadLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        foreach (var copied in Dockerfile.Copied(Dockerfile.Instructions))
        {
            Path.Exists(Repository.PathOf(copied)).ShouldBeTrue(copied);
            allowed.ShouldContain(copied.Split('/')[0]);
        }
    }

    private static IEnumerable<string> Closure(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var references = XDocument.Load(Repository.PathOf(file)).Descendants()
            .Select(element => element.Name.LocalName switch
            {
                "ProjectReference" => element.Attribute("Include")?.Value,
                "Import" => element.Attribute("Project")?.Value,
                _ => null,
            })
            .OfType<string>()
            .Select(reference => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.PathOf(folder, reference))).Replace('\\', '/'));
        return [file, .. references.SelectMany(Closure)];
    }
}
