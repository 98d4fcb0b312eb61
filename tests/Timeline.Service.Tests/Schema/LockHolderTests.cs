using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Service.Log;

namespace Timeline.Service.Tests.Schema;

public class LockHolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_server_ends_a_session_that_goes_idle_with_the_ordering_lock()
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var holder = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(holder, $"begin; {LogDatabase.Append(1)}");

        var waited = Stopwatch.StartNew();
        await log.ExecuteAsync(LogDatabase.Append(1));

        waited.Elapsed.ShouldBeLessThan(Limit);
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(holder, "commit"))).SqlState.ShouldBe("25P03");
        (await log.EventsAfterAsync(0)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stricter_idle_limit_of_the_sessions_own_stays()
    {
        await using var log = await LogDatabase.CreateAsync();

        (await IdleLimitInsideAsync(log, "1s")).ShouldBe("1s");
        (await IdleLimitInsideAsync(log, "1min")).ShouldBe("4s");
        (await IdleLimitInsideAsync(log, "0")).ShouldBe("4s");
    }

    private static async Task<string> IdleLimitInsideAsync(LogDatabase log, string own)
    {
        await using var connection = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(connection, $"set idle_in_transaction_session_timeout = '{own}'");
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "select timeline.lock_log()");
        await using var command = new NpgsqlCommand("show idle_in_transaction_session_timeout", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public static TheoryData<string> IdleHolders => new()
    {
        "select pg_advisory_lock(timeline.log_lock_key())",
        "select pg_advisory_lock_shared(timeline.log_lock_key())",
        "begin; lock table timeline.mt_streams",
        "begin; lock table timeline.mt_events in share mode",
        "begin; select * from timeline.mt_streams for update",
        "begin; select timeline.lock_log(); set local idle_in_transaction_session_timeout = 0",
    };

    [Theory]
    [MemberData(nameof(IdleHolders))]
    public async Task The_watchdog_ends_a_session_that_sits_idle_in_the_way_of_a_writer(string hold)
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var holder = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(holder, hold);

        await WriteUnderTheWatchdogAsync(log);

        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(holder, "select 1"));
    }

    [Fact]
    public async Task The_watchdog_finds_who_blocks_the_one_that_blocks_the_writer()
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var idle = await log.Source.OpenConnectionAsync();
        await using var between = await log.Source.OpenConnectionAsync();
        await log.ExecuteAsync("create table timeline.other (id int)");
        await ExecuteAsync(idle, "begin; lock table timeline.other");
        await ExecuteAsync(between, "begin; select timeline.lock_log()");
        var blocked = ExecuteAsync(between, "select * from timeline.other; commit");

        await WriteUnderTheWatchdogAsync(log);

        await blocked;
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(idle, "select 1"));
    }

    [Fact]
    public async Task The_watchdog_ends_a_writer_whose_client_goes_silent_in_the_middle_of_a_copy()
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var holder = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(holder, "begin; select timeline.lock_log()");
        var copy = await holder.BeginTextImportAsync("copy timeline.mt_streams (id) from stdin");
        await copy.WriteAsync("b\n");

        await WriteUnderTheWatchdogAsync(log);

        await Should.ThrowAsync<Exception>(async () => await copy.DisposeAsync());
    }

    [Fact]
    public async Task The_watchdog_spares_a_session_that_works_and_one_that_is_in_nobodys_way()
    {
        await using var log = await LogDatabase.CreateAsync();
        await using var working = await log.Source.OpenConnectionAsync();
        await using var reading = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(reading, "begin; select * from timeline.mt_events");
        await ExecuteAsync(working, "begin; select timeline.lock_log()");
        var work = ExecuteAsync(working, "select pg_sleep(4.5); commit");

        (await WriteUnderTheWatchdogAsync(log, ends: 0, working: TimeSpan.FromSeconds(4.5))).ShouldBeGreaterThan(TimeSpan.FromSeconds(4));

        await work;
        await ExecuteAsync(reading, "commit");
    }

    [Fact]
    public async Task The_watchdog_waits_for_nobody_when_nothing_is_in_the_way()
    {
        await using var log = await LogDatabase.CreateAsync();

        (await Watchdog().EndIdleHoldersAsync(log.Source, null, CancellationToken.None)).ShouldBe(0);
    }

    /// <summary>Writes to the stream and the log as the service does, calling the watchdog twice a second; answers how long that took.</summary>
    /// <param name="working">How long somebody works who is in the way.</param>
    private static async Task<TimeSpan> WriteUnderTheWatchdogAsync(LogDatabase log, int ends = 1, TimeSpan working = default)
    {
        var watchdog = Watchdog();
        await using var writer = await log.Source.OpenConnectionAsync();
        var waited = Stopwatch.StartNew();
        var write = ExecuteAsync(writer, $"update timeline.mt_streams set version = 1 where id = 'a'; {LogDatabase.Append(1)}");
        var ended = 0;
        while (await Task.WhenAny(write, Task.Delay(500)) != write)
            ended += await watchdog.EndIdleHoldersAsync(log.Source, writer.ProcessID, CancellationToken.None);
        await write;
        ended.ShouldBe(ends);
        waited.Elapsed.ShouldBeLessThan(Limit + working);
        return waited.Elapsed;
    }

    private static LockWatchdog Watchdog() => new(NullLogger<LockWatchdog>.Instance);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
