using System.Collections.Concurrent;

namespace Timeline.HttpContract;

/// <summary>
/// A running host with an empty log of its own, for one class of tests. A host enrols in a suite with an empty subclass:
/// <c>public class ReportTests(MyHost api) : ReportContract(api), IClassFixture&lt;MyHost&gt;;</c>.
/// </summary>
public abstract class TimelineApi : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _scenes = new();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A second host of the same kind, with another log.</summary>
    public abstract TimelineApi Another();

    /// <summary>The same log's edition, but of a view version that is not served.</summary>
    public virtual string OfOtherView(string edition)
    {
        var dot = edition.LastIndexOf('.');
        return $"{edition[..dot]}.{int.Parse(edition[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture) + 1}";
    }

    public async Task RestartAsync()
    {
        Client.Dispose();
        await StopAsync();
        Client = ClientOf(await StartAsync());
    }

    /// <summary>What a class's tests share: built by the first that asks.</summary>
    public Task<T> OnceAsync<T>(string name, Func<Task<T>> build) => (Task<T>)_scenes.GetOrAdd(name, _ => new Lazy<Task>(build)).Value;

    public async Task InitializeAsync() => Client = ClientOf(await StartAsync());

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await DropAsync();
    }

    /// <summary>Starts on the same log as before, if there was one, and listens on a real port.</summary>
    protected abstract Task<Uri> StartAsync();

    protected abstract Task StopAsync();

    /// <summary>Removes the log.</summary>
    protected abstract Task DropAsync();

    private static HttpClient ClientOf(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
}
