using Npgsql;

namespace Timeline.Service.Tests.Log;

/// <summary>A reader that only ever asks for what comes after the last position that it has seen.</summary>
internal sealed class PollingReader(NpgsqlDataSource source)
{
    private volatile bool _isStopping;
    private Task _reading = Task.CompletedTask;

    public List<long> Seen { get; } = [];

    public int Polls { get; private set; }

    public static PollingReader Start(NpgsqlDataSource source)
    {
        var reader = new PollingReader(source);
        reader._reading = Task.Run(reader.FollowAsync);
        return reader;
    }

    /// <summary>Polls a last time, and checks that it has seen every event of the log once and in order.</summary>
    public async Task ShouldHaveSeenEverythingAsync()
    {
        _isStopping = true;
        await _reading;
        Seen.ShouldBe(await AfterAsync(0));
        Polls.ShouldBeGreaterThan(10);
    }

    private async Task FollowAsync()
    {
        bool isLast;
        do
        {
            isLast = _isStopping;
            Seen.AddRange(await AfterAsync(Seen.Count == 0 ? 0 : Seen[^1]));
            Polls++;
            await Task.Delay(2);
        }
        while (!isLast);
    }

    private async Task<List<long>> AfterAsync(long position)
    {
        await using var command = source.CreateCommand("select seq_id from timeline.mt_events where seq_id > $1 order by seq_id");
        command.Parameters.Add(new() { Value = position });
        await using var reader = await command.ExecuteReaderAsync();
        var positions = new List<long>();
        while (await reader.ReadAsync())
            positions.Add(reader.GetInt64(0));
        return positions;
    }
}
