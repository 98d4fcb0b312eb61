using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Timeline.Web.Tests.Support;

namespace Timeline.Web.Tests.Embed;

/// <summary>oEmbed 1.0.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class OEmbedTests(Site site)
{
    [Fact]
    public async Task It_gives_a_frame_of_no_more_than_the_asked_size()
    {
        var answer = await site.Client.GetFromJsonAsync<JsonElement>(About("/?knownAt=2024-10-25&actor=north-korea&utm=1#entry=x") + "&maxwidth=320&maxheight=9000&unheard-of=1");

        answer.GetProperty("type").GetString().ShouldBe("rich");
        answer.GetProperty("version").GetString().ShouldBe("1.0");
        answer.GetProperty("provider_name").GetString().ShouldBe("Timeline");
        answer.GetProperty("width").GetInt32().ShouldBe(320);
        answer.GetProperty("height").GetInt32().ShouldBe(600);
        answer.GetProperty("html").GetString().ShouldBe(
            $"<iframe src=\"{site.Address}/embed?actor=north-korea&amp;knownAt=2024-10-25\" width=\"320\" height=\"600\" title=\"What was known on 2024-10-25\" loading=\"lazy\"></iframe>");
    }

    [Fact]
    public async Task It_says_the_same_in_XML()
    {
        var json = await site.Client.GetFromJsonAsync<JsonElement>(About("/actors/russia"));
        var xml = XDocument.Parse(await site.Client.GetStringAsync(About("/actors/russia") + "&format=xml")).Root!;

        xml.Name.LocalName.ShouldBe("oembed");
        xml.Elements().Select(element => (element.Name.LocalName, element.Value)).ShouldBe(json.EnumerateObject().Select(member => (member.Name, member.Value.ToString())));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/actors/north-korea?knownAt=2024-10-25")]
    [InlineData("/embed?q=%22troops%22&knownAt=2024-10-25")]
    public async Task A_page_names_it(string path)
    {
        var html = await site.Client.GetStringAsync(path);
        var href = WebUtility.HtmlDecode(Discovery().Match(html).Groups[1].Value);

        (await site.Client.GetFromJsonAsync<JsonElement>(href)).GetProperty("html").GetString()!.ShouldContain("/embed");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("ftp://elsewhere.example/")]
    [InlineData("/changes")]
    [InlineData("/embed/more")]
    [InlineData("/actors/")]
    public async Task Another_address_is_not_found(string address)
    {
        using var answer = await site.Client.GetAsync(address.StartsWith('/') ? About(address) : $"/oembed?url={Uri.EscapeDataString(address)}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/oembed")]
    [InlineData("/oembed?url=")]
    [InlineData("/oembed?url=a&maxwidth=0")]
    [InlineData("/oembed?url=a&maxheight=tall")]
    [InlineData("/oembed?url=a&format=yaml")]
    public async Task Bad_input_is_refused(string path)
    {
        using var answer = await site.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private string About(string path) => $"/oembed?url={Uri.EscapeDataString(site.Address + path)}";

    [GeneratedRegex("<link rel=\"alternate\" type=\"application/json\\+oembed\" title=\"oEmbed\" href=\"([^\"]+)\">")]
    private static partial Regex Discovery();
}
