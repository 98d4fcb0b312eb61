using System.Text;
using Timeline.Domain;
using Timeline.Domain.Time;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Http;

public sealed class ObjectReaderTests
{
    private enum Kind
    {
        Treaty,
        NewState,
    }

    [Fact]
    public void Fields_are_read_verbatim()
    {
        var reader = Read("""
            {"headline":"  Züge\n😀 ","value":1.50,"count":1e3,"kind":"newState","url":"https://例え.jp/ä?q=1#x","on":"2024-10-25",
             "at":"2024-10-25T10:00:00+09:00","flag":true,"tags":["a","b"],"source":{"publisher":"P"},"places":[{"name":"A"},{"name":"B"}],"none":null}
            """);
        reader.RequiredText("headline", 1, 200).ShouldBe("  Züge\n😀 ");
        reader.RequiredDecimal("value").ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe("1.50");
        reader.RequiredInteger("count").ShouldBe(1000);
        reader.RequiredEnum<Kind>("kind").ShouldBe(Kind.NewState);
        reader.OptionalUrl("url").ShouldBe("https://例え.jp/ä?q=1#x");
        reader.OptionalDayOrInstant("on").ShouldBe(new DayOrInstant(new DateOnly(2024, 10, 25)));
        reader.OptionalDayOrInstant("at").ShouldBe(new DayOrInstant(Instant.FromDateTime(new DateTime(2024, 10, 25, 1, 0, 0, DateTimeKind.Utc))));
        reader.RequiredBoolean("flag").ShouldBeTrue();
        reader.OptionalTexts("tags", 1, 10).ShouldBe(["a", "b"]);
        reader.RequiredObject("source", source => source.RequiredText("publisher", 1, 10)).ShouldBe("P");
        reader.OptionalArray("places", place => place.RequiredText("name", 1, 10)).ShouldBe(["A", "B"]);
        reader.OptionalText("none", 1, 10).ShouldBeNull();
        reader.OptionalDecimal("absent").ShouldBeNull();
        reader.Finish().ShouldBeNull();
    }

