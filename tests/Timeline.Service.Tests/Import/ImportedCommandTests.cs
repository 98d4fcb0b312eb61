using System.Text;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Service.Import;

namespace Timeline.Service.Tests.Import;

public sealed class ImportedCommandTests
{
    [Fact]
    public void A_line_without_a_key_is_known_by_its_canonical_content()
    {
        var key = Read(Lines.Actor).Key!;
        var other = Read("""{ "kind" : "state", "name":"Ru\u0072itania", "aliases":["RUR"],"type":"actor","id":"ruritania" }""").Key!;

        key.Key.ShouldStartWith("sha256:");
        other.Key.ShouldBe(key.Key);
        other.RequestHash.ToArray().ShouldBe(key.RequestHash.ToArray());
        Read(Lines.Actor.Replace("RUR", "Rur", StringComparison.Ordinal)).Key!.Key.ShouldNotBe(key.Key);
    }

    [Fact]
    public void Numbers_are_one_content_by_their_value_and_two_beyond_a_doubles_digits()
    {
        Read(WithValue("1.50")).Key!.Key.ShouldBe(Read(WithValue("15e-1")).Key!.Key);
        Read(WithValue("0.1234567890123456789012345")).Key!.Key.ShouldNotBe(Read(WithValue("0.1234567890123456789012346")).Key!.Key);

        static string WithValue(string value) => Lines.Report("r", $$""","figures":[{"measure":"m","value":{{value}},"unit":"u"}]""");
    }

    [Fact]
    public void A_lines_own_key_is_no_part_of_its_content()
    {
        var one = Read(Lines.Keyed("one", Lines.Actor)).Key!;
        var two = Read(Lines.Keyed("two", Lines.Actor)).Key!;

        one.Key.ShouldBe("one");
        one.RequestHash.ToArray().ShouldBe(two.RequestHash.ToArray());
        one.RequestHash.ToArray().ShouldBe(Read(Lines.Actor).Key!.RequestHash.ToArray());
    }

    [Fact]
    public void An_export_tells_what_a_key_was_first_used_with()
    {
        var first = Read(Lines.Keyed("k", Lines.Actor)).Key!;
        var hash = Convert.ToHexStringLower(first.RequestHash.Span);
        var inOtherWords = Lines.Keyed("k", Lines.Actor.Replace("\"RUR\"", "", StringComparison.Ordinal));

        Read(With($"\"content\":\"sha256:{hash}\"", inOtherWords)).Key!.RequestHash.ToArray().ShouldBe(first.RequestHash.ToArray());
        Read(inOtherWords).Key!.RequestHash.ToArray().ShouldNotBe(first.RequestHash.ToArray());
        Read(With("\"content\":\"md5:1\"", inOtherWords)).Refusal!.Errors!.Keys.ShouldBe(["content"]);

        static string With(string member, string line) => $"{{{member},{line[1..]}";
    }

    [Fact]
    public void A_report_without_an_id_gets_the_same_one_wherever_it_is_imported()
    {
        var line = Lines.Report("r").Replace("\"id\":\"r\",", "", StringComparison.Ordinal);
        var id = ((ReportDevelopment)Read(line).Command!).Development;

        id.ShouldStartWith("about-r-");
        ((ReportDevelopment)Read(line).Command!).Development.ShouldBe(id);
        ((ReportDevelopment)Read(line.Replace("Gazette", "Herald", StringComparison.Ordinal)).Command!).Development.ShouldNotBe(id);
        Limits.IsSlug(((ReportDevelopment)Read(line.Replace("About r", "北韓軍", StringComparison.Ordinal)).Command!).Development).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"id":"a"}""", "type is required")]
    [InlineData("""{"type":7}""", "type is required")]
    [InlineData("""{"type":"repoort"}""", "type must be one of actor, report, correct")]
    [InlineData("""{"type":"retract","reason":"r","source":{"publisher":"p"}}""", "development is required")]
    [InlineData("""{"type":"annul","development":"d","reason":"r"}""", "position is required")]
    [InlineData("""{"type":"annul","development":"d","reason":"r","position":4,"event":"k"}""", "event says the same as position")]
    [InlineData("""{"type":"actor","id":"a","name":"A","kind":"state","alias":["b"]}""", "alias")]
    [InlineData("""{"type":"actor","id":"a" """, "(column ")]
    [InlineData("""["type"]""", "The line must be a JSON object")]
    [InlineData("""{"archive":1,"log":"abcdefghijkl"}""", "This is an archive")]
    public void A_line_that_is_no_command_says_why(string line, string why)
    {
        var read = Read(line);

        read.Command.ShouldBeNull();
        read.Refusal!.Detail.ShouldContain(why);
    }

    [Fact]
    public void A_key_of_an_export_names_a_position_of_its_own_log_only()
    {
        ImportKey.PositionIn("abcdefghijkl", "abcdefghijkl/17").ShouldBe(17);
        ImportKey.PositionIn("abcdefghijkm", "abcdefghijkl/17").ShouldBeNull();
        ImportKey.PositionIn("abcdefghijkl", "abcdefghijkl/017").ShouldBeNull();
        ImportKey.PositionIn("abcdefghijkl", "abcdefghijkl/99999999999999999999").ShouldBeNull();
    }

    private static ImportedCommand Read(string line) => ImportedCommand.Read(new InputLine(1, Encoding.UTF8.GetBytes(line)));
}
