using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class HostileBodyTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    private static readonly Dictionary<string, (byte[] Body, int Status, string Slug)> Bodies = new()
    {
        ["nothing"] = ([], 400, "unreadable"),
        ["blanks"] = ("  \n"u8.ToArray(), 400, "unreadable"),
        ["one byte too many"] = (Padded(StrictJson.MaxBytes + 1), 413, "too-large"),
        ["ten megabytes"] = (Padded(10_000_000), 413, "too-large"),
        ["broken UTF-8"] = ([.. "{\"headline\":\""u8, 0xff, 0xfe, .. "\"}"u8], 400, "unreadable"),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("{\"headline\":\"x\"}"), 400, "unreadable"),
        ["deep objects"] = (Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), 400, "unreadable"),
        ["deep arrays"] = (Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 100_000)), 400, "unreadable"),
        ["a NUL"] = ("{\"headline\":\"a\0b\"}"u8.ToArray(), 400, "unreadable"),
        ["an escaped NUL"] = ("{\"headline\":\"a\\u0000b\"}"u8.ToArray(), 400, "unreadable"),
        ["half a pair"] = ("{\"headline\":\"\\ud83d\"}"u8.ToArray(), 400, "unreadable"),
        ["a key twice"] = ("{\"headline\":\"a\",\"headline\":\"b\"}"u8.ToArray(), 400, "unreadable"),
        ["a key twice, escaped"] = ("{\"headline\":\"a\",\"headlin\\u0065\":\"b\"}"u8.ToArray(), 400, "unreadable"),
        ["two values"] = ("{\"headline\":\"a\"}{}"u8.ToArray(), 400, "unreadable"),
        ["an array"] = ("[]"u8.ToArray(), 422, "invalid"),
        ["a huge exponent"] = ("{\"headline\":\"a\",\"figures\":[{\"value\":1e999999999}]}"u8.ToArray(), 422, "invalid"),
        ["an exponent beyond 64 bits"] = ("{\"headline\":\"a\",\"figures\":[{\"value\":1e-99999999999999999999}]}"u8.ToArray(), 422, "invalid"),
        ["a million digits"] = (Encoding.ASCII.GetBytes("{\"headline\":\"a\",\"figures\":[{\"value\":" + new string('9', 1_000_000) + "}]}"), 422, "invalid"),
        ["100,000 unknown fields"] = (Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i}\":1")) + "}"), 422, "invalid"),
        ["100,000 bad items"] = (Encoding.ASCII.GetBytes("{\"headline\":\"a\",\"figures\":[" + string.Join(',', Enumerable.Repeat(1, 100_000)) + "]}"), 422, "invalid"),
        ["a bell"] = ("{\"headline\":\"a\\u0007\"}"u8.ToArray(), 422, "invalid"),
        ["too fine a time"] = ("{\"headline\":\"a\",\"reportedAt\":\"2024-10-25T00:00:00.0000001Z\"}"u8.ToArray(), 400, "unreadable"),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Bodies.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_hostile_body_is_refused_and_the_service_goes_on(string name, bool isChunked)
    {
        var (body, status, slug) = Bodies[name];
        await (await PostAsync("/figures", body, "application/json", isChunked)).ShouldBeProblemAsync(status, slug);
        (await PostAsync("/figures", "{\"headline\":\"fine\"}"u8.ToArray(), "application/json", isChunked)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exactly_one_MiB_is_taken(bool isChunked)
    {
        var answer = await PostAsync("/json", Padded(StrictJson.MaxBytes), "application/json", isChunked);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("1048576");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json;charset=\"UTF-8\"", 200)]
    [InlineData("APPLICATION/JSON; profile=x", 200)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/merge-patch+json", 415)]
    [InlineData("application/problem+json", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json, application/json", 415)]
    [InlineData("json", 415)]
    [InlineData("", 415)]
    [InlineData(null, 415)]
    public async Task Only_JSON_in_UTF_8_is_a_command(string? contentType, int status)
    {
        var answer = await PostAsync("/json", "{}"u8.ToArray(), contentType, isChunked: false);
        if (status == 415)
            await answer.ShouldBeProblemAsync(415, "unsupported-media-type");
        else
            ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_compressed_body_is_of_an_unsupported_type()
    {
        var content = new ByteArrayContent([0x1f, 0x8b]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } } };
        await (await host.Client.PostAsync("/json", content)).ShouldBeProblemAsync(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/merge-patch+json")]
    public async Task A_patch_may_say_that_it_is_a_merge_patch(string contentType)
    {
        var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        (await host.Client.PatchAsync("/patch", content)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_with_many_errors_names_a_hundred_of_them_at_most()
    {
        var answer = await PostAsync("/figures", Bodies["100,000 unknown fields"].Body, "application/json", isChunked: false);
        var body = await answer.ShouldBeProblemAsync(422, "invalid");
        body.GetProperty("errors").EnumerateObject().Count().ShouldBe(100);
    }

    private static byte[] Padded(int size) => Encoding.ASCII.GetBytes("{\"headline\":\"" + new string('x', size - 15) + "\"}");

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? contentType, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = isChunked ? new StreamContent(new Unsized(body)) : new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await host.Client.SendAsync(request);
    }

    /// <summary>A stream that does not know its length, so that the client sends it in chunks.</summary>
    private sealed class Unsized(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
