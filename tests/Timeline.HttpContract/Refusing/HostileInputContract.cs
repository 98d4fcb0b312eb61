using System.Text;
using System.Text.Json.Nodes;
using static Timeline.HttpContract.Calls;

namespace Timeline.HttpContract;

/// <summary>Input that means harm: never a 5xx, never half a write.</summary>
public abstract class HostileInputContract(TimelineApi api) : ContractSuite(api)
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task A_command_has_at_most_a_mebibyte()
    {
        var report = await ReportOf();
        var body = Encoding.UTF8.GetBytes(report.Body.ToJsonString());

        await Refuse(report.Copy().Sending([.. body, .. Blanks(Mebibyte + 1 - body.Length)]), 413);
        await Accept(report.Sending([.. body, .. Blanks(Mebibyte - body.Length)]));
    }

    [Fact]
    public async Task The_limit_also_holds_for_a_body_without_a_length()
    {
        var before = await NewestPosition();
        var report = await ReportOf();
        foreach (var size in new[] { Mebibyte + 1, 8 * Mebibyte })
        {
            var request = report.ToRequest();
            request.Content = new StreamContent(new MemoryStream([.. Encoding.UTF8.GetBytes(report.Body.ToJsonString()), .. Blanks(size)]));
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TransferEncodingChunked = true;
            (await Send(request)).ShouldBeProblem(413);
        }
        (await NewestPosition()).ShouldBe(before + 1);
    }

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "nothing", [] },
        { "blanks", " \n\t "u8.ToArray() },
        { "half an object", "{\"id\":"u8.ToArray() },
        { "an object and more", "{} {}"u8.ToArray() },
        { "a comma too many", "{\"a\":1,}"u8.ToArray() },
        { "a comment", "{/* */}"u8.ToArray() },
        { "single quotes", "{'a':1}"u8.ToArray() },
        { "a bare word", "{\"a\":NaN}"u8.ToArray() },
        { "a leading zero", "{\"a\":01}"u8.ToArray() },
        { "a raw line end in a string", "{\"a\":\"\n\"}"u8.ToArray() },
        { "a broken escape", "{\"a\":\"\\x41\"}"u8.ToArray() },
        { "a broken byte", [.. "{\"headline\":\""u8, 0xFF, .. "\"}"u8] },
        { "an overlong form", [.. "{\"headline\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "half a character", [.. "{\"headline\":\""u8, 0xE2, 0x82, .. "\"}"u8] },
        { "a surrogate in UTF-8", [.. "{\"headline\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"headline\":\"x\"}") },
        { "half a surrogate pair", "{\"headline\":\"\\ud800\"}"u8.ToArray() },
        { "a pair the wrong way round", "{\"headline\":\"\\udc00\\ud800\"}"u8.ToArray() },
        { "a NUL", "{\"headline\":\"a\\u0000b\"}"u8.ToArray() },
        { "a raw NUL", "{\"headline\":\"a\0b\"}"u8.ToArray() },
        { "a NUL in a key", "{\"head\\u0000line\":\"a\"}"u8.ToArray() },
        { "a key twice", "{\"headline\":\"a\",\"headline\":\"b\"}"u8.ToArray() },
        { "a key twice, once escaped", "{\"headline\":\"a\",\"head\\u006cine\":\"b\"}"u8.ToArray() },
        { "a key twice deep inside", "{\"source\":{\"publisher\":\"a\",\"publisher\":\"b\"}}"u8.ToArray() },
        { "arrays in arrays", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 50_000) + new string(']', 50_000) + "}") },
        { "objects in objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "1" + new string('}', 50_000)) },
        { "unclosed arrays", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 500_000)) },
        { "random bytes", RandomBytes(5000) },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_cannot_be_read_is_a_400(string what, byte[] body)
    {
        var id = await Reported();
        Call[] calls = [Report(what), Register(what), Describe("x"), Correct(id), Corroborate(id), Dispute(id), Retract(id), Reinstate(id), Annul(id, 1)];

        await RefuseAll(calls.Select(call => call.Sending(body)), 400);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("[{}]")]
    public async Task What_is_no_object_is_a_422(string body) => await Refuse((await ReportOf()).Sending(body), 422);

    [Theory]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("-1e5")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("{\"$ref\":\"#\"}")]
    [InlineData("{\"__proto__\":{}}")]
    public async Task A_value_of_the_wrong_type_is_a_422(string value)
    {
        var report = await ReportOf();
        string[] fields = ["id", "actor", "kind", "occurred", "headline", "summary", "attribution", "reportedAt", "source", .. value == "[]" ? (string[])[] : ["participants", "places", "figures", "tags"]];
        var id = await Reported();

        await RefuseAll(fields.Select(field => report.Copy().Set(field, JsonNode.Parse(value))), 422);
        await Refuse(Correct(id).Set("changes", JsonNode.Parse(value)), 422);
        await RefuseAll(new[] { value, "\"1\"", "1.5", "0", "-1", "9223372036854775808", "1e400" }.Where(p => p != "7").Select(p => Annul(id, 1).Set("position", JsonNode.Parse(p))), 422, "position");
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("headLine")]
    [InlineData("headline ")]
    [InlineData("")]
    [InlineData("__proto__")]
    [InlineData("$type")]
    [InlineData("recordedAt")]
    [InlineData("<script>")]
    public async Task An_unknown_field_is_a_422(string field)
    {
        await Refuse((await ReportOf()).Set(field, "x"), 422);
        await Refuse(Register(Unique("a")).Set(field, "x"), 422);
        await Refuse(Dispute(await Reported()).Set(field, "x"), 422);
        await Refuse((await ReportOf()).Set("source", new Dictionary<string, string> { ["publisher"] = "p", [field] = "x" }), 422);
    }

    [Fact]
    public async Task Too_many_of_anything_is_a_422()
    {
        var (report, actor) = (await ReportOf(), await Actor());

        await Refuse(report.Copy().Tags([.. Enumerable.Range(0, 2000).Select(i => $"t{i}")]), 422, "tags");
        await Refuse(report.Copy().Set("places", Enumerable.Repeat(new { name = "x" }, 2000)), 422, "places");
        await Refuse(report.Copy().Set("figures", Enumerable.Repeat(new { measure = "m", value = 1, unit = "u" }, 2000)), 422, "figures");
        await Refuse(report.Copy().Set("participants", Enumerable.Repeat(new { actor, role = "x" }, 2000)), 422, "participants");
        await Refuse(Register(Unique("a")).Set("aliases", Enumerable.Range(0, 2000).Select(i => $"a{i}")), 422, "aliases");
        await Refuse(report.Copy().Occurred("[" + string.Join(',', Enumerable.Repeat("2024", 10_000)) + "]"), 422, "occurred");
        var thousands = report.Copy();
        for (var i = 0; i < 20_000; i++)
            thousands.Body[$"f{i}"] = 1;
        await Refuse(thousands, 422);
    }

    [Theory]
    [InlineData("x'; drop table mt_events; --")]
    [InlineData("%' or '1'='1")]
    [InlineData("{{7*7}}${7*7}")]
    [InlineData("../../etc/passwd")]
    [InlineData("\u202e\u2066evil")]
    public async Task Text_that_means_harm_is_only_text(string text)
    {
        var report = (await ReportOf()).Headline(text).Tags(text).From(text).Figure(text, 1).At(text);
        await Accept(report);

        (await Entry(report.Id)).Text("headline").ShouldBe(text);
        var escaped = Uri.EscapeDataString(text);
        (await Ids($"tag={escaped}&publisher={escaped}")).ShouldBe([report.Id]);
        (await Get($"/api/timeline?actor={escaped}")).ShouldBeProblem(404);
        (await Get($"/api/timeline?kind={escaped}&bbox={escaped}&occurredFrom={escaped}&after={escaped}&knownAt={escaped}&edition={escaped}")).ShouldBeProblem(400);
    }

    [Fact]
    public async Task Headers_that_mean_harm_break_nothing()
    {
        var report = await ReportOf();
        foreach (var (name, value) in new[] { ("If-None-Match", new string('"', 4000)), ("Accept", new string(',', 4000)), ("Accept", "application/x-ndjson;q=nonsense"), ("If-None-Match", "\"\u00e9\""), ("Range", "bytes=0-10"), ("Accept-Datetime", "nonsense"), ("Origin", "null"), ("traceparent", "00-zz") })
            (await Get("/api/timeline?limit=1", (name, value))).Status.ShouldBeOneOf(200, 400);
        foreach (var (name, value) in new[] { ("X-Correlation-Id", new string('x', 5000)), ("X-Causation-Id", "\u00e9\u0001") })
            (await Send(report.Copy().Set("id", Unique("h")).Header(name, value))).Status.ShouldBeOneOf(201, 400);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_the_callers_fault() =>
        (await Get($"/api/timeline?tag={new string('x', 20_000)}")).Status.ShouldBeInRange(400, 499);

    private static byte[] Blanks(int count) => Encoding.ASCII.GetBytes(new string(' ', count));

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
