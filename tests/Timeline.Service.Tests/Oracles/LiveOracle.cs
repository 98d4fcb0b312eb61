using System.Globalization;
using Timeline.HttpContract;
using Timeline.Testing;

namespace Timeline.Service.Tests.Oracles;

/// <summary>The newest answer at each position, by brute force, against what the frames up to it add up to.</summary>
internal static class LiveOracle
{
    private const int Streams = 3;

    public static async Task<int> CheckAsync(OracleLog log, Random random)
    {
        Check(log, log.Frames, [], 0, random, "the stream while it was written");
        for (var i = 0; i < Streams; i++)
        {
            var after = i == 0 ? 0 : log.Positions[random.Next(log.Positions.Count - 1)];
            using var stream = await EventStream.OpenAsync(log.Client, string.Create(CultureInfo.InvariantCulture, $"/api/timeline/live?afterBasis={after}"));
            var frames = new List<StreamEvent>();
            await foreach (var frame in stream.FramesToAsync(log.Positions[^1]))
                frames.Add(frame);
            Check(log, frames, Answer(log, after), after, random, $"the stream after {after}");
        }
        return log.Frames.Count;
    }

    private static void Check(OracleLog log, IReadOnlyList<StreamEvent> frames, Dictionary<string, string> entries, long after, Random random, string what)
    {
        var positions = frames.Select(frame => frame.Position).ToList();
        positions.ShouldBeSubsetOf(log.Positions);
        positions.ShouldBe([.. positions.Distinct().Order()], $"{log.Name}: {what}");
        var byPosition = frames.ToDictionary(frame => frame.Position);
        var developments = log.Events.ToDictionary(recorded => recorded.Position, recorded => recorded.Event.Development);
        foreach (var position in log.Positions.Where(position => position > after))
        {
            if (byPosition.TryGetValue(position, out var frame))
                LiveContract.Fold(entries, frame.Json);
            // What the event is about at each position, and everything now and then.
            var own = developments.GetValueOrDefault(position);
            if (own is not null)
                log.ShouldBeSame(entries.GetValueOrDefault(own), Answer(log, position, own).GetValueOrDefault(own), $"{own} in {what}, at {position}");
            if (position == log.Positions[^1] || random.Next(25) == 0)
                log.ShouldBeSame(Text(entries), Text(Answer(log, position)), $"{what}, at {position}");
        }
    }

    /// <summary>By id: what is known of everything, or of one development, and not retracted.</summary>
    private static Dictionary<string, string> Answer(OracleLog log, long basis, string? development = null)
    {
        if (basis < log.Events[0].Position)
            return [];
        var events = development is null ? log.Events : log.Events.Where(recorded => recorded.Event.Development == development);
        return BruteForce.EntriesAt(events, log.NewestKnownAt(basis), basis)
            .Where(entry => (string)entry["status"]! != "retracted")
            .ToDictionary(entry => (string)entry["id"]!, BruteForce.Text);
    }

    private static string Text(Dictionary<string, string> entries) => string.Join('\n', entries.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
}
