using System.Diagnostics;
using System.Globalization;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>What <c>postmaster.pid</c> says about the server that runs, or ran, on a cluster.</summary>
/// <param name="Port">Null while the server has not written it yet.</param>
internal sealed record Postmaster(int ProcessId, int? Port)
{
    internal enum Standing
    {
        /// <summary>No such process.</summary>
        Gone,

        /// <summary>The process is another one that was given the same id.</summary>
        Foreign,

        /// <summary>It may be this cluster's server.</summary>
        Possible,
    }

    private static string FileOf(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    public static Postmaster? Read(string dataFolder)
    {
        try
        {
            var lines = File.ReadAllLines(FileOf(dataFolder));
            return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pid)
                ? new Postmaster(Math.Abs(pid), lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? port : null)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>PostgreSQL refuses to start while any process of its user has the id in the file, whatever program it is.</summary>
    public static void RemoveFile(string dataFolder) => File.Delete(FileOf(dataFolder));

    /// <param name="probe">The name of a file that lies in the cluster's folder and nowhere else.</param>
    public Standing FindStanding(string probe) => OperatingSystem.IsLinux() ? OnLinux(probe) : Elsewhere();

    public bool IsAlive => OperatingSystem.IsLinux() ? ReadStat() is { State: not 'Z' } : Elsewhere() != Standing.Gone;

    private Standing OnLinux(string probe)
    {
        // A zombie counts as gone, but not for PostgreSQL; hence it is foreign here.
        if (ReadStat() is not { } stat)
            return Standing.Gone;
        if (stat.State == 'Z' || stat.Name != "postgres")
            return Standing.Foreign;
        // A server's working directory is its cluster.
        var workingDirectory = $"/proc/{ProcessId}/cwd/";
        return Directory.Exists(workingDirectory) && !File.Exists(workingDirectory + probe) ? Standing.Foreign : Standing.Possible;
    }

    private Standing Elsewhere()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName == "postgres" ? Standing.Possible : Standing.Foreign;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return Standing.Gone;
        }
    }

    private (string Name, char State)? ReadStat()
    {
        try
        {
            // "pid (name) state ..."; the name may hold brackets itself.
            var stat = File.ReadAllText($"/proc/{ProcessId}/stat");
            var end = stat.LastIndexOf(')');
            return (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], stat[end + 2]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
