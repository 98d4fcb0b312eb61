namespace Timeline.Service.Import;

/// <summary>
/// Answers while the request is still being read, at the client's pace. Many clients read nothing before they have sent everything: what they have
/// not taken yet waits in memory, beyond that in a temporary file, so that it neither stops the reading nor fills the memory.
/// </summary>
internal sealed class SpooledResponse(Stream body, CancellationToken cancellation) : IAsyncDisposable
{
    private const int MostInMemory = 1 << 20;
    private const long MostInFile = 1L << 30;
    private const int PartOfFile = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _memory = [];
    private readonly SemaphoreSlim _changed = new(0);
    private long _inMemory;
    private FileStream? _file;
    private bool _hasNoFile;
    private long _written;
    private long _read;
    private bool _isComplete;
    private Task? _sending;

    /// <summary>Whether anything was given to it.</summary>
    public bool HasStarted => _sending is not null;

    /// <summary>Adds to the answer; waits only where the client is a gigabyte behind.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> part)
    {
        _sending ??= Task.Run(SendAsync, CancellationToken.None);
        while (!TryAdd(part))
        {
            if (_sending.IsCompleted)
                break;
            await Task.Delay(20, cancellation);
        }
        _changed.Release();
        if (_sending.IsFaulted)
            await _sending;
    }

    /// <summary>Waits until the client has all of it.</summary>
    public async Task CompleteAsync()
    {
        Volatile.Write(ref _isComplete, true);
        _changed.Release();
        if (_sending is not null)
            await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isComplete, true);
        _changed.Release();
        if (_sending is not null)
            await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_file is not null)
            await _file.DisposeAsync();
        _changed.Dispose();
    }

    private bool TryAdd(ReadOnlyMemory<byte> part)
    {
        lock (_gate)
        {
            // While the file holds something, all that is newer goes there too.
            if (_written == _read && (_inMemory == 0 || _inMemory + part.Length <= MostInMemory))
            {
                _memory.Enqueue(part);
                _inMemory += part.Length;
                return true;
            }
            if (_written - _read > MostInFile || OpenFile() is not { } file)
                return false;
            RandomAccess.Write(file.SafeFileHandle, part.Span, _written);
            _written += part.Length;
            return true;
        }
    }

    private async Task SendAsync()
    {
        while (true)
        {
            // Read before the rest is taken: what is added later comes with a signal of its own.
            var isComplete = Volatile.Read(ref _isComplete);
            while (TakeNext() is { IsEmpty: false } part)
            {
                await body.WriteAsync(part, cancellation);
                await body.FlushAsync(cancellation);
            }
            if (isComplete)
                return;
            await _changed.WaitAsync(cancellation);
        }
    }

    private ReadOnlyMemory<byte> TakeNext()
    {
        lock (_gate)
        {
            if (_memory.TryDequeue(out var part))
            {
                _inMemory -= part.Length;
                return part;
            }
            if (_written == _read)
                return default;
            var buffer = new byte[(int)Math.Min(PartOfFile, _written - _read)];
            var count = RandomAccess.Read(_file!.SafeFileHandle, buffer, _read);
            _read += count;
            if (_read == _written)
            {
                _file.SetLength(0);
                (_read, _written) = (0, 0);
            }
            return buffer.AsMemory(0, count);
        }
    }

    private FileStream? OpenFile()
    {
        if (_file is not null || _hasNoFile)
            return _file;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return _file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No place for temporary files: then reading waits for the client.
            _hasNoFile = true;
            return null;
        }
    }
}
