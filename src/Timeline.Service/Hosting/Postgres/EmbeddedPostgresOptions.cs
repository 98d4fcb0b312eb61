namespace Timeline.Service.Hosting.Postgres;

/// <summary>What the embedded PostgreSQL needs to know before it starts.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The setting behind <see cref="DataDirectory"/>, as messages name it.</summary>
    public const string DataDirectorySetting = "EmbeddedPostgres:DataDirectory";

    /// <summary>The setting behind <see cref="BinDirectory"/>, as messages name it.</summary>
    public const string BinDirectorySetting = "EmbeddedPostgres:BinDirectory";

    /// <summary>The setting that makes an embedded server unnecessary, as messages name it.</summary>
    public const string ConnectionStringSetting = "ConnectionStrings:Timeline";

    /// <summary>Holds the cluster, its password and the lock; created when absent. The unit of backup, move and delete.</summary>
    public string DataDirectory { get; init; } = DefaultFolders.Data;

    /// <summary>The folder with initdb, pg_ctl and postgres. Null: the npm package, else an installed PostgreSQL.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>Where runnable copies of the npm package's binaries live, a folder a version.</summary>
    public string CacheDirectory { get; init; } = DefaultFolders.Cache;

    /// <summary>Receives progress in words for the user.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>The database to connect to; created when absent.</summary>
    public string Database { get; init; } = "timeline";

    /// <summary>Server settings on top of ours, in the syntax of <c>postgresql.conf</c> values without quotes.</summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();
}
