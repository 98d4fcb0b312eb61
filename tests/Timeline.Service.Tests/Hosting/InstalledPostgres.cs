namespace Timeline.Service.Tests.Hosting;

/// <summary>PostgreSQL 15 where Debian's package puts it.</summary>
internal static class InstalledPostgres
{
    public const string BinDirectory = "/usr/lib/postgresql/15/bin";

    public static bool Exists => Directory.Exists(BinDirectory);
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithPostgres15Attribute : FactAttribute
{
    public FactWithPostgres15Attribute()
    {
        if (!InstalledPostgres.Exists)
            Skip = $"needs an installed PostgreSQL 15 in {InstalledPostgres.BinDirectory}";
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs a Unix";
    }
}
