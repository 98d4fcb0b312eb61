using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Timeline.Benchmarks.Http;

/// <summary>
/// One connection that asks and waits, at as little cost as can be: client and server share the machine. Knows answers with a length, and those that
/// have none.
/// </summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[512 * 1024];

    private RawClient(Socket socket) => _socket = socket;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", address.Port);
        return new RawClient(socket);
    }

    public static byte[] Get(string target, params string[] headers) =>
        Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public static byte[] Post(string target, byte[] body, string contentType) =>
        [.. Encoding.ASCII.GetBytes($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>Sends a request and reads its answer whole; fails unless it has this status.</summary>
    /// <returns>Header section and body, until the next request.</returns>
    public async Task<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> request, int status)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var (read, whole) = (0, -1);
        while (whole < 0 || read < whole)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(read), SocketFlags.None);
            if (count == 0)
                throw new IOException("The server closed the connection.");
            read += count;
            if (whole < 0)
                whole = LengthOf(_buffer.AsSpan(0, read), status);
        }
        return _buffer.AsMemory(0, whole);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The whole answer's length; negative while the header section is not complete.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes, int status)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return -1;
        var head = bytes[..end];
        if (!int.TryParse(head.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var got) || got != status)
            throw new InvalidOperationException($"The answer was not {status}: {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 2_000)])}");
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return end + 4;
        var rest = head[(at + 16)..];
        var stop = rest.IndexOf((byte)'\r');
        return end + 4 + int.Parse(stop < 0 ? rest : rest[..stop], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
