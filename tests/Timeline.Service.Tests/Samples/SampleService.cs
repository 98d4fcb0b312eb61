using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Samples;

/// <summary>The service with the seeds and the sample of daily losses, imported over HTTP.</summary>
public sealed class SampleService : SeededService
{
    public static readonly string Folder = Repository.PathOf("docs", "samples", "losses");

    /// <summary>What the script prints.</summary>
    public string Commands { get; private set; } = "";

    /// <summary>What the import answered, a line a command, and a summary.</summary>
    public IReadOnlyList<string> Outcomes { get; private set; } = [];

    public async Task<IReadOnlyList<string>> ImportAsync()
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Commands)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var response = await Client.PostAsync("/api/import", body);
        return (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
    }

    public async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await Client.GetStringAsync(path));

    protected override async Task FillAsync()
    {
        Commands = await Node.RunAsync(Folder, ["commands.mjs"]);
        Outcomes = await ImportAsync();
    }
}
