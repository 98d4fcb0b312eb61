using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_the_RFCs_table_has_them(string bits, string text) =>
        CanonicalJson.Number(BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))).ShouldBe(text);

    /// <summary>RFC 8785, section 3.2.2.</summary>
    [Fact]
    public void The_RFCs_example_of_literals_gives_its_bytes() => Of("""
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }
        """).ShouldBe("""{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""");

    /// <summary>RFC 8785, section 3.2.3: by UTF-16 code units, so that the emoji (D83D…) comes before U+FB33.</summary>
    [Fact]
    public void The_RFCs_example_of_sorting_gives_its_order() => Of("""
        {
          "\u20ac": "Euro Sign",
          "\r": "Carriage Return",
          "\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\ud83d\ude00": "Emoji: Grinning Face",
          "\u0080": "Control",
          "\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """).ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");

    [Fact]
    public void Only_what_must_be_escaped_is_escaped() =>
        Of("{\"t\":\"\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f<>&'\\u2028\\\"\\\\\\/\"}").ShouldBe("{\"t\":\"\\b\\t\\n\\f\\r\\u0001\\u001f\u007f<>&'\u2028\\\"\\\\/\"}");

    [Fact]
    public void Empty_objects_and_arrays_stay_empty() => Of("{ \"b\" : { } , \"a\" : [ ] }").ShouldBe("{\"a\":[],\"b\":{}}");

    [Theory]
    [InlineData("12345678901234567890", "12345678901234567891")]
    [InlineData("0.1234567890123456789", "0.12345678901234567891")]
    [InlineData("1e400", "1e401")]
    [InlineData("1e-400", "0")]
    public void Exact_numbers_tell_apart_what_doubles_cannot(string one, string other)
    {
        Of($$"""{"v":{{one}}}""", CanonicalNumbers.Exact).ShouldNotBe(Of($$"""{"v":{{other}}}""", CanonicalNumbers.Exact));
        Of($$"""{"v":{{one}}}""", CanonicalNumbers.Exact).ShouldBe(Of($$"""{"v":{{one.Replace("e", ".00E+", StringComparison.Ordinal).Replace("+-", "-", StringComparison.Ordinal)}}}""", CanonicalNumbers.Exact));
    }

    [Fact]
    public void Exact_numbers_are_those_of_the_RFC_as_long_as_a_double_holds_them() =>
        Prop.ForAll(Gen.Choose(-999_999_999, 999_999_999).ToArbitrary(), Gen.Choose(-300, 300).ToArbitrary(), (digits, exponent) =>
            Of($$"""{"v":{{digits}}e{{exponent}}}""", CanonicalNumbers.Exact) == Of($$"""{"v":{{digits}}e{{exponent}}}""")).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_double_comes_back_from_its_canonical_text() =>
        Prop.ForAll((NormalFloat value) => double.Parse(CanonicalJson.Number(value.Get), CultureInfo.InvariantCulture) == value.Get).QuickCheckThrowOnFailure();

    private static string Of(string json, CanonicalNumbers numbers = CanonicalNumbers.AsDoubles) =>
        Encoding.UTF8.GetString(CanonicalJson.Of(StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Value!.Root, numbers).Span);
}
