namespace Timeline.Domain;

/// <summary>Why something is refused, by whose fault and what to do; each maps to one HTTP status, in one place.</summary>
public enum RefusalCode
{
    /// <summary>Cannot be read at all: broken JSON or UTF-8, duplicate keys, NUL, times finer than 1 µs. HTTP 400.</summary>
    Unreadable,

    /// <summary>A query parameter that does not exist here, or whose value cannot be read. HTTP 400.</summary>
    BadParameter,

    /// <summary>There is no such thing at the asked (knownAt, basis). HTTP 404.</summary>
    NotFound,

    /// <summary>The id is taken already. HTTP 409.</summary>
    Taken,

    /// <summary>The same idempotency key is in use by a request that still runs. HTTP 409.</summary>
    InProgress,

    /// <summary>Another operation on the same view has to end first. HTTP 409.</summary>
    AlreadyRunning,

    /// <summary>Not for this caller. HTTP 403.</summary>
    Forbidden,

    /// <summary>The edition asked for is no longer served. HTTP 410.</summary>
    Gone,

    /// <summary>The thing has changed since the version that the caller named. HTTP 412.</summary>
    Stale,

    /// <summary>More than 1 MiB a command. HTTP 413.</summary>
    TooLarge,

    /// <summary>A body in another media type than the call takes. HTTP 415.</summary>
    UnsupportedMediaType,

    /// <summary>Understood, but against the rules. HTTP 422.</summary>
    Invalid,

    /// <summary>Removed for legal reasons. HTTP 451.</summary>
    Redacted,

    /// <summary>Too many requests. HTTP 429 with Retry-After.</summary>
    TooMany,

    /// <summary>The database is away or writers are queueing up. HTTP 503 with Retry-After.</summary>
    Unavailable,
}

/// <summary>A refusal: nothing was written, and <see cref="Detail"/> says what to do about it.</summary>
/// <param name="Errors">Messages by field (a JSON path such as <c>figures[0].value</c>, or a parameter's name).</param>
public sealed record Refusal(RefusalCode Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>A rule broken by one field.</summary>
    public static Refusal Of(string field, string message) =>
        new(RefusalCode.Invalid, message, new Dictionary<string, string[]> { [field] = [message] });
}
