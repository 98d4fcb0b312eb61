using System.Net.Sockets;
using System.Text;

namespace Timeline.Service.Tests.Http;

/// <summary>Requests that no HTTP client would send.</summary>
public sealed class RawRequestTests(PlumbingHost host) : IClassFixture<PlumbingHost>
{
    [Theory]
    [InlineData("GET /query?actor=%zz HTTP/1.1", 400)]
    [InlineData("GET /query?actor=%00 HTTP/1.1", 400)]
    [InlineData("GET /query?actor=\u00ff HTTP/1.1", 400)]
    [InlineData("GET /%00 HTTP/1.1", 400)]
    [InlineData("GET /%ff HTTP/1.1", 404)]
    [InlineData("GET /problems/..%2f..%2fetc HTTP/1.1", 404)]
    [InlineData("OPTIONS * HTTP/1.1", 404)]
    [InlineData("FROBNICATE /tagged HTTP/1.1", 405)]
    [InlineData("POST /json HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999999", 413)]
    [InlineData("POST /json HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: -1", 400)]
    [InlineData("POST /json HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", 400)]
    [InlineData("POST /keyed HTTP/1.1\r\nContent-Length: 0\r\nIdempotency-Key: \u00ff", 400)]
    public async Task A_malformed_request_is_the_clients_fault(string head, int status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\nHost: x\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        (await reader.ReadLineAsync())!.ShouldStartWith($"HTTP/1.1 {status} ");
    }
}
