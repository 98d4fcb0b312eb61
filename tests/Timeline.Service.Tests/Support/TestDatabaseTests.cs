using Npgsql;

namespace Timeline.Service.Tests.Support;

public class TestDatabaseTests
{
    [Fact]
    public async Task Each_database_is_empty_and_its_own()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();

        await ReadAsync(one, "CREATE TABLE t (x int)");

        (await ReadAsync(other, "SELECT count(*) FROM pg_tables WHERE tablename = 't'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_database_is_gone_after_disposal_even_with_open_connections()
    {
        await using var witness = await TestDatabase.CreateAsync();
        var gone = await TestDatabase.CreateAsync();
        await using var open = new NpgsqlConnection(gone.ConnectionString);
        await open.OpenAsync();
        var name = open.Database;

        await gone.DisposeAsync();

        (await ReadAsync(witness, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).ShouldBe(0L);
    }

    private static async Task<object?> ReadAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