    [Fact]
    public void All_errors_are_told_at_once_with_their_paths()
    {
        var reader = Read("""{"figures":[{"value":"5"},{"value":1,"unt":"x"},7],"source":{"title":3},"headlin":"x","kind":"treatie","we ird":1}""");
        reader.RequiredText("headline", 1, 200);
        reader.RequiredEnum<Kind>("kind");
        reader.OptionalArray("figures", figure => (figure.RequiredDecimal("value"), figure.OptionalText("unit", 1, 10)));
        reader.RequiredObject("source", source => (source.RequiredText("publisher", 1, 10), source.OptionalText("title", 1, 10)));
        var refusal = reader.Finish()!;

        refusal.Code.ShouldBe(RefusalCode.Invalid);
        refusal.Errors!.ToDictionary(e => e.Key, e => e.Value.Single()).ShouldBe(new Dictionary<string, string>
        {
            ["headline"] = "is required",
            ["kind"] = "must be one of treaty, newState",
            ["figures[0].value"] = "must be a number",
            ["figures[1].unt"] = "is not a known field; did you mean 'unit'? Known are: value, unit",
            ["figures[2]"] = "must be an object",
            ["source.publisher"] = "is required",
            ["source.title"] = "must be a text",
            ["headlin"] = "is not a known field; did you mean 'headline'? Known are: headline, kind, figures, source",
            ["[\"we ird\"]"] = "is not a known field; Known are: headline, kind, figures, source",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("-0.0", "0.0")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("12345678901234567890123456789", null)]
    [InlineData("0.00000000000000000000000000001", null)]
    [InlineData("1.00000000000000000000000000000000", "1.0000000000000000000000000000")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("8e28", null)]
    [InlineData("1e29", null)]
    [InlineData("1e-29", null)]
    [InlineData("1e-999999999999999999999999", null)]
    [InlineData("1e999999999999999999999999", null)]
    [InlineData("0e999", "0")]
    public void A_number_is_kept_exactly_or_refused(string number, string? kept)
    {
        var reader = Read($$"""{"value":{{number}}}""");
        var value = reader.RequiredDecimal("value");
        (reader.Finish() is null ? value : (decimal?)null).ShouldBe(kept is null ? null : decimal.Parse(kept, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("3", true)]
    [InlineData("3.0", true)]
    [InlineData("3.5", false)]
    [InlineData("11", false)]
    [InlineData("\"3\"", false)]
    [InlineData("9223372036854775808", false)]
    public void An_integer_is_whole_and_in_range(string number, bool isTaken)
    {
        var reader = Read($$"""{"n":{{number}}}""");
        reader.RequiredInteger("n", 1, 10);
        (reader.Finish() is null).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \\t\\n\\u3000")]
    [InlineData("x\\u0001")]
    [InlineData("x\\u007f")]
    [InlineData("x\\u0085")]
    [InlineData("12345678901")]
    public void A_blank_too_long_or_unprintable_text_is_refused(string text)
    {
        var reader = Read($$"""{"t":"{{text}}"}""");
        reader.RequiredText("t", 1, 10);
        reader.Finish()!.Code.ShouldBe(RefusalCode.Invalid);
    }

    [Fact]
    public void Length_counts_characters_and_not_code_units()
    {
        var reader = Read("""{"t":"😀😀😀"}""");
        reader.RequiredText("t", 3, 3).ShouldBe("😀😀😀");
        reader.Finish().ShouldBeNull();
    }

    [Theory]
    [InlineData("http://a.example/x", true)]
    [InlineData("HTTPS://a.example:8080", true)]
    [InlineData("https://[::1]/", true)]
    [InlineData("ftp://a.example/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("//a.example/x", false)]
    [InlineData("/x", false)]
    [InlineData("https:a.example", false)]
    [InlineData("https:///x", false)]
    [InlineData("https://", false)]
    [InlineData("https://user:pw@a.example/", false)]
    [InlineData("https://@a.example/", false)]
    [InlineData("https://a.example/@x", true)]
    [InlineData(" https://a.example/", false)]
    [InlineData("https://a.example/a b", false)]
    [InlineData("https://a.example\\\\@b.example/", false)]
    [InlineData("https://a.example/\\u0007", false)]
    [InlineData("https://a.example/<x>", false)]
    [InlineData("https://a.example/\\u2028", false)]
    public void A_URL_is_absolute_and_without_tricks(string url, bool isTaken)
    {
        var reader = Read($$"""{"url":"{{url}}"}""");
        reader.OptionalUrl("url");
        (reader.Finish() is null).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void A_URL_has_at_most_2048_characters(int length, bool isTaken)
    {
        var reader = Read($$"""{"url":"{{"https://a.example/".PadRight(length, 'x')}}"}""");
        reader.OptionalUrl("url");
        (reader.Finish() is null).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData("2024-02-30", RefusalCode.Invalid)]
    [InlineData("2024-10-25T10:00:00", RefusalCode.Invalid)]
    [InlineData("yesterday", RefusalCode.Invalid)]
    [InlineData("2024-10-25T10:00:00.1234567Z", RefusalCode.Unreadable)]
    public void A_time_is_refused_by_rule_but_one_that_is_too_fine_is_unreadable(string time, RefusalCode code)
    {
        var reader = Read($$"""{"reportedAt":"{{time}}"}""");
        reader.OptionalDayOrInstant("reportedAt");
        var refusal = reader.Finish()!;
        refusal.Code.ShouldBe(code);
        refusal.Errors!.Keys.ShouldBe(["reportedAt"]);
    }

    [Fact]
    public void A_merge_patch_tells_apart_what_is_absent_cleared_and_set()
    {
        var reader = Read("""{"summary":null,"headline":"new"}""");
        reader.Patch("tags", name => reader.OptionalTexts(name, 1, 10), isClearable: true).IsPresent.ShouldBeFalse();
        reader.Patch("summary", name => reader.RequiredText(name, 0, 10), isClearable: true).IsCleared.ShouldBeTrue();
        reader.Patch("headline", name => reader.RequiredText(name, 1, 10), isClearable: false).Value.ShouldBe("new");
        reader.Finish().ShouldBeNull();
    }

    [Fact]
    public void A_merge_patch_cannot_clear_what_is_required()
    {
        var reader = Read("""{"headline":null}""");
        reader.Patch("headline", name => reader.RequiredText(name, 1, 10), isClearable: false);
        reader.Finish()!.Errors!["headline"].ShouldBe(["cannot be cleared"]);
    }

    [Fact]
    public void A_rule_turns_texts_into_values_and_says_what_is_wrong()
    {
        static string? Even(string text, out int length) => (length = text.Length) % 2 == 0 ? null : "must have an even length";
        var reader = Read("""{"a":"xx","b":"x","c":["xx","x",1]}""");
        reader.RequiredValue<int>("a", 10, Even).ShouldBe(2);
        reader.OptionalScalar<int>("b", 10, Even).ShouldBeNull();
        reader.OptionalValues<int>("c", 10, Even);
        reader.Finish()!.Errors!.Keys.ShouldBe(["b", "c[1]", "c[2]"], ignoreOrder: true);
    }

    [Fact]
    public void An_array_that_is_too_long_is_refused_as_a_whole()
    {
        var reader = Read("""{"tags":["a","b","c"]}""");
        reader.OptionalTexts("tags", 1, 10, maxItems: 2);
        reader.Finish()!.Errors!["tags"].ShouldBe(["must have at most 2 items; it has 3"]);
    }

    [Fact]
    public void The_callers_own_errors_stand_beside_the_others()
    {
        var reader = Read("""{"figures":[{"min":2,"max":1}]}""");
        reader.OptionalArray("figures", figure =>
        {
            if (figure.RequiredDecimal("min") > figure.RequiredDecimal("max"))
                figure.Fail("min", "must not be greater than max");
            return 0;
        });
        reader.Finish()!.Detail.ShouldBe("figures[0].min must not be greater than max.");
    }

    private static ObjectReader Read(string json) => new(StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Value!.Root);
}
