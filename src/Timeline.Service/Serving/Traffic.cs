namespace Timeline.Service.Serving;

/// <summary>How many requests this process has taken, so that what works in the background can tell whether anybody waits for an answer.</summary>
internal sealed class Traffic
{
    /// <summary>For how many times as long as a step took, background work rests after it while there are requests.</summary>
    public const int Rest = 4;

    private long _requests;

    public long Requests => Volatile.Read(ref _requests);

    public void Note() => Interlocked.Increment(ref _requests);
}
