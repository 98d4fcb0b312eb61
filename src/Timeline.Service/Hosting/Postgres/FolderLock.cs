using System.Text.Json;

namespace Timeline.Service.Hosting.Postgres;

/// <summary>
/// At most one Timeline works on a data folder. The lock is the operating system's (<c>flock</c>, a Windows share mode), so it ends with
/// the process however that dies; who holds it stands in a file beside it, since a locked file cannot be read everywhere.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <param name="Address">Where it serves HTTP; null until it does.</param>
    internal sealed record Owner(int ProcessId, string? Address);

    // Another process probes the lock by taking it for a moment; that must not look like an owner.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string ownerFile;
    private FileStream? held;

    private FolderLock(FileStream held, string ownerFile)
    {
        this.held = held;
        this.ownerFile = ownerFile;
    }

    /// <exception cref="EmbeddedPostgresException">Another process holds it.</exception>
    public static async Task<FolderLock> TakeAsync(string folder, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (TryOpen(folder) is { } stream)
            {
                var taken = new FolderLock(stream, OwnerFile(folder));
                taken.Announce(address: null);
                return taken;
            }

            if (attempt == Attempts)
                throw new EmbeddedPostgresException(Describe(folder, ReadOwner(folder)));
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Whether some process holds it now.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(LockFile(folder)))
            return false;
        using var stream = TryOpen(folder);
        return stream is null;
    }

    /// <summary>Tells a second start where this one serves.</summary>
    public void Announce(string? address) =>
        SafeFile.WriteReadable(ownerFile, JsonSerializer.Serialize(new Owner(Environment.ProcessId, address)));

    public void Dispose()
    {
        if (held is null)
            return;
        File.Delete(ownerFile);
        held.Dispose();
        held = null;
    }

    private static string LockFile(string folder) => Path.Combine(folder, "service.lock");

    private static string OwnerFile(string folder) => Path.Combine(folder, "service.json");

    private static FileStream? TryOpen(string folder)
    {
        try
        {
            return new FileStream(LockFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (IsSharingViolation(busy))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
    private static bool IsSharingViolation(IOException e) =>
        e.HResult is 11 or 35 || e.HResult == unchecked((int)0x80070020) || e.HResult == unchecked((int)0x80070021);

    private static Owner? ReadOwner(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllText(OwnerFile(folder)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Describe(string folder, Owner? owner)
    {
        var who = owner is null ? "" : owner.Address is null
            ? $" (process {owner.ProcessId})"
            : $" (process {owner.ProcessId}, serving at {owner.Address})";
        return $"Timeline already runs on the data folder {folder}{who}. Use that one, stop it first, " +
            $"or give this one another folder ({EmbeddedPostgresOptions.DataDirectorySetting}) or a connection string ({EmbeddedPostgresOptions.ConnectionStringSetting}).";
    }
}
