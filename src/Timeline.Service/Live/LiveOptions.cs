namespace Timeline.Service.Live;

/// <summary>Settings of <c>/api/timeline/live</c>.</summary>
internal sealed record LiveOptions
{
    /// <summary>After how long a silence a reader is told where it is. <c>Timeline:HeartbeatSeconds</c>.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long a write may wait for a reader before the reader is dropped. <c>Timeline:LiveWriteTimeoutSeconds</c>.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>About how many bytes of the newest steps are kept for all readers. <c>Timeline:LiveBufferBytes</c>.</summary>
    public long BufferBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many of the newest steps are kept at the most.</summary>
    public int BufferSteps { get; init; } = 16_384;

    /// <summary>How often the log is looked at for what other processes write.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    public static LiveOptions Read(IConfiguration configuration)
    {
        var defaults = new LiveOptions();
        return new LiveOptions
        {
            Heartbeat = TimeSpan.FromSeconds(configuration.GetValue("Timeline:HeartbeatSeconds", defaults.Heartbeat.TotalSeconds)),
            WriteTimeout = TimeSpan.FromSeconds(configuration.GetValue("Timeline:LiveWriteTimeoutSeconds", defaults.WriteTimeout.TotalSeconds)),
            BufferBytes = configuration.GetValue("Timeline:LiveBufferBytes", defaults.BufferBytes),
        };
    }
}
