using System.Globalization;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>On random logs, under every filter: readers who only ever poll a feed show what the API shows, after every correction and retraction.</summary>
public abstract class PollingContract(TimelineApi api) : ContractSuite(api)
{
    private const int Seed = 20241105;

    /// <summary>Without a knowledge time, the newest; and with one, at which what is recorded later tells more of the past.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("knownAt=2024-10-13")]
    public async Task A_reader_who_only_polls_shows_what_the_API_shows(string pin)
    {
        var log = await Api.OnceAsync("log", () => RandomLog.WriteAsync(Api.Client, Seed, 400, moreOfActors: 8));
        var (entries, removals) = (0, 0);
        foreach (var filter in RandomLog.Filters)
        {
            var random = new Random(Seed);
            var query = $"{pin}&{filter}";
            var atom = new AtomPoller(Api.Client, $"/feeds/atom.xml?{query}&limit=4");
            var json = new JsonFeedPoller(Api.Client, $"/feeds/feed.json?{query}&limit=4");
            for (var i = random.Next(20); i < log.Positions.Count; i += 1 + random.Next(40))
            {
                var point = $"basis={log.Positions[i].ToString(CultureInfo.InvariantCulture)}";
                var expected = await Entries($"{query}&{point}");
                (await atom.PollAsync(point)).ShouldBe(expected is not null);
                (await json.PollAsync(point)).ShouldBe(expected is not null);
                if (expected is null)
                    continue;
                atom.Shown.Values.ToList().ShouldBe(expected, $"Atom of {query} at {point}");
                json.Shown.ToList().ShouldBe((await Entries($"{query}&{point}&include=retracted"))!, $"JSON Feed of {query} at {point}");
                await ShouldBeTheCalendar(query, point, expected);
            }
            (entries, removals) = (entries + atom.Entries, removals + atom.Removals);
        }
        entries.ShouldBeGreaterThan(100);
        removals.ShouldBeGreaterThan(20);
    }

    /// <summary>A calendar is read as a whole; what is retracted is in it as cancelled.</summary>
    private async Task ShouldBeTheCalendar(string query, string point, List<string> expected)
    {
        var text = (await Ok($"/feeds/calendar.ics?{query}&{point}")).Body.Replace("\r\n ", "", StringComparison.Ordinal);
        var events = text.Split("BEGIN:VEVENT\r\n").Skip(1).Select(lines => lines.Split("\r\n")).ToList();
        string Of(string[] lines, string name) => lines.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..];

        var showsRetracted = query.Contains("retracted", StringComparison.Ordinal);
        events.Where(lines => showsRetracted || Of(lines, "STATUS") != "CANCELLED").Select(lines => Of(lines, "UID").Split('@')[0]).Order(StringComparer.Ordinal).ToList()
            .ShouldBe(expected.Select(entry => entry.Split(' ')[0]).ToList(), $"the calendar of {query} at {point}");
    }

    /// <summary>What the API shows, in the order of ids; null where it says that there is no such actor.</summary>
    private async Task<List<string>?> Entries(string query)
    {
        var answer = await Get($"/api/timeline?limit=1000&{query.TrimStart('&')}");
        return answer.Status == 404 ? null : [.. answer.Should(200).Json.Find("items[]").Select(TextOf).Order(StringComparer.Ordinal)];
    }

    private static string TextOf(JsonElement entry) => $"{entry.Text("id")} {entry.Text("position")} {entry.Text("status")} {entry.Text("headline")}";
}
