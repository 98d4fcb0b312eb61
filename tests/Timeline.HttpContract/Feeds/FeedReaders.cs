using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Timeline.HttpContract;

/// <summary>Readers of feeds that others wrote, by the names that they have in <c>node/read.mjs</c>.</summary>
public static class FeedReaders
{
    public const string Atom = "atom", Calendar = "calendar", Csv = "csv", GeoJson = "geoJson", JsonFeed = "jsonFeed", JsonLd = "jsonLd", TimelineJs = "timelineJs";

    private static readonly string Folder = typeof(FeedReaders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "FeedReaders").Value!;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a reader finds in a feed; fails where it refuses it.</summary>
    public static async Task<JsonElement> ReadAsync(string reader, string text) => (await ReadAsync((reader, text))).Single();

    /// <inheritdoc cref="ReadAsync(string, string)"/>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(params (string Reader, string Text)[] feeds)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ical.js")))
            throw new InvalidOperationException($"The readers are not in {Folder}: the build could not run npm (of Node.js 20 or newer) there. Run 'npm ci' there to see why.");
        var answers = JsonElement.Parse(await RunAsync(JsonSerializer.Serialize(feeds.Select(feed => new { reader = feed.Reader, text = feed.Text }), Options)));
        return [.. answers.EnumerateArray().Zip(feeds, (answer, feed) =>
        {
            answer.Text("fault").ShouldBeNull($"{feed.Reader} refuses {feed.Text}");
            return answer.GetProperty("value");
        })];
    }

    private static async Task<string> RunAsync(string input)
    {
        using var node = Start(new ProcessStartInfo("node", ["read.mjs"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        });
        var answer = node.StandardOutput.ReadToEndAsync();
        var complaint = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? await answer : throw new InvalidOperationException($"node ended with {node.ExitCode}: {await complaint}");
    }

    private static Process Start(ProcessStartInfo command)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("This test needs Node.js 20 or newer on the PATH.", missing);
        }
    }
}
