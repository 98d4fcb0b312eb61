using System.Buffers;
using System.IO.Pipelines;
using Timeline.Service.Import.Archives;

namespace Timeline.Service.Commands;

/// <summary>A file of an import, or standard input.</summary>
internal sealed class ImportInput : IAsyncDisposable
{
    private const string StandardInput = "-";
    private const int Announcement = 11;

    private readonly Stream _stream;

    private ImportInput(string name, Stream stream)
    {
        (Name, _stream) = (name, stream);
        Reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024));
    }

    public string Name { get; }

    public PipeReader Reader { get; }

    public bool IsArchive { get; private set; }

    /// <summary>Bytes; null where nobody knows before the end.</summary>
    public long? Length => _stream.CanSeek ? _stream.Length : null;

    /// <exception cref="IOException">There is no such file.</exception>
    public static async Task<ImportInput> OpenAsync(string name, CancellationToken cancellation)
    {
        if (Directory.Exists(name))
            throw new CommandException($"{name} is a folder: name the files in it.");
        var input = new ImportInput(name, name == StandardInput ? Console.OpenStandardInput() : File.OpenRead(name));
        var start = await input.Reader.ReadAtLeastAsync(Announcement, cancellation);
        input.IsArchive = Archive.IsAnnouncedBy(start.Buffer.Slice(0, Math.Min(Announcement, start.Buffer.Length)).ToArray());
        input.Reader.AdvanceTo(start.Buffer.Start);
        return input;
    }

    /// <summary>What can be read twice: the file itself, or a temporary copy of standard input.</summary>
    public async Task<FileStream> AsFileAsync(CancellationToken cancellation)
    {
        if (Name != StandardInput)
            return File.OpenRead(Name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var copy = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        await Reader.CopyToAsync(copy, cancellation);
        copy.Position = 0;
        return copy;
    }

    public async ValueTask DisposeAsync() => await Reader.CompleteAsync();
}
