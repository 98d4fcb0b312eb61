using Timeline.Service.Commands;

namespace Timeline.Service.Tests.Commands;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("serve --urls http://localhost:1 --rejects x", "serve --rejects x", "--urls http://localhost:1")]
    [InlineData("import a --EmbeddedPostgres:DataDirectory=/d -", "import a -", "--EmbeddedPostgres:DataDirectory=/d")]
    [InlineData("--ConnectionStrings:Timeline x export", "export", "--ConnectionStrings:Timeline x")]
    [InlineData("--seeds=false", "--seeds=false", "")]
    [InlineData("import -- --urls", "import -- --urls", "")]
    [InlineData("import c:\\file:name", "import c:\\file:name", "")]
    public void Settings_are_those_of_a_section_and_the_hosts_own(string arguments, string words, string settings)
    {
        var split = Settings.Split(arguments.Split(' '));

        string.Join(' ', split.Words).ShouldBe(words);
        string.Join(' ', split.Settings).ShouldBe(settings);
    }
}
