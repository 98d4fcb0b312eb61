using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t", "empty")]
    [InlineData("{\n \"a\": nope}", "(line 2, column 8)")]
    [InlineData("{\"é\":1,}", "(line 1, column 8)")]
    [InlineData("{/* x */}", "(line 1, column 2)")]
    [InlineData("{} {}", "(line 1, column 4)")]
    [InlineData("{\"a\":1", "broken")]
    [InlineData("{\"a\":01}", "broken")]
    [InlineData("{\"a\":NaN}", "broken")]
    [InlineData("{'a':1}", "broken")]
    [InlineData("{\"a\":\"x\0y\"}", "(line 1, column 8)")]
    [InlineData("{\"a\":1}\0", "broken")]
    [InlineData("{\"a\":\"\\u0000\"}", "A string has a NUL character (line 1, column 6)")]
    [InlineData("{\"\\u0000\":1}", "A key has a NUL character (line 1, column 2)")]
    [InlineData("{\"a\":[\"\\ud800\"]}", "A string has half of a surrogate pair")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}", "A string has half of a surrogate pair")]
    [InlineData("{\"\\udfff\":1}", "A key has half of a surrogate pair")]
    [InlineData("{\"a\":1,\n\"a\":2}", "The key \"a\" is there twice in one object (line 2, column 1)")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "The key \"a\" is there twice")]
    [InlineData("{\"x\":[{\"b\":{\"c\":1,\"c\":1}}]}", "The key \"c\" is there twice")]
    [InlineData("[1,2", "broken")]
    public void What_readers_could_take_for_different_things_is_unreadable(string json, string detail)
    {
        var refusal = StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Refusal!;
        refusal.Code.ShouldBe(RefusalCode.Unreadable);
        refusal.Detail.ShouldContain(detail);
    }

    [Theory]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d }, 3)]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d }, 3)]
    [InlineData(new byte[] { 0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d }, 3)]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b, 0x00 }, 1)]
    public void Broken_UTF_8_is_unreadable_and_located(byte[] utf8, int column)
    {
        var refusal = StrictJson.Parse(utf8).Refusal!;
        refusal.Code.ShouldBe(RefusalCode.Unreadable);
        refusal.Detail.ShouldBe($"The text is not valid UTF-8 (line 1, column {column}).");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void What_is_JSON_but_no_object_is_refused_by_rule(string json) =>
        StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Refusal!.Code.ShouldBe(RefusalCode.Invalid);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}},\"A\":1}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00 😀 \\n\"}")]
    [InlineData("{\"a\":[{\"b\":1},{\"b\":1}]}")]
    [InlineData("{\"a\":1e999999,\"\":0}")]
    public void Ordinary_JSON_is_read(string json) => StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Refusal.ShouldBeNull();

    [Fact]
    public void A_byte_order_mark_is_skipped_at_the_start_and_nowhere_else()
    {
        var parsed = StrictJson.Parse(Encoding.UTF8.GetBytes("\uFEFF{\"a\":\"\uFEFF\"}"));
        Encoding.UTF8.GetString(parsed.Value!.Utf8.Span).ShouldBe("{\"a\":\"\uFEFF\"}");
        StrictJson.Parse(Encoding.UTF8.GetBytes("\uFEFF\uFEFF{}")).IsRefused.ShouldBeTrue();
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(100_000, true)]
    public void Nesting_ends_at_64_levels(int depth, bool isRefused)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        StrictJson.Parse(Encoding.UTF8.GetBytes(json)).IsRefused.ShouldBe(isRefused);
    }

    [Theory]
    [InlineData(StrictJson.MaxBytes, null)]
    [InlineData(StrictJson.MaxBytes + 1, RefusalCode.TooLarge)]
    public void A_command_has_at_most_one_MiB(int size, RefusalCode? code)
    {
        var json = "{\"a\":\"" + new string('x', size - 8) + "\"}";
        var actual = StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Refusal?.Code;
        actual.ShouldBe(code);
    }

    [Fact]
    public void A_refusal_does_not_repeat_a_long_text()
    {
        StrictJson.Parse(Encoding.UTF8.GetBytes("{\"a\":n" + new string('x', 100_000))).Refusal!.Detail.Length.ShouldBeLessThan(400);
        var key = "\"" + new string('k', 100_000) + "\":1";
        StrictJson.Parse(Encoding.UTF8.GetBytes($"{{{key},{key}}}")).Refusal!.Detail.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Prop.ForAll((byte[] bytes) => Answers(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Broken_commands_never_throw()
    {
        var good = Encoding.UTF8.GetBytes("{\"a\\u0061\":[1e5,{\"é\":\"\\ud83d\\ude00\"}],\"b\":null,\"c\":\"x\\\"y\",\"d\":-0.5}");
        var change =
            from at in Gen.Choose(0, good.Length - 1)
            from value in Gen.Choose(0, 255)
            select (at, value);
        Prop.ForAll(change.ListOf().ToArbitrary(), changes =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (at, value) in changes)
                bytes[at] = (byte)value;
            return Answers(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void What_is_read_can_be_read_again_from_its_canonical_form()
    {
        var json = Encoding.UTF8.GetBytes("{\"z\":[1e2,-0,\"\\u001f\"],\"a\":{\"\":null,\"b\":[]}}");
        var canonical = CanonicalJson.Of(StrictJson.Parse(json).Value!.Root);
        CanonicalJson.Of(StrictJson.Parse(canonical).Value!.Root).ToArray().ShouldBe(canonical.ToArray());
    }

    private static bool Answers(byte[] bytes)
    {
        var parsed = StrictJson.Parse(bytes);
        return parsed.IsRefused || CanonicalJson.Of(parsed.Value.Root, CanonicalNumbers.Exact).Length > 0;
    }
}
