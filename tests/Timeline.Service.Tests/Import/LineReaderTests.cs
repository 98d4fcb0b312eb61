using System.IO.Pipelines;
using System.Text;
using Timeline.Service.Import;

namespace Timeline.Service.Tests.Import;

public sealed class LineReaderTests
{
    private const int Longest = 20;

    [Theory]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("a\nb", "1:a 2:b")]
    [InlineData("a\r\nb\r\n", "1:a 2:b")]
    [InlineData("\n\na\n \t\r\n\nb", "3:a 6:b")]
    [InlineData("\uFEFFa\n\uFEFFb", "1:a 2:\uFEFFb")]
    [InlineData("", "")]
    [InlineData("\n \n", "")]
    [InlineData("a\rb\n", "1:a\rb")]
    [InlineData("12345678901234567890\r\n123456789012345678901\nc", "1:12345678901234567890 2:! 3:c")]
    [InlineData("1234567890123456789012345678901234567890", "1:!")]
    [InlineData("\uFEFF12345678901234567890\r\n", "1:12345678901234567890")]
    public async Task Lines_are_told_apart_and_numbered_however_they_arrive(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var part = 1; part <= bytes.Length + 1; part++)
            (await ReadAsync(bytes, part, 1000)).ShouldBe(expected, $"in parts of {part} bytes");
        (await ReadAsync(bytes, 7, 1)).ShouldBe(expected, "a line at a time");
    }

    [Fact]
    public async Task What_is_there_is_given_without_waiting_for_more()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Longest);
        await pipe.Writer.WriteAsync("a\nb\nc"u8.ToArray());

        (await reader.ReadAsync(1000, 1000, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Count.ShouldBe(2);
        var third = reader.ReadAsync(1000, 1000, CancellationToken.None).AsTask();
        third.IsCompleted.ShouldBeFalse();
        await pipe.Writer.WriteAsync("c\n"u8.ToArray());

        Show(await third.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("3:cc");
    }

    [Fact]
    public async Task A_line_without_an_end_takes_no_memory()
    {
        var endless = new Endless(256L << 20);
        var reader = new LineReader(PipeReader.Create(endless), 1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var lines = await reader.ReadAsync(1000, 1 << 20, CancellationToken.None);

        Show(lines).ShouldBe("1:!");
        reader.Bytes.ShouldBe(256L << 20);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    private static async Task<string> ReadAsync(byte[] bytes, int part, int most)
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Longest);
        var feeding = FeedAsync();
        var all = new List<InputLine>();
        while (await reader.ReadAsync(most, 1 << 20, CancellationToken.None) is { Count: > 0 } lines)
            all.AddRange(lines);
        await feeding;
        reader.Bytes.ShouldBe(bytes.Length);
        return Show(all);

        async Task FeedAsync()
        {
            foreach (var chunk in bytes.Chunk(part))
            {
                await pipe.Writer.WriteAsync(chunk);
                await Task.Yield();
            }
            await pipe.Writer.CompleteAsync();
        }
    }

    private static string Show(IEnumerable<InputLine> lines) =>
        string.Join(' ', lines.Select(line => $"{line.Number}:{(line.IsTooLong ? "!" : Encoding.UTF8.GetString(line.Text.Span))}"));

    /// <summary>So many bytes without a line feed.</summary>
    private sealed class Endless(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, _left);
            _left -= given;
            buffer.AsSpan(offset, given).Fill((byte)'x');
            return given;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var given = (int)Math.Min(buffer.Length, _left);
            _left -= given;
            buffer.Span[..given].Fill((byte)'x');
            return ValueTask.FromResult(given);
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
