using System.Diagnostics;
using Timeline.Service.Hosting.Postgres;

namespace Timeline.Service.Tests.Support;

/// <summary>Ends what may still run on a data folder, and deletes the folder.</summary>
internal static class TestCluster
{
    public static async Task DestroyAsync(string folder)
    {
        try
        {
            using (await FolderLock.TakeAsync(folder, CancellationToken.None))
                KillServer(new ClusterFolder(folder).Data);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or IOException)
        {
            // Another test process is at it.
            return;
        }

        // The children of a killed server write for another moment.
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 30)
            {
                await Task.Delay(100);
            }
        }
    }

    private static void KillServer(string dataFolder)
    {
        if (Postmaster.Read(dataFolder) is not { } postmaster)
            return;
        var probe = Guid.NewGuid().ToString("N");
        File.WriteAllText(Path.Combine(dataFolder, probe), "");
        if (postmaster.FindStanding(probe) != Postmaster.Standing.Possible)
            return;
        using var process = Process.GetProcessById(postmaster.ProcessId);
        process.Kill(entireProcessTree: true);
        process.WaitForExit(TimeSpan.FromSeconds(10));
    }
}
