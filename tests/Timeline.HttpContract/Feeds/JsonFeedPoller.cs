using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>As <see cref="AtomPoller"/>, for JSON Feed: an item replaces the one of the same id, and the extension says how it stands.</summary>
public sealed class JsonFeedPoller(HttpClient client, string address)
{
    private readonly Dictionary<string, JsonElement> _items = [];

    /// <summary>Ids with position, status and headline; without what was withdrawn.</summary>
    public IEnumerable<string> Shown => _items.Values
        .Where(item => item.Text("_timeline.status") != "withdrawn")
        .Select(item => $"{item.Text("_timeline.id")} {item.Text("_timeline.position")} {item.Text("_timeline.status")} {item.Text("title")}")
        .Order(StringComparer.Ordinal);

    /// <inheritdoc cref="AtomPoller.PollAsync"/>
    public async Task<bool> PollAsync(string point)
    {
        for (var next = $"{address}&{point}"; next is not null;)
        {
            using var response = await client.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
            if ((int)response.StatusCode == 404)
                return false;
            var feed = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
            var isKnown = false;
            foreach (var item in feed.GetProperty("items").EnumerateArray())
            {
                isKnown = _items.TryGetValue(item.Text("id")!, out var had) && had.Text("date_modified") == item.Text("date_modified");
                if (isKnown)
                    break;
                _items[item.Text("id")!] = item;
            }
            next = isKnown ? null : feed.Text("next_url");
        }
        return true;
    }
}
