namespace Timeline.Service.Views;

/// <summary>The views are of a version that this binary does not know: another process has switched to it. A newer binary has to take this one's place.</summary>
internal sealed class UnknownViewVersionException(int number)
    : Exception($"The views are of version {number} now, which this binary does not know. It has to be replaced by a newer one.");

internal static class KnownViewVersions
{
    /// <exception cref="UnknownViewVersionException">This binary does not know it.</exception>
    public static ViewVersion KnownVersion(this ViewSet set) => set.Version ?? throw new UnknownViewVersionException(set.Number);
}
