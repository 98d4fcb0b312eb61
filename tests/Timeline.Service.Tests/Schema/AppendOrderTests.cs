using System.Collections.Concurrent;
using Npgsql;

namespace Timeline.Service.Tests.Schema;

public class AppendOrderTests
{
    private static readonly DateTime FarAhead = new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_reader_that_follows_the_positions_of_16_foreign_writers_misses_nothing()
    {
        await using var log = await LogDatabase.CreateAsync();
        var committed = new ConcurrentBag<int>();
        using var stop = new CancellationTokenSource();

        var reading = FollowAsync(log, stop.Token);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => WriteAsForeignerAsync(log, writer, committed)));
        await stop.CancelAsync();
        var seen = await reading;

        var all = await log.EventsAfterAsync(0);
        seen.ShouldBe(all);
        all.Count.ShouldBe(committed.Sum());
        all.Zip(all.Skip(1)).ShouldAllBe(pair => pair.First.Time < pair.Second.Time);
        (await log.ScalarAsync<long>("select last_value from timeline.mt_events_sequence")).ShouldBeGreaterThanOrEqualTo(all[^1].Position);
    }

    /// <summary>As Marten does: numbers and times are taken before the insert, and so before the lock.</summary>
    private static async Task WriteAsForeignerAsync(LogDatabase log, int writer, ConcurrentBag<int> committed)
    {
        var random = new Random(writer);
        await using var connection = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(connection, $"insert into timeline.mt_streams (id, version) values ('w{writer}', 0)");
        var version = 0;
        for (var round = 0; round < 25; round++)
        {
            var count = random.Next(1, 4);
            await using var transaction = await connection.BeginTransactionAsync();
            var positions = await NumbersAsync(connection, count);
            await Task.Delay(random.Next(0, 4));
            if (random.Next(2) == 0)
                await ExecuteAsync(connection, $"update timeline.mt_streams set version = {version + count} where id = 'w{writer}'");
            for (var i = 0; i < count; i++)
            {
                await ExecuteAsync(connection,
                    $"insert into timeline.mt_events (seq_id, id, stream_id, version, data, type, timestamp) values ({positions[i]}, gen_random_uuid(), "
                    + $"'w{writer}', {version + i + 1}, '{{}}', 'actor_described', now() - interval '{random.Next(100)} milliseconds')");
            }

            await Task.Delay(random.Next(0, 2));
            if (random.Next(5) == 0)
            {
                await transaction.RollbackAsync();
                continue;
            }

            await transaction.CommitAsync();
            committed.Add(count);
            version += count;
        }
    }

    private static async Task<long[]> NumbersAsync(NpgsqlConnection connection, int count)
    {
        await using var command = new NpgsqlCommand(
            $"select array_agg(nextval('timeline.mt_events_sequence')) from generate_series(1, {count})", connection);
        return (long[])(await command.ExecuteScalarAsync())!;
    }

    private static async Task<IReadOnlyList<(long Position, DateTime Time)>> FollowAsync(LogDatabase log, CancellationToken stop)
    {
        var seen = new List<(long Position, DateTime Time)>();
        bool last;
        do
        {
            last = stop.IsCancellationRequested;
            seen.AddRange(await log.EventsAfterAsync(seen.Count == 0 ? 0 : seen[^1].Position));
        }
        while (!last);
        return seen;
    }

    [Fact]
    public async Task A_number_taken_early_and_used_late_is_replaced_by_one_above_the_newest()
    {
        await using var log = await LogDatabase.CreateAsync();
        var early = await log.ScalarAsync<long>("select nextval('timeline.mt_events_sequence')");
        await log.ExecuteAsync(LogDatabase.Append(1, "nextval('timeline.mt_events_sequence')"));

        await log.ExecuteAsync(LogDatabase.Append(2, $"{early}"));

        (await log.ColumnAsync("select format('%s:%s', seq_id, version) from timeline.mt_events order by seq_id")).ShouldBe(["2:1", "3:2"]);
    }

    [Fact]
    public async Task A_sequence_that_lags_behind_catches_up()
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.PlantAsync(1, "500", "now()");

        await log.ExecuteAsync(LogDatabase.Append(2));
        await log.ExecuteAsync(LogDatabase.Append(3));

        (await log.EventsAfterAsync(0)).Select(e => e.Position).ShouldBe([500, 501, 502]);
    }

    [Fact]
    public async Task When_the_clock_has_stepped_back_times_go_on_by_microseconds()
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.PlantAsync(1, "1", $"'{FarAhead:O}'");

        await log.ExecuteAsync(LogDatabase.Append(2));
        await log.ExecuteAsync(
            """
            insert into timeline.mt_events (id, stream_id, version, data, type)
            select gen_random_uuid(), 'a', v, '{}', 'actor_described' from generate_series(3, 4) v
            """);

        (await log.EventsAfterAsync(1)).Select(e => e.Time).ShouldBe([FarAhead.AddMicroseconds(1), FarAhead.AddMicroseconds(2), FarAhead.AddMicroseconds(3)]);
    }

    [Fact]
    public async Task A_foreign_writers_own_time_does_not_count()
    {
        await using var log = await LogDatabase.CreateAsync();
        var before = await log.ScalarAsync<DateTime>("select clock_timestamp()");

        await log.ExecuteAsync(LogDatabase.Append(1, time: "'2001-01-01'"));

        (await log.EventsAfterAsync(0)).Single().Time.ShouldBeInRange(before, await log.ScalarAsync<DateTime>("select clock_timestamp()"));
    }

    [Fact]
    public async Task A_writer_that_orders_its_events_itself_keeps_its_numbers_and_times()
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.ExecuteAsync(LogDatabase.Append(1));
        var (_, newest) = (await log.EventsAfterAsync(0)).Single();

        await log.ExecuteAsync(Ordered(
            """
            select h.position + n, gen_random_uuid(), 'a', 1 + n, '{}', 'actor_described', h.recorded_at + n * interval '1 microsecond'
            from timeline.log_head() h, generate_series(3, 1, -1) n
            """));

        (await log.EventsAfterAsync(1)).ShouldBe([(2, newest.AddMicroseconds(1)), (3, newest.AddMicroseconds(2)), (4, newest.AddMicroseconds(3))]);
        (await log.ScalarAsync<long>("select nextval('timeline.mt_events_sequence')")).ShouldBe(5);
    }

    [Fact]
    public async Task The_sequence_goes_on_after_a_first_event_that_its_writer_numbered()
    {
        await using var log = await LogDatabase.CreateAsync();

        await log.ExecuteAsync(Ordered("values (1, gen_random_uuid(), 'a', 1, '{}'::jsonb, 'actor_described', clock_timestamp())"));

        (await log.ScalarAsync<long>("select nextval('timeline.mt_events_sequence')")).ShouldBe(2);
    }

    [Theory]
    [InlineData("(9, clock_timestamp())", "position 9 is not above the newest, 10")]
    [InlineData("(9, clock_timestamp()), (11, clock_timestamp())", "position 9 is not above the newest, 10")]
    [InlineData("(11, clock_timestamp()), (12, now() - interval '1 second')", "times do not rise strictly with positions from 10")]
    [InlineData("(12, now()), (11, now())", "times do not rise strictly with positions from 10")]
    [InlineData("(11, (select timestamp from timeline.mt_events where seq_id = 10))", "times do not rise strictly with positions from 10")]
    [InlineData("(11, clock_timestamp() + interval '1 hour')", "ahead of the clock")]
    [InlineData("(11, timestamptz 'infinity')", "ahead of the clock")]
    [InlineData("(9223372036854775807, clock_timestamp())", "position 9223372036854775807 is too far above the newest, 10")]
    public async Task One_that_says_so_and_does_not_is_refused(string rows, string message)
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.ExecuteAsync("select setval('timeline.mt_events_sequence', 10, false)");
        await log.ExecuteAsync(LogDatabase.Append(1));

        var refusal = await log.RefusalOfAsync(Ordered(
            $"select seq_id, gen_random_uuid(), 'a', 2 + row_number() over (), '{{}}', 'actor_described', at from (values {rows}) rows (seq_id, at)"));

        refusal.MessageText.ShouldContain(message);
        refusal.SqlState.ShouldBe("23514");
        (await log.EventsAfterAsync(0)).Count.ShouldBe(1);
    }

    private static string Ordered(string rows) =>
        $"""
        select timeline.lock_log();
        set local timeline.ordered_writer = 'on';
        insert into timeline.mt_events (seq_id, id, stream_id, version, data, type, timestamp) {rows}
        """;

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task A_writer_whose_snapshot_may_be_older_than_the_lock_is_refused(string isolation)
    {
        await using var log = await LogDatabase.CreateAsync();

        var refusal = await log.RefusalOfAsync($"set transaction isolation level {isolation}; {LogDatabase.Append(1)}");

        refusal.MessageText.ShouldStartWith($"the log cannot be written under {isolation.ToUpperInvariant()}");
        refusal.Hint.ShouldBe("Write it under READ COMMITTED.");
        refusal.SqlState.ShouldBe("25000");
    }

    [Fact]
    public async Task The_order_does_not_depend_on_the_writers_search_path()
    {
        await using var log = await LogDatabase.CreateAsync();

        await log.ExecuteAsync($"set local search_path = ''; {LogDatabase.Append(1)}");

        (await log.ScalarAsync<long>("select position from timeline.log_head()")).ShouldBe(1);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
