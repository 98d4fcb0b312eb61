namespace Timeline.Service.Commands;

/// <summary>What a process ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The import ran to its end, but not every line was taken.</summary>
    public const int Rejected = 1;

    /// <summary>Wrong usage, or something that is needed is not there: a file, the database, a free port.</summary>
    public const int Unavailable = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM before it was done.</summary>
    public const int Interrupted = 130;
}
