using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Timeline.Service.Import.Archives;

namespace Timeline.Service.Commands;

/// <summary>A file of an import, or standard input.</summary>
internal sealed class ImportInput : IAsyncDisposable
{
    private const string StandardInput = "-";
    private const int Announcement = 11;

    private readonly Stream _stream;
    private readonly long? _length;
    private readonly ZipArchive? _zip;

    private ImportInput(string name, Stream stream, long? length = null, ZipArchive? zip = null)
    {
        (_length, _zip) = (length, zip);
        (Name, _stream) = (name, stream);
        Reader = name == StandardInput ? Pumped(stream) : PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024));
    }

    public string Name { get; }

    public PipeReader Reader { get; }

    public bool IsArchive { get; private set; }

    /// <summary>Bytes; null where nobody knows before the end.</summary>
    public long? Length => _length ?? (_stream.CanSeek ? _stream.Length : null);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <param name="isTable">Whether it holds rows of some format: it may be zipped, and is no archive.</param>
    public static async Task<ImportInput> OpenAsync(string name, bool isTable, CancellationToken cancellation)
    {
        if (Directory.Exists(name))
            throw new CommandException($"{name} is a folder: name the files in it.");
        if (isTable)
            return Path.GetExtension(name).Equals(".zip", StringComparison.OrdinalIgnoreCase) ? Unzipped(name) : new ImportInput(name, Open(name));
        var input = new ImportInput(name, Open(name));
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

    public async ValueTask DisposeAsync()
    {
        await Reader.CompleteAsync();
        if (_zip is not null)
            await _zip.DisposeAsync();
    }

    private static Stream Open(string name) => name == StandardInput ? Console.OpenStandardInput() : File.OpenRead(name);

    /// <summary>The only file of a zip.</summary>
    private static ImportInput Unzipped(string name)
    {
        try
        {
            var zip = ZipFile.OpenRead(name);
            if (zip.Entries.Count == 1)
                return new ImportInput(name, zip.Entries[0].Open(), zip.Entries[0].Length, zip);
            var count = zip.Entries.Count;
            zip.Dispose();
            throw new CommandException($"{name} has {count} files in it; unzip it, and name those to import.");
        }
        catch (InvalidDataException broken)
        {
            throw new CommandException($"{name} is no zip file: {broken.Message}");
        }
    }

    /// <summary>A read of standard input cannot be cancelled; what waits for this can.</summary>
    private static PipeReader Pumped(Stream stream)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, minimumSegmentSize: 64 * 1024));
        _ = Task.Run(async () =>
        {
            try
            {
                await stream.CopyToAsync(pipe.Writer);
                await pipe.Writer.CompleteAsync();
            }
            catch (IOException broken)
            {
                await pipe.Writer.CompleteAsync(broken);
            }
        });
        return pipe.Reader;
    }
}
