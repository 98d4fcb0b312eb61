using Timeline.Service.Hosting.Postgres;

namespace Timeline.Service.Tests.Hosting;

public class NpmPackageTests
{
    [Fact]
    public async Task A_copy_runs_although_the_package_lies_without_its_links_where_others_cannot_enter()
    {
        await using var folder = new DataFolder();
        var cache = Path.Combine(folder.Path, "cache");
        var package = NpmPackage.FindAll().First();

        var bin = package.PrepareBinDirectory(cache);

        var runAs = await RunAs.ChooseAsync(folder.Cluster.Server, CancellationToken.None);
        var (binaries, problem) = await PostgresBinaries.InspectAsync(bin, "copy", runAs, CancellationToken.None);
        problem.ShouldBeEmpty();
        binaries!.Major.ShouldBe(18);
        package.PrepareBinDirectory(cache).ShouldBe(bin);
        Directory.GetDirectories(cache).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_processes_that_copy_at_once_end_with_one_whole_copy()
    {
        await using var folder = new DataFolder();
        var cache = Path.Combine(folder.Path, "cache");
        var package = NpmPackage.FindAll().First();

        var bins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => package.PrepareBinDirectory(cache))));

        bins.Distinct().ShouldHaveSingleItem();
        Directory.GetDirectories(cache).ShouldHaveSingleItem();
    }
}
