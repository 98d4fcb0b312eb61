using System.Text.Json;
using Timeline.HttpContract;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Live;

/// <summary>The oracle of a live stream is the answer: what frames add up to is what <c>/api/timeline</c> says.</summary>
public class LiveFoldTests
{
    private static readonly string[] Queries =
    [
        "", "include=retracted", "kind=statement&kind=meeting", "tag=river", "publisher=agency", "status=corroborated&status=disputed", "status=retracted",
        "occurredFrom=2024-03&occurredTo=2024-08", "occurredFrom=2024-03&occurredTo=2024-08&match=definite", "bbox=22,44,33,52", "actor=a1", "actor=moving", "actor=a0&actor=moving",
        "q=river", "q=bridge -river", "q=riv* OR \"the treaty\"", "q=ministry&actor=a2&include=retracted",
    ];

    [Fact]
    public async Task Frames_add_up_to_the_answer_under_every_filter_while_several_write()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, "Timeline:HeartbeatSeconds=0.2");
        await RandomWriter.RegisterAsync(host.Client);
        await new RandomWriter(host.Client, 1).WriteAsync(60);
        var folds = new List<Fold>();
        foreach (var query in Queries)
            folds.Add(await Fold.StartAsync(host.Client, query));
        var writers = Enumerable.Range(2, 3).Select(seed => new RandomWriter(host.Client, seed)).ToList();

        await Task.WhenAll(writers.Select(writer => writer.WriteAsync(100)));

        var newest = writers.Max(writer => writer.LastPosition);
        writers.Sum(writer => writer.Accepted).ShouldBeGreaterThan(100);
        await Task.WhenAll(folds.Select(fold => fold.ReadToAsync(newest)));
        foreach (var fold in folds)
            fold.Entries.ShouldBe(await Fold.AnswerAsync(host.Client, fold.Query, newest), ignoreOrder: true, $"?{fold.Query}");
        folds.Count(fold => fold.Frames > 0).ShouldBeGreaterThan(Queries.Length - 4);
        foreach (var fold in folds)
            fold.Dispose();
    }

    [Fact]
    public async Task Frames_from_anywhere_in_the_history_add_up_to_the_answer_at_each_position()
    {
        await using var log = await TestDatabase.CreateAsync();
        await using var host = await RunningHost.StartAsync(log, "Timeline:HeartbeatSeconds=0.1");
        await RandomWriter.RegisterAsync(host.Client);
        var writer = new RandomWriter(host.Client, 7);
        await writer.WriteAsync(80);
        var random = new Random(7);

        foreach (var query in new[] { "", "q=river", "actor=moving", "kind=statement&q=-bridge" })
        {
            using var stream = await EventStream.OpenAsync(host.Client, $"/api/timeline/live?{query}&afterBasis=0");
            var entries = new Dictionary<string, string>();
            await foreach (var frame in stream.FramesToAsync(writer.LastPosition))
            {
                LiveContract.Fold(entries, frame.Json);
                if (random.Next(4) == 0 && await Fold.AnswerAsync(host.Client, query, frame.Position) is { } answer)
                    entries.ShouldBe(answer, ignoreOrder: true, $"?{query} at {frame.Position}");
            }
        }
    }

    /// <summary>A reader that keeps an answer up to date.</summary>
    private sealed class Fold(string query, EventStream stream, Dictionary<string, string> entries) : IDisposable
    {
        public string Query => query;

        public Dictionary<string, string> Entries => entries;

        public int Frames { get; private set; }

        public static async Task<Fold> StartAsync(HttpClient client, string query)
        {
            var basis = JsonElement.Parse(await client.GetByteArrayAsync("/api/timeline?limit=1")).GetProperty("basis").GetInt64();
            var entries = await AnswerAsync(client, query, basis);
            return new Fold(query, await EventStream.OpenAsync(client, $"/api/timeline/live?{query}&afterBasis={basis}"), entries);
        }

        public async Task ReadToAsync(long position)
        {
            await foreach (var frame in stream.FramesToAsync(position))
            {
                LiveContract.Fold(entries, frame.Json);
                Frames++;
            }
        }

        /// <summary>By id; an actor that nobody is at the position has no entries.</summary>
        public static async Task<Dictionary<string, string>> AnswerAsync(HttpClient client, string query, long basis)
        {
            using var answer = await client.GetAsync($"/api/timeline?limit=1000&basis={basis}&{query}");
            if ((int)answer.StatusCode == 404 && query.Contains("actor=", StringComparison.Ordinal))
                return query == "actor=a0&actor=moving" ? await AnswerAsync(client, "actor=a0", basis) : [];
            ((int)answer.StatusCode).ShouldBe(200);
            return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).GetProperty("items").EnumerateArray()
                .ToDictionary(entry => entry.GetProperty("id").GetString()!, entry => entry.GetRawText());
        }

        public void Dispose() => stream.Dispose();
    }
}
