using Microsoft.Extensions.Primitives;
using Timeline.Domain;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class IdempotencyKeyTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    [Theory]
    [InlineData("\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    [InlineData("8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    [InlineData("  \"a b\"  ", "a b")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("import/2024:1==", "import/2024:1==")]
    [InlineData("\" \"", " ")]
    public void A_key_is_a_structured_string_or_a_bare_token(string header, string key)
    {
        var parsed = IdempotencyKey.Parse(header);
        parsed.Refusal.ShouldBeNull();
        parsed.Value.ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\"")]
    [InlineData("\"open")]
    [InlineData("\"a\\n\"")]
    [InlineData("\"a\\")]
    [InlineData("\"a\" x")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("\"a\";p=1")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("schlüssel")]
    [InlineData("\"schlüssel\"")]
    [InlineData("\"tab\there\"")]
    public void Anything_else_is_refused(string header) => IdempotencyKey.Parse(header).Refusal!.Code.ShouldBe(RefusalCode.BadParameter);

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void A_key_has_at_most_255_characters(int length, bool isRefused)
    {
        (IdempotencyKey.Parse(new string('k', length)).Refusal is not null).ShouldBe(isRefused);
        (IdempotencyKey.Parse($"\"{new string('k', length)}\"").Refusal is not null).ShouldBe(isRefused);
    }

    [Fact]
    public void No_header_is_no_key_and_two_headers_are_refused()
    {
        IdempotencyKey.Parse(default).ShouldBe(new Parsed<string?>(value: null));
        IdempotencyKey.Parse(new StringValues(["a", "a"])).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public async Task Two_headers_on_the_wire_are_a_problem_that_names_the_header()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/keyed");
        request.Headers.Add("Idempotency-Key", ["\"a\"", "\"b\""]);
        var body = await (await host.Client.SendAsync(request)).ShouldBeProblemAsync(400, "bad-parameter");
        body.GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
    }
}
