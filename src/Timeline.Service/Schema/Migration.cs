using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Timeline.Service.Schema;

/// <summary>One forward step of the schema: the file <c>Schema/Migrations/NNN_name.sql</c>, never edited once it was released.</summary>
/// <param name="Name">The file's name without its extension, number included: <c>001_log</c>.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Folder = "Schema.Migrations.";

    /// <summary>SHA-256 in lower-case hex; line endings do not count, so that a checkout's settings do not either.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>What this binary knows, in the order of application.</summary>
    public static IReadOnlyList<Migration> Embedded() =>
        [.. EmbeddedSql.NamesIn(Folder).Select(resource => Of(resource[Folder.Length..^".sql".Length], EmbeddedSql.Read(resource)))];

    public static Migration Of(string name, string sql) => new(int.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name, sql);
}

/// <summary>A step that the database says it has taken.</summary>
internal sealed record AppliedMigration(int Version, string Name, string Checksum);

/// <summary>The database's schema and this binary do not fit together; the message says which of them to change.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);
