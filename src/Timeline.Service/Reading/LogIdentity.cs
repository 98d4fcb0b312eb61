using Npgsql;

namespace Timeline.Service.Reading;

/// <summary>Which log this is: an id born with the database.</summary>
internal sealed record LogIdentity(string Id)
{
    /// <summary>What pins an answer besides its knowledge time and basis: <c>&lt;log id&gt;.&lt;view version&gt;</c>.</summary>
    public string EditionOf(int viewVersion) => $"{Id}.{viewVersion}";

    public static async Task<LogIdentity> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("select id from timeline.log");
        return new LogIdentity((string)(await command.ExecuteScalarAsync(cancellation))!);
    }
}
