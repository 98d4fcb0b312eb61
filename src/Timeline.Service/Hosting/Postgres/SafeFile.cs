using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>
/// Whole-file writes: never half a file after a crash, and never through a link, as root writes into a folder of another user.
/// </summary>
internal static class SafeFile
{
    /// <summary>Only our own user may read it.</summary>
    public static void WriteSecret(string path, string text) => Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Whoever may enter the folder may read it.</summary>
    public static void WriteReadable(string path, string text) =>
        Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(draft, options))
            {
                if (OperatingSystem.IsWindows() && mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite))
                    KeepToOurselves(draft);
                using var writer = new StreamWriter(stream);
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, mode);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    [SupportedOSPlatform("windows")]
    private static void KeepToOurselves(string path)
    {
        using var self = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(self.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        new FileInfo(path).SetAccessControl(security);
    }
}
