using System.Diagnostics;
using Npgsql;

namespace Timeline.Service.Tests.Log;

/// <summary>Other sessions that hold what the writer needs.</summary>
public class HeldUpWriterTests
{
    [Theory]
    [InlineData("begin; insert into timeline.mt_streams (id) values ('idle')")]
    [InlineData("begin; select * from timeline.mt_streams where id = 'usa' for update")]
    [InlineData("begin; lock table timeline.mt_streams")]
    [InlineData("begin; lock table timeline.segments in share mode")]
    public async Task A_session_that_sits_idle_on_what_the_writer_needs_is_ended_within_5_seconds(string hold)
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var writer = await log.StartWriterAsync();
        (await writer.AppendAsync(Given.Report("d1"))).Answer.ShouldNotBeNull();
        await using var idle = await log.Source.OpenConnectionAsync();
        await ExecuteAsync(idle, hold);

        var waited = Stopwatch.StartNew();
        var outcome = await writer.AppendAsync(Given.Report("d2"));

        outcome.Answer!.Version.ShouldBe(3);
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(idle, "select 1"));
    }

    [Fact]
    public async Task Two_that_wait_for_each_other_cost_the_writers_clients_a_moment_and_no_failure()
    {
        await using var log = await WriterDatabase.WithActorAsync();
        var writer = await log.StartWriterAsync();
        await using var foreign = await log.Source.OpenConnectionAsync();
        // Whichever looks first is undone by the server: here it is always ours.
        await ExecuteAsync(foreign, "set deadlock_timeout = '30s'; begin; select * from timeline.mt_streams where id = 'usa' for update");
        var append = writer.AppendAsync(Given.Report("d1"));
        while (await log.WaitingWritersAsync() == 0)
            await Task.Delay(5);

        // The foreign one waits for the ordering lock now, whose holder waits for the row.
        await ExecuteAsync(foreign,
            """
            update timeline.mt_streams set version = 2 where id = 'usa';
            insert into timeline.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), 'usa', 2, '{}', 'foreign');
            commit
            """);

        (await append).Answer!.Version.ShouldBe(3);
        await log.Source.ShouldBeSoundAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
