using Timeline.Domain;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class QueryReaderTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    private const string NoName = "has a parameter without a name, or with broken percent-encoding, broken UTF-8 or a control character in its name";

    private enum Order
    {
        Asc,
        Desc,
    }

    [Fact]
    public void Parameters_are_decoded_and_typed()
    {
        var query = new QueryReader("?q=a+b%20%E2%82%AC%2B&actor=x&actor=y&limit=10&order=desc&speed=0.5&at=2024-10-25&empty=&&");
        query.OptionalText("q").ShouldBe("a b €+");
        query.Texts("actor").ShouldBe(["x", "y"]);
        query.OptionalInteger("limit", 1, 1000).ShouldBe(10);
        query.OptionalEnum<Order>("order").ShouldBe(Order.Desc);
        query.OptionalDecimal("speed", 0, 100).ShouldBe(0.5m);
        query.OptionalDayOrInstant("at").ShouldBe(new DayOrInstant(new DateOnly(2024, 10, 25)));
        query.OptionalText("empty", min: 0).ShouldBe("");
        query.OptionalText("absent").ShouldBeNull();
        query.Finish().ShouldBeNull();
    }

    [Theory]
    [InlineData("knwonAt=2024-10-25", "knwonAt", "is not a known parameter; did you mean 'knownAt'? Known are: limit, actor, knownAt")]
    [InlineData("KnownAt=2024-10-25", "KnownAt", "is not a known parameter; did you mean 'knownAt'? Known are: limit, actor, knownAt")]
    [InlineData("zzzzzzz=1", "zzzzzzz", "is not a known parameter; Known are: limit, actor, knownAt")]
    [InlineData("limit=1&limit=1", "limit", "must be given once")]
    [InlineData("limit=0", "limit", "must be a whole number between 1 and 1000")]
    [InlineData("limit=1e2", "limit", "must be a whole number between 1 and 1000")]
    [InlineData("limit=+5", "limit", "must be a whole number between 1 and 1000")]
    [InlineData("limit=", "limit", "must be a whole number between 1 and 1000")]
    [InlineData("limit=99999999999999999999", "limit", "must be a whole number between 1 and 1000")]
    [InlineData("actor=%", "actor", "has broken percent-encoding or broken UTF-8")]
    [InlineData("actor=%2", "actor", "has broken percent-encoding or broken UTF-8")]
    [InlineData("actor=%zz", "actor", "has broken percent-encoding or broken UTF-8")]
    [InlineData("actor=%ff%fe", "actor", "has broken percent-encoding or broken UTF-8")]
    [InlineData("actor=%ed%a0%80", "actor", "has broken percent-encoding or broken UTF-8")]
    [InlineData("actor=a%00b", "actor", "must not contain control characters (U+0000 at character 2)")]
    [InlineData("actor", "actor", "must not be blank")]
    [InlineData("%ff=1", "?", NoName)]
    [InlineData("a%00=1", "?", NoName)]
    [InlineData("=1", "?", NoName)]
    [InlineData("knownAt=yesterday", "knownAt", "must be a day such as 2024-10-25 or an RFC 3339 instant such as 2024-10-25T10:00:00Z")]
    [InlineData("knownAt=2024-10-25T10:00:00.1234567Z", "knownAt", "is finer than a microsecond")]
    [InlineData("knownAt=2024-10-25T10:00:00+09:00", "knownAt", "has a blank where the offset's + was: in a query, write + as %2B")]
    public void What_cannot_be_read_is_refused_by_name(string raw, string name, string message)
    {
        var refusal = Read(new QueryReader(raw))!;
        refusal.Code.ShouldBe(RefusalCode.BadParameter);
        refusal.Errors!.ShouldHaveSingleItem().Key.ShouldBe(name);
        refusal.Errors![name].ShouldBe([message]);
    }

    [Fact]
    public void A_lenient_reader_ignores_what_it_does_not_know_but_not_what_it_does()
    {
        Read(new QueryReader("utm_source=x&%ff=%&z=%00", strict: false)).ShouldBeNull();
        Read(new QueryReader("utm_source=x&limit=0", strict: false))!.Errors!.Keys.ShouldBe(["limit"]);
    }

    [Fact]
    public async Task A_misspelt_parameter_is_a_problem_under_a_strict_route_only()
    {
        var body = await (await host.Client.GetAsync("/query?limt=5")).ShouldBeProblemAsync(400, "bad-parameter");
        body.GetProperty("errors").GetProperty("limt")[0].GetString()!.ShouldContain("did you mean 'limit'?");
        (await host.Client.GetStringAsync("/lenient?limt=5&actor=a&actor=b")).ShouldBe("|a,b|");
    }

    [Fact]
    public void A_canonical_query_is_sorted_and_encodes_all_but_the_unreserved()
    {
        var query = new CanonicalQuery().Add("q", "a b/€~").AddAll("actor", ["b", "B", "a"]).Add("knownAt", "2024-10-25T00:00:00+01:00").Add("limit", null);
        query.After("/api/timeline").ShouldBe("/api/timeline?actor=B&actor=a&actor=b&knownAt=2024-10-25T00%3A00%3A00%2B01%3A00&q=a%20b%2F%E2%82%AC~");
        new CanonicalQuery().After("/api/timeline").ShouldBe("/api/timeline");
    }

    [Fact]
    public void A_canonical_query_reads_back_as_it_was_built()
    {
        const string text = "ä +&=%#?;/\"'😀\t";
        new QueryReader("?" + new CanonicalQuery().Add("q", text)).OptionalText("q").ShouldBe(text);
    }

    private static Refusal? Read(QueryReader query)
    {
        query.OptionalInteger("limit", 1, 1000);
        query.Texts("actor");
        query.OptionalDayOrInstant("knownAt");
        return query.Finish();
    }
}
