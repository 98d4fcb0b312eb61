using System.Globalization;

namespace Timeline.Service.Tests.Schema;

public class LogPositionTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_empty_log_is_at_position_0_at_any_time()
    {
        await using var log = await LogDatabase.CreateAsync();

        (await log.ScalarAsync<bool>("select position = 0 and recorded_at is null from timeline.log_head()")).ShouldBeTrue();
        (await log.ScalarAsync<long>("select timeline.position_at(now())")).ShouldBe(0);
    }

    [Fact]
    public async Task The_head_is_the_newest_event()
    {
        await using var log = await LogDatabase.CreateAsync();
        await log.ExecuteAsync(LogDatabase.Append(1));
        await log.ExecuteAsync(LogDatabase.Append(2));

        (await log.ScalarAsync<bool>(
            "select h.position = 2 and h.recorded_at = e.timestamp from timeline.log_head() h, timeline.mt_events e where e.seq_id = 2")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 50)]
    [InlineData(4, 100_000)]
    public async Task The_position_at_a_time_is_the_last_one_recorded_by_then_whatever_the_gaps(int seed, int largestGap)
    {
        await using var log = await LogDatabase.CreateAsync();
        var random = new Random(seed);
        var events = new List<(long Position, long Microsecond)>();
        for (int i = 0; i < 200; i++)
        {
            var (position, microsecond) = i == 0 ? (0L, 0L) : events[^1];
            events.Add((position + random.Next(1, largestGap + 1), microsecond + random.Next(1, 5)));
        }

        await log.ExecuteAsync("alter table timeline.mt_events disable trigger user");
        await log.ExecuteAsync(string.Join(';', events.Select((e, i) => LogDatabase.Append(i, $"{e.Position}", At(e.Microsecond)))));

        var found = await log.ColumnAsync(
            $"select timeline.position_at({At(0)} + n * interval '1 microsecond')::text from generate_series(-1, {events[^1].Microsecond + 1}) n order by n");

        found.ShouldBe(Enumerable.Range(-1, (int)events[^1].Microsecond + 3)
            .Select(n => events.LastOrDefault(e => e.Microsecond <= n).Position.ToString(CultureInfo.InvariantCulture)));
    }

    private static string At(long microsecond) => $"timestamptz '{Start.AddMicroseconds(microsecond):O}'";
}
