using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Timeline.Service.Tests.Hosting;

namespace Timeline.Service.Tests.Commands;

public sealed partial class ServeCommandTests
{
    [Fact]
    public async Task One_command_migrates_loads_the_seeds_and_prints_questions_that_work()
    {
        await using var folder = new DataFolder();
        var data = $"--EmbeddedPostgres:DataDirectory={folder.Path}";
        await using var first = TimelineProcess.Start(null, data, "--urls=http://127.0.0.1:0");
        await first.WaitForOutputAsync("Ctrl-C stops it.");

        var questions = Question().Matches(first.Output).Select(match => match.Groups[1].Value).ToList();
        questions.Count.ShouldBe(3);
        using var client = new HttpClient();
        (await client.GetFromJsonAsync<JsonElement>(questions[0])).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())
            .ShouldContain("nis-3000");
        foreach (var question in questions.Skip(1))
            (await client.GetAsync(new Uri(question))).EnsureSuccessStatusCode();
        var address = new Uri(questions[0]).GetLeftPart(UriPartial.Authority);

        var second = await TimelineProcess.RunAsync(null, "", data, "--urls=http://127.0.0.1:0");
        second.ExitCode.ShouldBe(2);
        second.Error.ShouldContain($"Timeline already runs on the data folder {folder.Path} (process {first.Id}, serving at {address})");

        // Other commands share the server meanwhile.
        var import = await TimelineProcess.RunAsync(null, """{"type":"actor","id":"ruritania","name":"Ruritania","kind":"state"}""", "import", "-", data);
        import.Output.ShouldContain("1 accepted");
        (await client.GetAsync(new Uri(address + "/api/actors/ruritania"))).EnsureSuccessStatusCode();

        var stopped = await first.StopAsync();
        stopped.ExitCode.ShouldBe(0);
        stopped.Error.ShouldNotContain("   at ");
        File.Exists(Path.Combine(folder.Cluster.Data, "postmaster.pid")).ShouldBeFalse("PostgreSQL is stopped in order");
    }

    [Fact]
    public async Task A_taken_port_is_told_in_a_sentence()
    {
        await using var log = await Import.ImportLog.CreateAsync();
        var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            var result = await TimelineProcess.RunAsync(log.ConnectionString, "", $"--urls=http://{taken.LocalEndpoint}", "--Timeline:Seeds=false");

            result.ExitCode.ShouldBe(2);
            result.Error.ShouldContain("address already in use");
            (result.Output + result.Error).ShouldNotContain("   at ");
        }
        finally
        {
            taken.Stop();
        }
    }

    [GeneratedRegex("curl '([^']+)'")]
    private static partial Regex Question();
}
