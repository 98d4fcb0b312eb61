using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Timeline.Service.Tests.Live;

/// <summary>A reader that asks and then takes nothing, until it is told to.</summary>
internal sealed class StalledReader : IDisposable
{
    private readonly TcpClient _client = new() { ReceiveBufferSize = 4096 };

    private StalledReader()
    {
    }

    public static async Task<StalledReader> OpenAsync(Uri server, string pathAndQuery)
    {
        var stalled = new StalledReader();
        await stalled._client.ConnectAsync(server.Host, server.Port);
        // HTTP/1.0, because chunks would cut lines in two.
        await stalled._client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {pathAndQuery} HTTP/1.0\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\n\r\n"));
        return stalled;
    }

    /// <summary>Takes everything now, up to the id.</summary>
    /// <returns>The ids of the frames, in the order in which they came.</returns>
    public async Task<List<long>> CatchUpAsync(long to)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(_client.GetStream());
        var ids = new List<long>();
        var isFrame = false;
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            isFrame |= line.StartsWith("data: ", StringComparison.Ordinal);
            if (!line.StartsWith("id: ", StringComparison.Ordinal))
                continue;
            var id = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            if (isFrame)
                ids.Add(id);
            isFrame = false;
            if (id >= to)
                break;
        }
        return ids;
    }

    /// <summary>Whether the server has closed the connection, after whatever was under way.</summary>
    public async Task<bool> IsClosedAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _client.GetStream().ReadAsync(buffer, patience.Token) > 0)
            {
            }
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();
}
