using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Timeline.Service.Tests.Import;

public sealed class ImportEndpointTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ImportLog _log = null!;
    private WebApplication _app = null!;
    private HttpClient Client { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _log = await ImportLog.CreateAsync();
        _app = await _log.ServeAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_lines_and_a_summary_at_the_end()
    {
        using var answer = await PostAsync($"{Lines.Actor}\n\nnonsense\n{Lines.Report("one")}\n{Lines.Actor}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("""{"line":1,"outcome":"accepted","position":1}""");
        lines[1].ShouldStartWith("""{"line":3,"outcome":"rejected","problem":{"type":"/problems/unreadable","title":""");
        lines[2].ShouldBe("""{"line":4,"outcome":"accepted","position":2}""");
        lines[3].ShouldBe("""{"line":5,"outcome":"duplicate","position":1}""");
        lines[4].ShouldBe("""{"accepted":2,"duplicates":1,"rejected":1}""");
        lines.Length.ShouldBe(5);
    }

    [Fact]
    public async Task A_line_is_answered_before_the_next_is_sent()
    {
        using var connection = await RawConnection.OpenAsync(_app);
        await connection.SendHeadersAsync("/api/import");

        await connection.SendChunkAsync(Lines.Actor + "\n");
        (await connection.ReadUntilAsync("\"line\":1,")).ShouldContain("200 OK");
        await connection.SendChunkAsync(Lines.Report("one")[..20]);
        await connection.SendChunkAsync(Lines.Report("one")[20..] + "\n" + Lines.Correct("one", "Right"));
        await connection.ReadUntilAsync("{\"line\":2,\"outcome\":\"accepted\",\"position\":2}");
        await connection.SendChunkAsync("\n");
        await connection.ReadUntilAsync("{\"line\":3,\"outcome\":\"accepted\",\"position\":3}");
        await connection.SendEndAsync();

        await connection.ReadUntilAsync("{\"accepted\":3,\"duplicates\":0,\"rejected\":0}");
    }

    [Fact]
    public async Task A_client_that_reads_nothing_before_it_has_sent_all_is_served()
    {
        const int Count = 100_000;
        using var connection = await RawConnection.OpenAsync(_app);
        await connection.SendHeadersAsync("/api/import");
        var part = string.Concat(Enumerable.Repeat("{\"type\":\"nonsense\"}\n", 1_000));
        for (var i = 0; i < Count / 1_000; i++)
            await connection.SendChunkAsync(part).WaitAsync(Patience);
        await connection.SendEndAsync();

        // Some 20 MB: far more than sockets hold.
        (await connection.ReadUntilAsync($"{{\"accepted\":0,\"duplicates\":0,\"rejected\":{Count}}}")).Length.ShouldBeGreaterThan(10_000_000);
    }

    [Fact]
    public async Task The_whole_may_be_larger_than_any_other_request()
    {
        var blank = new string(' ', (1 << 20) - 1) + "\n";
        using var answer = await PostAsync(string.Concat(Enumerable.Repeat(blank, 35)) + Lines.Actor);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            string.Create(CultureInfo.InvariantCulture, $"{{\"line\":{35 + 1},\"outcome\":\"accepted\",\"position\":1}}\n{{\"accepted\":1,\"duplicates\":0,\"rejected\":0}}\n"));
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_whole_lines_and_nothing_of_the_last()
    {
        using (var connection = await RawConnection.OpenAsync(_app))
        {
            await connection.SendHeadersAsync("/api/import");
            await connection.SendChunkAsync(Lines.Actor + "\n" + Lines.Report("one"));
            await connection.ReadUntilAsync("\"line\":1,");
        }

        using var answer = await PostAsync(Lines.Actor + "\n" + Lines.Report("one"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("{\"accepted\":1,\"duplicates\":1,\"rejected\":0}");
    }

    [Fact]
    public async Task A_database_that_goes_away_ends_the_answer_with_what_was_taken_and_why()
    {
        using var connection = await RawConnection.OpenAsync(_app);
        await connection.SendHeadersAsync("/api/import");
        await connection.SendChunkAsync(Lines.Actor + "\n");
        await connection.ReadUntilAsync("\"line\":1,");
        await using var away = await _log.TakeAwayAsync();

        await connection.SendChunkAsync(Lines.Report("one") + "\n");

        await connection.ReadUntilAsync("{\"accepted\":1,\"duplicates\":0,\"rejected\":0,\"problem\":{\"type\":\"/problems/unavailable\"");
    }

    [Fact]
    public async Task A_stop_of_the_service_ends_the_answer_in_the_same_way()
    {
        using var connection = await RawConnection.OpenAsync(_app);
        await connection.SendHeadersAsync("/api/import");
        await connection.SendChunkAsync(Lines.Actor + "\n");
        await connection.ReadUntilAsync("\"line\":1,");

        var stopping = _app.StopAsync();

        await connection.ReadUntilAsync("{\"accepted\":1,\"duplicates\":0,\"rejected\":0,\"problem\":{\"type\":\"/problems/unavailable\"");
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Nothing_but_plain_lines_is_taken()
    {
        (await StatusAsync("application/json")).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await StatusAsync("application/x-ndjson", encoding: "gzip")).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await StatusAsync("application/x-ndjson", "?expectedVersion=1")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync("application/x-ndjson; charset=utf-8")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_import()
    {
        using var answer = await PostAsync("");

        (await answer.Content.ReadAsStringAsync()).ShouldBe("{\"accepted\":0,\"duplicates\":0,\"rejected\":0}\n");
    }

    [Fact]
    public async Task Imports_at_the_same_time_take_every_line_once()
    {
        string[] lines = [Lines.Actor, .. Enumerable.Range(0, 500).Select(i => Lines.Report(string.Create(CultureInfo.InvariantCulture, $"r-{i}")))];
        var summaries = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var answer = await PostAsync(string.Join('\n', lines));
            return JsonDocument.Parse((await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')[^1]).RootElement;
        }));

        summaries.Sum(summary => summary.GetProperty("accepted").GetInt64()).ShouldBe(lines.Length);
        summaries.Sum(summary => summary.GetProperty("duplicates").GetInt64()).ShouldBe(3 * lines.Length);
        (await _log.EventsAsync()).ShouldBe(lines.Length);
    }

    private Task<HttpResponseMessage> PostAsync(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        return Client.PostAsync(new Uri("/api/import", UriKind.Relative), content);
    }

    private async Task<HttpStatusCode> StatusAsync(string mediaType, string query = "", string? encoding = null)
    {
        using var content = new ByteArrayContent([]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var answer = await Client.PostAsync(new Uri("/api/import" + query, UriKind.Relative), content);
        return answer.StatusCode;
    }

    /// <summary>HTTP/1.1 by hand: .NET's client sends all of a request before it reads.</summary>
    private sealed class RawConnection : IDisposable
    {
        private readonly TcpClient _tcp = new();
        private readonly StringBuilder _received = new();
        private int _searched;

        public static async Task<RawConnection> OpenAsync(WebApplication app)
        {
            var connection = new RawConnection();
            var address = new Uri(app.Urls.Single());
            await connection._tcp.ConnectAsync(address.Host, address.Port);
            return connection;
        }

        public Task SendHeadersAsync(string path) => SendAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");

        public Task SendChunkAsync(string text) => SendAsync(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"));

        public Task SendEndAsync() => SendAsync("0\r\n\r\n");

        /// <summary>All that has come, chunk sizes and all, once it holds a text.</summary>
        public async Task<string> ReadUntilAsync(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            var buffer = new byte[256 * 1024];
            while (!Tail().Contains(text, StringComparison.Ordinal))
            {
                _searched = Math.Max(0, _received.Length - text.Length);
                var count = await _tcp.GetStream().ReadAsync(buffer, patience.Token);
                count.ShouldBeGreaterThan(0, $"the connection ended before {text}");
                _received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
            return _received.ToString();

            string Tail() => _received.ToString(_searched, _received.Length - _searched);
        }

        public void Dispose() => _tcp.Dispose();

        private async Task SendAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
