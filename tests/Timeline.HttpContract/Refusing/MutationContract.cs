using System.Text;
using System.Text.Json.Nodes;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Random changes of valid requests: whatever comes out is accepted whole or refused as a problem. Always the same changes.</summary>
public abstract class MutationContract(TimelineApi api) : ContractSuite(api)
{
    private static readonly string[] Nasty =
    [
        "null", "true", "0", "-1", "1e400", "1e-400", "9223372036854775808", "0.1", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"2024-10-18\"", "\"9999-12-31T23:59:59.999999Z\"",
        "\"0001-01-01\"", "\"../..\"", "\"[..1984]\"", "\"[1760-12..]\"", "\"/2024\"", "\"Y-170000002\"", "\"javascript:alert(1)\"", "\"<script>\"", "\"\\uFFFF\\u202e\"", "[]", "{}", "[[]]", "[null]", "{\"a\":1}",
        "\"other\"", "\"state\"", "\"100%\"", "\"2024-10-18T23:59:60Z\"", "\"-0001\"", "\"0000\"", "\"9999-12-31\"", "79228162514264337593543950335", "-0", "0.0000000000000000000000000001",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_changed_body_is_accepted_whole_or_refused(int seed)
    {
        var random = new Random(seed);
        var (actor, id) = (await Actor(), await Reported());
        var newest = await NewestPosition();
        var accepted = new List<string>();
        for (var i = 0; i < 150; i++)
        {
            var call = Valid(random, actor, id);
            var body = random.Next(3) == 0 ? Bytes(random, call) : Values(random, call);
            var answer = await Send(call.Sending(body));
            var sent = Encoding.UTF8.GetString(body);
            answer.Status.ShouldBeLessThan(500, sent);
            if (answer.Status is 200 or 201)
            {
                answer.Json.Number("position").ShouldBe(++newest, sent);
                accepted.Add(answer.Text("id")!);
            }
            else
            {
                answer.ShouldBeProblem(answer.Status);
            }
        }

        (await NewestPosition()).ShouldBe(newest, "a refused call has written");
        accepted.ShouldNotBeEmpty();
        (await Ok($"/api/timeline?actor={actor}&include=retracted&limit=1000&knownAt=9999-12-31")).Texts("items[].id").ShouldBeSubsetOf(accepted);
        (await Ok($"/api/timeline?actor={actor}&match=definite&occurredFrom=2024")).Json.Has("items").ShouldBeTrue();
        (await Get($"/api/developments/{id}/history")).Should(200);
        (await Get($"/api/actors/{actor}")).Should(200);
        (await Get($"/api/actors/{actor}/events")).Should(200);
        (await Get("/api/measures/soldiers")).Should(200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_changed_query_is_answered_or_refused(int seed)
    {
        var random = new Random(seed);
        var id = await Reported();
        var edition = (await Ok("/api/timeline")).Text("edition")!;
        string[] names = ["actor", "kind", "tag", "publisher", "status", "occurredFrom", "occurredTo", "match", "bbox", "include", "knownAt", "basis", "recordedAt", "edition", "order", "limit", "after", "expectedVersion", "q", "by", "period", ""];
        string[] values =
        [
            "treaty", "reported", "retracted", "2024-10", "[..1984]", "[1760-12..]", "../..", "/2024", "2024/", "201X", "possible", "definite", "1,2,3,4", "170,-90,-170,90", "0001-01-01", "9999-12-31", "2024-10-25T10:00:00Z", "0", "1",
            "-1", "1000", "9223372036854775807", "asc", "desc", "publisher", "period", "week", "%00", "%FF", "%", "+", "%C3%A9", "", ",", "\"", "a%26b=c", edition, "x." + edition, id,
        ];
        string[] paths = ["/api/timeline", $"/api/developments/{id}", $"/api/developments/{id}/history", "/api/actors", "/api/measures/soldiers", "/api/metrics/revisions"];
        for (var i = 0; i < 200; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{Pick(random, names)}={Pick(random, values)}"));
            var path = $"{Pick(random, paths)}?{query}";
            var answer = await Get(path, ("Accept", random.Next(4) == 0 ? "application/x-ndjson" : "*/*"));
            answer.Status.ShouldBeOneOf([200, 400, 404, 410], path);
            if (answer.Status != 200)
                answer.ShouldBeProblem(answer.Status);
        }
    }

    private static Call Valid(Random random, string actor, string id) => random.Next(8) switch
    {
        0 => Register(Unique("m")).Set("aliases", new[] { Unique("alias") }),
        1 => Describe(actor).Set("name", Unique("name")),
        2 => Correct(id).Change("headline", Unique("New")).Change("source", new { title = "T" }).Change("figures", new[] { new { measure = "soldiers", value = 1, unit = "u" } }),
        3 => Corroborate(id).Figure("soldiers", 2).Headline("H").Occurred("2024").At("x", 1, 2),
        4 => Dispute(id),
        _ => Report(Unique("m")).By(actor).With(actor).At("Kursk", 51.7, 36.2).Figure("soldiers", 3000).Tags("navy").Set("summary", "S").Set("attribution", "A")
            .Set("source", new { publisher = "P", title = "T", url = "https://example.org/", archivedUrl = "https://example.com/", publishedAt = "2024-10-18" }),
    };

    /// <summary>Puts something else in the place of one value, or renames, repeats or removes a field.</summary>
    private static byte[] Values(Random random, Call call)
    {
        var body = call.Body.DeepClone();
        var all = Values(body).ToList();
        var victim = Pick(random, all);
        var other = JsonNode.Parse(Pick(random, Nasty.Where(text => text != "\"\\ud800\"").ToArray()));
        if (victim.Parent is JsonObject owner)
        {
            var name = victim.GetPropertyName();
            if (random.Next(6) == 0)
                owner.Remove(name);
            else if (random.Next(6) == 0)
                owner[name + "x"] = other;
            else
                owner[name] = other;
        }
        else if (victim.Parent is JsonArray array)
        {
            array[array.IndexOf(victim)] = other;
        }
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>Changes, removes, doubles or puts in a few bytes.</summary>
    private static byte[] Bytes(Random random, Call call)
    {
        var bytes = Encoding.UTF8.GetBytes(call.Body.ToJsonString()).ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(40))));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(random, Nasty)));
                    break;
            }
        }
        return [.. bytes];
    }

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonObject o => o.Select(field => field.Value).OfType<JsonNode>().SelectMany(value => Values(value).Prepend(value)),
        JsonArray a => a.OfType<JsonNode>().SelectMany(value => Values(value).Prepend(value)),
        _ => [],
    };

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
