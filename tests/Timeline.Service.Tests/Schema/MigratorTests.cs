using Npgsql;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Schema;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration First = Migration.Of("001_first", "create table timeline.first (id int)");
    private static readonly Migration Second = Migration.Of("002_second", "create table timeline.second (id int)");
    private static readonly Migration Broken = Migration.Of("002_broken", "create table timeline.half (id int); select 1 / 0");

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_fresh_database_gets_every_step_once()
    {
        var told = new List<string>();

        var applied = await Migrator.MigrateAsync(_source, told.Add, CancellationToken.None);
        var again = await Migrator.MigrateAsync(_source, told.Add, CancellationToken.None);

        applied.ShouldBe(Migration.Embedded().Select(migration => migration.Name));
        applied[0].ShouldBe("001_log");
        again.ShouldBeEmpty();
        told.ShouldBe(applied.Select(name => $"applying {name}"));
        (await ScalarAsync("select count(*) from timeline.schema_migrations where applied_at <= clock_timestamp()")).ShouldBe(applied.Count);
    }

    [Fact]
    public async Task A_database_that_is_up_to_date_is_only_read()
    {
        await Migrator.MigrateAsync(_source, null, CancellationToken.None);
        await using var readOnly = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Options = "-c default_transaction_read_only=on" }.ConnectionString);

        (await Migrator.MigrateAsync(readOnly, null, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Four_migrators_at_once_do_the_work_of_one()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.MigrateAsync(_source, null, CancellationToken.None)));

        results.SelectMany(names => names).ShouldBe(Migration.Embedded().Select(migration => migration.Name));
    }

    [Fact]
    public async Task The_lock_does_not_stay_with_the_pooled_connection()
    {
        await using var pooled = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { NoResetOnClose = true }.ConnectionString);

        await Migrator.MigrateAsync(pooled, null, CancellationToken.None);
        await Should.ThrowAsync<SchemaMismatchException>(() => MigrateAsync(pooled, First));

        (await ScalarAsync("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")).ShouldBe(0);
    }

    [Fact]
    public async Task A_failing_step_leaves_nothing_behind_and_those_before_it_in_place()
    {
        await Should.ThrowAsync<PostgresException>(() => MigrateAsync(_source, First, Broken));

        (await ScalarAsync("select count(*) from timeline.schema_migrations")).ShouldBe(1);
        (await ScalarAsync("select count(*) from pg_class where relname in ('first', 'half')")).ShouldBe(1);
        (await MigrateAsync(_source, First, Second)).ShouldBe(["002_second"]);
    }

    [Fact]
    public async Task A_step_that_was_altered_after_it_had_been_applied_is_refused()
    {
        await MigrateAsync(_source, First);

        var refusal = await Should.ThrowAsync<SchemaMismatchException>(() => MigrateAsync(_source, First with { Sql = First.Sql + "--" }, Second));

        refusal.Message.ShouldContain("001_first");
        refusal.Message.ShouldContain("altered");
        (await ScalarAsync("select count(*) from pg_class where relname = 'second'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_newer_than_the_binary_is_refused()
    {
        await MigrateAsync(_source, First, Second);

        var refusal = await Should.ThrowAsync<SchemaMismatchException>(() => MigrateAsync(_source, First));

        refusal.Message.ShouldBe("The database is newer than this binary: it is at 002_second, the binary at 001_first. Run a binary at least as new.");
    }

    [Fact]
    public async Task An_applied_step_that_the_binary_lacks_is_refused()
    {
        await MigrateAsync(_source, First, Second);

        var refusal = await Should.ThrowAsync<SchemaMismatchException>(() => MigrateAsync(_source, Second, Migration.Of("003_third", "select 1")));

        refusal.Message.ShouldBe("The database has 001_first, which this binary does not know.");
    }

    [Fact]
    public async Task A_step_is_never_taken_after_a_later_one()
    {
        await MigrateAsync(_source, First, Migration.Of("003_third", "select 1"));

        var refusal = await Should.ThrowAsync<SchemaMismatchException>(
            () => MigrateAsync(_source, First, Second, Migration.Of("003_third", "select 1")));

        refusal.Message.ShouldBe("The database is at 003_third, but was never given 002_second, which comes before.");
    }

    [Fact]
    public void Line_endings_do_not_make_a_step_another()
    {
        Migration.Of("001_a", "select 1;\r\nselect 2").Checksum.ShouldBe(Migration.Of("001_a", "select 1;\nselect 2").Checksum);
    }

    private static Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource source, params Migration[] known) =>
        Migrator.MigrateAsync(source, known, null, CancellationToken.None);

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
